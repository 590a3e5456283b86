package io.github.polars4j.benchmarks.sidebyside;

import java.util.List;
import java.util.stream.LongStream;

/**
 * What the runs of a contender come to.
 *
 * @param median of the times, in nanoseconds, the warm-up apart
 * @param min of the same
 * @param bytes the size of the file
 * @param beyond the highest resident memory of all runs beyond what it was with the data loaded
 * @param peak the highest resident memory of all runs
 * @param cpu the median of the processor times, in nanoseconds, the warm-up apart
 */
record Stats(double median, double min, long bytes, long beyond, long peak, double cpu) {
  static Stats of(List<Run> runs) {
    long[] times = runs.stream().filter(run -> !run.isWarmUp()).mapToLong(Run::nanos).toArray();
    long peak = runs.stream().mapToLong(Run::peak).max().orElseThrow();
    return new Stats(
        median(times),
        LongStream.of(times).min().orElseThrow(),
        runs.get(0).bytes(),
        peak - runs.stream().mapToLong(Run::base).min().orElseThrow(),
        peak,
        median(runs.stream().filter(run -> !run.isWarmUp()).mapToLong(Run::cpu).toArray()));
  }

  static double median(long... values) {
    long[] sorted = LongStream.of(values).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
  }
}
