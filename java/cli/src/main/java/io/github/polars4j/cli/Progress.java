package io.github.polars4j.cli;

import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on standard error while rows are written, if that is a terminal; else nothing. */
final class Progress implements AutoCloseable {
  /** A number of rows that nobody knows yet. */
  private static final long UNKNOWN = -1;

  private static final int WIDTH = 78;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Stdio stdio;
  private final @Nullable ProgressBar bar;

  private Progress(Stdio stdio, @Nullable ProgressBar bar) {
    this.stdio = stdio;
    this.bar = bar;
  }

  static Progress none(Stdio stdio) {
    return new Progress(stdio, null);
  }

  static Progress show(Stdio stdio) {
    if (!stdio.errIsTerminal()) {
      return none(stdio);
    }
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("writing")
            .setUnit(" rows", 1)
            .setInitialMax(UNKNOWN)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(
                new DelegatingProgressBarConsumer(
                    line -> stdio.err().print(CLEAR_LINE + line), WIDTH))
            .build();
    return new Progress(stdio, bar);
  }

  /**
   * There are {@code rows} now, of what {@code part} of the input had (NaN where it's not known).
   */
  void update(long rows, double part) {
    if (bar != null) {
      bar.maxHint(part > 0 ? Math.round(rows / part) : UNKNOWN);
      bar.stepTo(rows);
    }
  }

  /** Takes the bar away: the summary line says the rest. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      stdio.err().print(CLEAR_LINE);
      stdio.err().flush();
    }
  }
}
