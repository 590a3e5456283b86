package io.github.polars4j.cli;

import io.github.polars4j.DataFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polars4j head}. */
@Command(
    name = "head",
    description = "Shows the first rows of a file as a table.",
    usageHelpWidth = 80,
    footer = {
      "",
      "POLARS_FMT_MAX_COLS, POLARS_TABLE_WIDTH and polars' other variables shape the table."
    })
final class Head implements Callable<Integer> {
  private final Stdio stdio;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The file to read, or - for stdin.")
  private Path file = Path.of("");

  @Option(names = "-n", paramLabel = "ROWS", description = "How many rows (default: 5).")
  private long rows = 5;

  @Mixin private Reading reading = new Reading();

  Head(Stdio stdio) {
    this.stdio = stdio;
  }

  @Override
  public Integer call() throws IOException, SQLException {
    if (rows < 0) {
      throw new UsageException("-n " + rows + ": at least 0");
    }
    int most = (int) Math.max(1, Math.min(rows, Integer.MAX_VALUE));
    try (DataFrame frame = reading.read(file, rows, most, stdio, Head::first)) {
      spec.commandLine().getOut().println(frame);
    }
    return 0;
  }

  private static DataFrame first(Frames frames) throws IOException, SQLException {
    @Nullable DataFrame first = frames.next();
    return first == null ? DataFrame.empty(frames.schema()) : first;
  }
}
