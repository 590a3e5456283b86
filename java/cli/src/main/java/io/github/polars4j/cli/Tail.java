package io.github.polars4j.cli;

import io.github.polars4j.DataFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polars4j tail}. */
@Command(
    name = "tail",
    description = "Shows the last rows of a file as a table; it reads all of the file.",
    usageHelpWidth = 80,
    footer = {"", "Example: polars4j tail weather.arrow -n 20"})
final class Tail implements Callable<Integer> {
  private final Stdio stdio;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The file to read, or - for stdin.")
  private Path file = Path.of("");

  @Option(names = "-n", paramLabel = "ROWS", description = "How many rows (default: 5).")
  private long rows = 5;

  @Mixin private Reading reading = new Reading();

  Tail(Stdio stdio) {
    this.stdio = stdio;
  }

  @Override
  public Integer call() throws IOException, SQLException {
    if (rows < 0) {
      throw new UsageException("-n " + rows + ": at least 0");
    }
    try (DataFrame last = reading.read(file, -1, Reading.BATCH_ROWS, stdio, this::last)) {
      spec.commandLine().getOut().println(last);
    }
    return 0;
  }

  private DataFrame last(Frames frames) throws IOException, SQLException {
    Deque<DataFrame> kept = new ArrayDeque<>();
    try {
      kept.add(DataFrame.empty(frames.schema()));
      long height = 0;
      for (DataFrame next = frames.next(); next != null; next = frames.next()) {
        kept.add(next);
        height += next.height();
        while (height - kept.getFirst().height() >= rows && kept.size() > 1) {
          DataFrame first = kept.removeFirst();
          height -= first.height();
          first.close();
        }
      }
      try (DataFrame all = DataFrame.concat(kept.toArray(DataFrame[]::new))) {
        return all.tail(rows);
      }
    } finally {
      kept.forEach(DataFrame::close);
    }
  }
}
