package io.github.polars4j.cli;

import io.github.polars4j.DataFrame;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a command's rows go: a table on standard output, or a file. */
final class ResultOptions {
  @Option(
      names = "-o",
      paramLabel = "OUT",
      description =
          "Write the rows to this file, or - for stdout, instead of a table (default: a table).")
  private @Nullable Path out;

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      description = "The format of OUT: ${COMPLETION-CANDIDATES}.")
  private @Nullable Format to;

  @Option(names = "--overwrite", description = "Replace OUT if it exists.")
  private boolean overwrite;

  @Mixin private NonFiniteOption nonFinite = new NonFiniteOption();

  /** Where the rows go, or null for a table; refuses what does not fit together. */
  @Nullable Location check(Stdio stdio) {
    if (out == null) {
      if (to != null || overwrite || nonFinite.way() != null) {
        throw new UsageException("--to, --overwrite and --nan are for -o, which is not given");
      }
      return null;
    }
    Location target = Location.of(out, to, "--to");
    nonFinite.check(target.format());
    Target.check(target, stdio);
    Target.checkNotThere(target, overwrite);
    return target;
  }

  /** Writes the rows, or prints them as a table. */
  void give(
      Frames frames, @Nullable Location target, JsonOptions json, Stdio stdio, PrintWriter table)
      throws IOException, SQLException {
    if (target == null) {
      try (DataFrame all = Frames.all(frames)) {
        table.println(all);
      }
      return;
    }
    Target to = new Target(target, Memory.parse(Memory.DEFAULT), stdio);
    long rows = to.write(frames, WriteOptions.plain(nonFinite.way(), json), Map.of());
    stdio.err().println(out + ": " + Text.count(rows) + " rows, " + Text.bytes(to.bytes()));
  }
}
