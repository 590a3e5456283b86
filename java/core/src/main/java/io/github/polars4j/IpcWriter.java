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
 * Writes Arrow IPC files: polars-io's {@code IpcWriter}. A writer writes once, with {@link #finish}
 * or {@link #batched}. It takes one call at a time, and no options after its first use.
 */
public final class IpcWriter implements FrameWriter {
  private final WriteOnce target;
  private final IpcOptions options = new IpcOptions(CompatLevel.NEWEST);

  /** Writes to a file, which appears or is replaced only when it is complete. */
  public IpcWriter(Path path) {
    this(Destination.of(path));
  }

  /** Writes to a stream, which is flushed at the end and not closed. */
  public IpcWriter(OutputStream stream) {
    this(Destination.of(stream));
  }

  /**
   * Writes to a channel, which is not closed.
   *
   * @throws IllegalArgumentException if it is in non-blocking mode
   */
  public IpcWriter(WritableByteChannel channel) {
    this(Destination.of(channel));
  }

  /** Writes to a file of any kind, which is committed when it is complete, or else discarded. */
  public IpcWriter(OutputFile file) {
    this(Destination.of(file));
  }

  private IpcWriter(Destination destination) {
    this.target = new WriteOnce("this IpcWriter", Format.IPC, destination);
  }

  /** Sets how buffers are compressed; uncompressed if not set: {@code with_compression}. */
  public IpcWriter withCompression(IpcCompression compression) {
    target.check();
    target.codec(compression);
    options.compression(compression.code(), compression.level());
    return this;
  }

  /**
   * Sets the oldest reader that must be able to read the output; {@link CompatLevel#NEWEST} if not
   * set.
   */
  public IpcWriter withCompatLevel(CompatLevel level) {
    target.check();
    options.compatLevel(level);
    return this;
  }

  /**
   * Sets whether the threads of polars encode and compress record batches while the calling thread
   * writes them in order; true if not set: {@code with_parallel}. If no record batch size is set,
   * batches then have about 4 MB, or 2 MB with ZSTD. With false, each chunk becomes a record batch,
   * as polars-io does.
   */
  public IpcWriter withParallel(boolean parallel) {
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
  public IpcWriter withRecordBatchSize(int rows) {
    target.check();
    options.recordBatchSize(rows);
    return this;
  }

  /**
   * Sets the schema's metadata, which is kept in the file's footer: {@code
   * set_custom_schema_metadata}.
   *
   * @throws IllegalArgumentException if a key or value is not valid Unicode
   */
  public IpcWriter setCustomSchemaMetadata(Map<String, String> metadata) {
    target.check();
    options.metadata(metadata);
    return this;
  }

  /** Does the same as {@link #setCustomSchemaMetadata}. */
  @Override
  public IpcWriter withMetadata(Map<String, String> metadata) {
    return setCustomSchemaMetadata(metadata);
  }

  @Override
  public IpcWriter withProgress(ProgressListener listener) {
    target.progress(listener);
    return this;
  }

  @Override
  public IpcWriter withSync(boolean sync) {
    target.sync(sync);
    return this;
  }

  @Override
  public BatchedWriter batched(Schema schema) throws IOException {
    return new BatchedWriter(target, options::encode, schema, false, options.isUncompressed());
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
