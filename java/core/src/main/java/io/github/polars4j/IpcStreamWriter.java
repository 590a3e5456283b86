package io.github.polars4j;

import io.github.polars4j.internal.io.Destination;
import io.github.polars4j.internal.io.IpcOptions;
import io.github.polars4j.internal.io.WriteOnce;
import io.github.polars4j.internal.jni.Format;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes Arrow IPC streams: polars-io's {@code IpcStreamWriter}. Each writer writes once, by {@link
 * #finish} or by {@link #batched}; it takes one call at a time, and refuses options once it was
 * used.
 */
public final class IpcStreamWriter implements FrameWriter {
  private final WriteOnce target;
  private final IpcOptions options = new IpcOptions(CompatLevel.OLDEST);

  /** Writes to a file, which appears or is replaced when it is complete, and not before. */
  public IpcStreamWriter(Path path) {
    this(Destination.of(path));
  }

  /** Writes to a stream, which is flushed in the end and not closed. */
  public IpcStreamWriter(OutputStream stream) {
    this(Destination.of(stream));
  }

  /**
   * Writes to a channel, which is not closed.
   *
   * @throws IllegalArgumentException if it is in non-blocking mode
   */
  public IpcStreamWriter(WritableByteChannel channel) {
    this(Destination.of(channel));
  }

  /** Writes to a file of any kind, which is committed when it is complete, or else discarded. */
  public IpcStreamWriter(OutputFile file) {
    this(Destination.of(file));
  }

  private IpcStreamWriter(Destination destination) {
    this.target = new WriteOnce("this IpcStreamWriter", Format.IPC_STREAM, destination);
  }

  /** Sets how buffers are compressed; uncompressed if not set: {@code with_compression}. */
  public IpcStreamWriter withCompression(IpcCompression compression) {
    target.check();
    target.codec(compression);
    options.compression(compression.code(), compression.level());
    return this;
  }

  /** Sets the oldest reader that the output must suit; {@link CompatLevel#OLDEST} if not set. */
  public IpcStreamWriter withCompatLevel(CompatLevel level) {
    target.check();
    options.compatLevel(level);
    return this;
  }

  /**
   * Sets whether polars' threads encode and compress record batches while the calling thread writes
   * them in order; true if not set: {@code with_parallel}. Where no record batch size is set,
   * batches are then cut at some 4 MB, 2 with ZSTD. False is what polars-io's writer does.
   */
  public IpcStreamWriter withParallel(boolean parallel) {
    target.check();
    options.parallel(parallel);
    return this;
  }

  /**
   * Sets how many rows a record batch has at most. If it is not set, record batches have some
   * megabytes: larger chunks of a frame are cut, small neighbours put together. With {@code
   * withParallel(false)} each chunk is one.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public IpcStreamWriter withRecordBatchSize(int rows) {
    target.check();
    options.recordBatchSize(rows);
    return this;
  }

  /**
   * Sets the schema's metadata, which is kept in its first message: {@code
   * set_custom_schema_metadata}.
   *
   * @throws IllegalArgumentException if a key or value is no Unicode text
   */
  public IpcStreamWriter setCustomSchemaMetadata(Map<String, String> metadata) {
    target.check();
    options.metadata(metadata);
    return this;
  }

  /** Does the same as {@link #setCustomSchemaMetadata}. */
  @Override
  public IpcStreamWriter withMetadata(Map<String, String> metadata) {
    return setCustomSchemaMetadata(metadata);
  }

  @Override
  public IpcStreamWriter withProgress(ProgressListener listener) {
    target.progress(listener);
    return this;
  }

  @Override
  public IpcStreamWriter withSync(boolean sync) {
    target.sync(sync);
    return this;
  }

  @Override
  public BatchedWriter batched(Schema schema) throws IOException {
    return new BatchedWriter(target, options::encode, schema, true);
  }

  @Override
  public void finish(DataFrame frame) throws IOException {
    target.finish(options::encode, frame.handle());
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
}
