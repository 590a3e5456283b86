package io.github.polars4j.cli;

import io.github.polars4j.DataFrame;
import java.io.IOException;
import java.io.PrintWriter;
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

/** {@code polars4j count}. */
@Command(
    name = "count",
    description =
        "Counts the rows of files. Arrow and Parquet files say how many they have; text and streams"
            + " are read.",
    usageHelpWidth = 80,
    footer = {"", "Example: polars4j count january.parquet february.parquet"})
final class Count implements Callable<Integer> {
  private final Stdio stdio;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files, or - for stdin.")
  private List<Path> files = List.of();

  @Mixin private Reading reading = new Reading();

  Count(Stdio stdio) {
    this.stdio = stdio;
  }

  @Override
  public Integer call() throws IOException, SQLException {
    PrintWriter out = spec.commandLine().getOut();
    long total = 0;
    for (Path file : files) {
      long said = reading.said(file);
      long rows =
          said >= 0 ? said : reading.read(file, -1, Reading.BATCH_ROWS, stdio, Count::rowsOf);
      total = Math.addExact(total, rows);
      out.println(files.size() == 1 ? Long.toString(rows) : rows + "\t" + file);
    }
    if (files.size() > 1) {
      out.println(total + "\ttotal");
    }
    return 0;
  }

  /** Reads all frames, and says how many rows they have. */
  static long rowsOf(Frames frames) throws IOException, SQLException {
    long rows = 0;
    for (DataFrame next = frames.next(); next != null; next = frames.next()) {
      try (DataFrame frame = next) {
        rows += frame.height();
      }
    }
    return rows;
  }
}
