package io.github.polars4j.benchmarks;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** 10,000,000 numbers in and out, against copying their array. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx4g")
public class NumbersBenchmark {
  private final long[] longs = new long[10_000_000];
  private final double[] doubles = new double[longs.length];
  private Series longColumn;
  private Series doubleColumn;

  /** Fills the arrays. */
  @Setup
  public void fill() {
    Arrays.setAll(longs, i -> i * 31L);
    Arrays.setAll(doubles, i -> i / 3.0);
    longColumn = Series.of("n", longs);
    doubleColumn = Series.of("n", doubles);
  }

  /** What the longs are measured against. */
  @Benchmark
  public long[] longClone() {
    return longs.clone();
  }

  /** In. */
  @Benchmark
  public void longsIn() {
    Series.of("n", longs).close();
  }

  /** Out. */
  @Benchmark
  public long[] longsOut() {
    return longColumn.toLongArray();
  }

  /** In, one by one. */
  @Benchmark
  public void longsAppended() {
    Series.Builder builder = Series.builder("n", DataType.INT64);
    for (long value : longs) {
      builder.appendLong(value);
    }
    builder.build().close();
  }

  /** What the doubles are measured against. */
  @Benchmark
  public double[] doubleClone() {
    return doubles.clone();
  }

  /** In. */
  @Benchmark
  public void doublesIn() {
    Series.of("n", doubles).close();
  }

  /** Out. */
  @Benchmark
  public double[] doublesOut() {
    return doubleColumn.toDoubleArray();
  }
}
