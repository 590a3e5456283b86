package io.github.polars4j;

import io.github.polars4j.internal.io.Destination;
import io.github.polars4j.internal.io.WriteOnce;
import io.github.polars4j.internal.jni.Format;
import io.github.polars4j.internal.wire.WireWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON, an object a line.
 *
 * <p>Dates and times, decimals and durations are written as text, durations in ISO 8601 ({@code
 * PT1.5S}); {@link NdjsonReader#withSchemaOverrides} gives the same values back. Binary data is
 * written by {@link #withBinaryText}, NaN and the infinities by {@link #withNonFinite}; if that is
 * not set, they are refused, as are dates and times beyond the years -262142 to 262141.
 *
 * <p>Each writer writes once, by {@link #finish} or by {@link #batched}; it takes one call at a
 * time, and refuses options once it was used.
 */
public final class NdjsonWriter implements FrameWriter {
  private final WriteOnce target;
  private NonFinite nonFinite = NonFinite.REFUSE;
  private @Nullable BinaryText binaryText;

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

  /** Writes to a file of any kind, which is committed when it is complete, or else discarded. */
  public NdjsonWriter(OutputFile file) {
    this(Destination.of(file));
  }

  private NdjsonWriter(Destination destination) {
    this.target = new WriteOnce("this NdjsonWriter", Format.NDJSON, destination);
  }

  /** Sets what becomes of NaN and the infinities; {@link NonFinite#REFUSE} if not set. */
  public NdjsonWriter withNonFinite(NonFinite way) {
    target.check();
    this.nonFinite = Objects.requireNonNull(way, "way");
    return this;
  }

  /** Sets how bytes are written; if not set, columns of binary data are refused. */
  public NdjsonWriter withBinaryText(BinaryText form) {
    target.check();
    this.binaryText = Objects.requireNonNull(form, "form");
    return this;
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
        .u8(nonFinite.ordinal())
        .u8(binaryText == null ? 0 : binaryText.ordinal() + 1)
        .toBytes();
  }
}
