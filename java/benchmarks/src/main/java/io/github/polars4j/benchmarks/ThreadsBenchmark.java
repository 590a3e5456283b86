package io.github.polars4j.benchmarks;

import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcCompression;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.Polars4j;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** 1,000,000 rows encoded and thrown away by one thread and by two, beside the calling one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
public class ThreadsBenchmark {
  /** polars' threads, which each fork sets anew. */
  @Param({"1", "2"})
  public int threads;

  private DataFrame frame = DataFrame.of();

  /** The number is set before anything else is done. */
  @Setup
  public void fill() {
    Polars4j.setThreads(threads);
    frame = Frames.mixed(1_000_000);
  }

  /** Gives the frame back. */
  @TearDown
  public void close() {
    frame.close();
  }

  /** Not compressed. */
  @Benchmark
  public void uncompressed() throws IOException {
    write(IpcCompression.uncompressed());
  }

  /** LZ4. */
  @Benchmark
  public void lz4() throws IOException {
    write(IpcCompression.lz4());
  }

  /** ZSTD at level 3. */
  @Benchmark
  public void zstd() throws IOException {
    write(IpcCompression.zstd());
  }

  private void write(IpcCompression compression) throws IOException {
    new IpcWriter(OutputStream.nullOutputStream()).withCompression(compression).finish(frame);
  }
}
