package io.github.polars4j.benchmarks;

import io.github.polars4j.DataFrame;
import io.github.polars4j.Series;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Single values. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class ScalarBenchmark {
  private final Series column = Series.of("n", new long[1024]);
  private final DataFrame frame = column.toFrame();
  private int next;

  /** One value. */
  @Benchmark
  public long getLong() {
    return column.getLong(next++ & 1023);
  }

  /** Whether one is null. */
  @Benchmark
  public boolean isNull() {
    return column.isNull(next++ & 1023);
  }

  /** What needs no native call. */
  @Benchmark
  public long height() {
    return frame.height();
  }
}
