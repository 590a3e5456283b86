package io.github.polars4j.benchmarks;

import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcCompression;
import io.github.polars4j.IpcWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** 1,000,000 rows into each kind of sink, with each codec. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
public class WriteBenchmark {
  /** How it is compressed. */
  @Param({"uncompressed", "lz4", "zstd"})
  public String codec = "";

  private final DataFrame frame = Frames.mixed(1_000_000);
  private Path file = Path.of("");

  /** Picks a file in the folder for temporary files: {@code -Djava.io.tmpdir=/dev/shm}. */
  @Setup
  public void open() throws IOException {
    file = Files.createTempFile("polars4j", ".arrow");
  }

  /** Every run makes a new file. */
  @TearDown(Level.Invocation)
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Gives the frame back. */
  @TearDown
  public void close() {
    frame.close();
  }

  /** To a file that the native side writes. */
  @Benchmark
  public void path() throws IOException {
    write(new IpcWriter(file));
  }

  /** polars-io's own way. */
  @Benchmark
  public void serial() throws IOException {
    write(new IpcWriter(file).withParallel(false));
  }

  /** To a file that Java writes. */
  @Benchmark
  public void stream() throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      write(new IpcWriter(out));
    }
  }

  /** To a channel, without a copy into an array. */
  @Benchmark
  public void channel() throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      write(new IpcWriter(out));
    }
  }

  /** Encoding alone. */
  @Benchmark
  public void nowhere() throws IOException {
    write(new IpcWriter(OutputStream.nullOutputStream()));
  }

  private void write(IpcWriter writer) throws IOException {
    writer.withCompression(compression()).finish(frame);
  }

  private IpcCompression compression() {
    return switch (codec) {
      case "lz4" -> IpcCompression.lz4();
      case "zstd" -> IpcCompression.zstd();
      default -> IpcCompression.uncompressed();
    };
  }
}
