package io.github.polars4j.benchmarks;

import io.github.polars4j.Series;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** 10,000,000 short strings in and out, against Arrow Java. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx8g", "--add-opens=java.base/java.nio=ALL-UNNAMED"})
public class StringsBenchmark {
  private final String[] strings = new String[10_000_000];
  private final BufferAllocator allocator = new RootAllocator();
  private Series column;
  private VarCharVector vector;

  /** Makes the strings. */
  @Setup
  public void fill() {
    Arrays.setAll(strings, i -> "name" + i * 7919L % 1_000_003);
    column = Series.of("s", strings);
    vector = filled();
  }

  /** Gives Arrow Java's memory back. */
  @TearDown
  public void close() {
    vector.close();
    allocator.close();
  }

  /** In. */
  @Benchmark
  public void in() {
    Series.of("s", strings).close();
  }

  /** In, with Arrow Java. */
  @Benchmark
  public void inByArrow() {
    filled().close();
  }

  /** Out. */
  @Benchmark
  public String[] out() {
    return column.toStringArray();
  }

  /** Out, with Arrow Java. */
  @Benchmark
  public String[] outByArrow() {
    String[] out = new String[strings.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = vector.getObject(i).toString();
    }
    return out;
  }

  private VarCharVector filled() {
    VarCharVector filled = new VarCharVector("s", allocator);
    filled.allocateNew(12L * strings.length, strings.length);
    for (int i = 0; i < strings.length; i++) {
      filled.setSafe(i, strings[i].getBytes(StandardCharsets.UTF_8));
    }
    filled.setValueCount(strings.length);
    return filled;
  }
}
