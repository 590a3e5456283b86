package io.github.polars4j;

import io.github.polars4j.internal.io.Destination;
import io.github.polars4j.internal.io.WriteOnce;
import io.github.polars4j.internal.jni.Format;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/**
 * Writes JSON, an object a line: polars-io's {@code JsonWriter} for {@code JsonLines}.
 *
 * <p>JSON has no number for NaN and the infinities: they are written as {@code null}, and come back
 * as null. Binary data has no JSON form and is refused, as are dates and times beyond the years
 * -262142 to 262141. Dates, times, durations and decimals are written as text.
 *
 * <p>Each writer writes once, by {@link #finish} or by {@link #batched}; it takes one call at a
 * time, and refuses options once it was used.
 */
public final class NdjsonWriter implements FrameWriter {
  private final WriteOnce target;

  /** Writes to a file, which appears or is replaced when it is complete, and not before. */
  public NdjsonWriter(Path path) {
    this(Destination.of(path));
  }

  /** Writes to a stream, which is flushed in the end and not closed. */
  public NdjsonWriter(OutputStream stream) {
    this(Destination.of(stream));
  }

  /**
   * Writes to a channel, which is not closed.
   *
   * @throws IllegalArgumentException if it is in non-blocking mode
   */
  public NdjsonWriter(WritableByteChannel channel) {
    this(Destination.of(channel));
  }

  private NdjsonWriter(Destination destination) {
    this.target = new WriteOnce("this NdjsonWriter", Format.NDJSON, destination);
  }

  @Override
  public NdjsonWriter withProgress(ProgressListener listener) {
    target.progress(listener);
    return this;
  }

  @Override
  public NdjsonWriter withSync(boolean sync) {
    target.sync(sync);
    return this;
  }

  @Override
  public BatchedWriter batched(Schema schema) throws IOException {
    return new BatchedWriter(target, () -> new byte[0], schema, false);
  }

  @Override
  public void finish(DataFrame frame) throws IOException {
    target.finish(() -> new byte[0], frame.handle());
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
