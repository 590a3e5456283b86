package io.github.polars4j.cli;

import io.github.polars4j.DataFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polars4j sample}. */
@Command(
    name = "sample",
    description = {
      "Shows rows that are drawn at random, each with the same chance and at most once, in the"
          + " order of the file. It reads all rows once, and holds those that are drawn."
    },
    usageHelpWidth = 80,
    footer = {
      "",
      "Examples:",
      "  polars4j sample orders.parquet -n 20",
      "  polars4j sample 'orders/*.csv' -n 100000 --seed 1 -o some.arrow"
    })
final class Sample implements Callable<Integer> {
  private final Stdio stdio;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files, folders and patterns in quotes, or - for stdin.")
  private List<Path> files = List.of();

  @Option(names = "-n", paramLabel = "ROWS", description = "How many rows (default: 5).")
  private int rows = 5;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "The same number draws the same rows (default: others each time).")
  private @Nullable Long seed;

  @Mixin private ResultOptions result = new ResultOptions();

  @Mixin private FolderOption folders = new FolderOption();

  @Mixin private Reading reading = new Reading();

  Sample(Stdio stdio) {
    this.stdio = stdio;
  }

  @Override
  public Integer call() throws IOException, SQLException {
    if (rows < 0) {
      throw new UsageException("-n " + rows + ": at least 0");
    }
    @Nullable Location target = result.check(stdio);
    long start = seed == null ? new SplittableRandom().nextLong() : seed;
    Inputs inputs = reading.inputs(files, folders);
    try (DataFrame drawn =
        reading.read(inputs, -1, Reading.BATCH_ROWS, stdio, frames -> drawn(frames, start))) {
      Frames frames = Frames.of(drawn);
      result.give(frames, target, reading.json(), stdio, spec.commandLine().getOut());
    }
    return 0;
  }

  private DataFrame drawn(Frames frames, long seed) throws IOException, SQLException {
    Draw draw = new Draw(rows, seed);
    DataFrame kept = DataFrame.empty(frames.schema());
    try {
      for (DataFrame next = frames.next(); next != null; next = frames.next()) {
        try (DataFrame frame = next) {
          long[] some = draw.next(frame.height());
          if (some != null) {
            try (DataFrame old = kept;
                DataFrame all = DataFrame.concat(old, frame)) {
              kept = all.take(some);
            }
          }
        }
      }
      return kept;
    } catch (Throwable e) {
      kept.close();
      throw e;
    }
  }
}
