package io.github.polars4j.benchmarks;

import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcCompression;
import io.github.polars4j.IpcWriter;
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
import org.openjdk.jmh.annotations.State;

/** 1,000,000 rows in record batches of several sizes, encoded and thrown away. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
public class BatchSizeBenchmark {
  /** Rows a record batch. */
  @Param({"1000", "10000", "50000", "200000", "1000000"})
  public int rows;

  private final DataFrame frame = Frames.mixed(1_000_000);

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

  private void write(IpcCompression compression) throws IOException {
    new IpcWriter(OutputStream.nullOutputStream())
        .withCompression(compression)
        .withRecordBatchSize(rows)
        .finish(frame);
  }
}
