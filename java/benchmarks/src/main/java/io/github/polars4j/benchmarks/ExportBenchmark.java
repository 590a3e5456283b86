package io.github.polars4j.benchmarks;

import io.github.polars4j.CompatLevel;
import io.github.polars4j.DataFrame;
import io.github.polars4j.arrow.ArrowFrames;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** 1,000,000 rows handed to Arrow Java. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgs = "--add-opens=java.base/java.nio=ALL-UNNAMED")
public class ExportBenchmark {
  private final BufferAllocator allocator = new RootAllocator();
  private final DataFrame frame = Frames.mixed(1_000_000);

  /** Views and all else as they are. */
  @Benchmark
  public void shared() throws IOException {
    export(CompatLevel.NEWEST);
  }

  /** Strings are brought into the older layout. */
  @Benchmark
  public void converted() throws IOException {
    export(CompatLevel.OLDEST);
  }

  private void export(CompatLevel level) throws IOException {
    try (ArrowReader reader = ArrowFrames.toReader(allocator, frame, level)) {
      reader.loadNextBatch();
    }
  }
}
