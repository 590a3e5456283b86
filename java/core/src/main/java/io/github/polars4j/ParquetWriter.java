package io.github.polars4j;

import io.github.polars4j.internal.io.Destination;
import io.github.polars4j.internal.io.WriteOnce;
import io.github.polars4j.internal.jni.Format;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.WireWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Writes Parquet files: polars-io's {@code ParquetWriter}. A writer writes once, with {@link
 * #finish} or {@link #batched}. It takes one call at a time, and no options after its first use.
 */
public final class ParquetWriter implements FrameWriter {
  private final WriteOnce target;
  private ParquetCompression compression = ParquetCompression.zstd();
  private boolean statistics = true;
  private int rowGroupSize;

  /** Writes to a file, which appears or is replaced only when it is complete. */
  public ParquetWriter(Path path) {
    this(Destination.of(path));
  }

  /** Writes to a stream, which is flushed at the end and not closed. */
  public ParquetWriter(OutputStream stream) {
    this(Destination.of(stream));
  }

  /**
   * Writes to a channel, which is not closed.
   *
   * @throws IllegalArgumentException if it is in non-blocking mode
   */
  public ParquetWriter(WritableByteChannel channel) {
    this(Destination.of(channel));
  }

  private ParquetWriter(Destination destination) {
    this.target = new WriteOnce("this ParquetWriter", Format.PARQUET, destination);
  }

  /** Sets how pages are compressed; Zstandard if not set. */
  public ParquetWriter withCompression(ParquetCompression compression) {
    target.check();
    this.compression = Objects.requireNonNull(compression, "compression");
    return this;
  }

  /** Sets whether minima, maxima and null counts are written; true if not set. */
  public ParquetWriter withStatistics(boolean statistics) {
    target.check();
    this.statistics = statistics;
    return this;
  }

  /**
   * Sets how many rows a row group has; polars decides if not set.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ParquetWriter withRowGroupSize(int rows) {
    target.check();
    Checks.atLeast("row group size", rows, 1);
    this.rowGroupSize = rows;
    return this;
  }

  @Override
  public ParquetWriter withProgress(ProgressListener listener) {
    target.progress(listener);
    return this;
  }

  @Override
  public ParquetWriter withSync(boolean sync) {
    target.sync(sync);
    return this;
  }

  /** {@inheritDoc} Each frame becomes row groups of its own. */
  @Override
  public BatchedWriter batched(Schema schema) throws IOException {
    return new BatchedWriter(target, this::encode, schema, false);
  }

  @Override
  public void finish(DataFrame frame) throws IOException {
    target.finish(this::encode, frame.handle());
    Reference.reachabilityFence(frame);
  }

  @Override
  public long bytesWritten() {
    return target.bytes();
  }

  @Override
  public void close() {
    target.close();
  }

  private byte[] encode() {
    return new WireWriter()
        .u8(compression.code())
        .i32(compression.level())
        .bool(statistics)
        .i32(rowGroupSize)
        .toBytes();
  }
}
