package io.github.polars4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polars4j verify}. */
@Command(
    name = "verify",
    description =
        "Reads all values of files and tells the first fault of each. The exit code is 1 if there"
            + " is one.",
    usageHelpWidth = 80,
    footer = {"", "Example: polars4j verify *.parquet"})
final class Verify implements Callable<Integer> {
  private final Stdio stdio;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files, or - for stdin.")
  private List<Path> files = List.of();

  @Mixin private Reading reading = new Reading();

  Verify(Stdio stdio) {
    this.stdio = stdio;
  }

  @Override
  public Integer call() throws IOException, SQLException {
    int faults = 0;
    for (Path file : files) {
      try {
        long rows = reading.read(file, -1, Reading.BATCH_ROWS, stdio, Count::rowsOf);
        spec.commandLine().getOut().println(file + ": " + Text.count(rows) + " rows, no fault");
      } catch (CommandException | IOException e) {
        if (files.size() == 1) {
          throw e;
        }
        faults++;
        stdio.err().println("polars4j: " + Text.cut(Messages.of(e), Main.FAILURE_BYTES));
      }
    }
    return faults == 0 ? 0 : 1;
  }
}
