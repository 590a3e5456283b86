package io.github.polars4j.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Made-up runs. */
final class Runs {
  private static final long MB = 1_000_000;

  private Runs() {}

  /** A slow warm-up and then these, of 100 MB and with 50 to 70 MB of memory. */
  static List<Run> of(
      Workload workload, Contender contender, Codec codec, Compat compat, long... millis) {
    return of(workload, Operation.WRITE, contender, codec, compat, millis);
  }

  static List<Run> of(
      Workload workload,
      Operation operation,
      Contender contender,
      Codec codec,
      Compat compat,
      long... millis) {
    List<Run> runs = new ArrayList<>();
    long[] all = LongStream.concat(LongStream.of(9999), LongStream.of(millis)).toArray();
    for (int round = 0; round < all.length; round++) {
      runs.add(
          new Run(
              workload,
              "tmpfs",
              operation,
              contender,
              codec,
              compat,
              round,
              all[round] * 1_000_000,
              100 * MB,
              50 * MB,
              70 * MB + round,
              2 * all[round] * 1_000_000));
    }
    return runs;
  }
}
