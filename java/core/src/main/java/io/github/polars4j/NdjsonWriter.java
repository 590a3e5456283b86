package io.github.polars4j;

import io.github.polars4j.internal.Destination;
import io.github.polars4j.internal.Sink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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
public final class NdjsonWriter implements AutoCloseable {
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
    this.target = new WriteOnce("this NdjsonWriter", destination);
  }

  /**
   * Begins a file that is given frame by frame, which is the end of this writer.
   *
   * @param schema the names and types that every frame will have
   * @throws IOException if the target cannot be written
   * @throws PolarsException if frames of that schema cannot be written so, naming the column
   * @throws IllegalStateException if this writer was used or closed, or is in use
   */
  public BatchedWriter batched(Schema schema) throws IOException {
    return target.batched(
        schema,
        (fields, output) -> openBatched(fields, output.nativePath(), output.name(), output.sink()));
  }

  /**
   * Writes a frame, which stays the caller's. Whatever the outcome, this writer is closed then. An
   * interrupt of the thread ends it as that of {@link IpcWriter#finish}, when next bytes are
   * written.
   *
   * @throws IOException if the target cannot be written; what a stream or channel throws comes back
   *     as it is
   * @throws PolarsException if the frame cannot be written so, naming the column
   * @throws IllegalStateException if this writer was used or closed, or is in use
   */
  public void finish(DataFrame frame) throws IOException {
    target.finish(
        frame,
        (output, key) ->
            write(new byte[0], output.nativePath(), output.name(), output.sink(), key));
  }

  /** Refuses any later use; without {@link #finish} nothing was written. */
  @Override
  public void close() {
    target.close();
  }

  private native void write(
      byte[] options, @Nullable String path, String name, @Nullable Sink sink, long frame)
      throws IOException;

  private static native long openBatched(
      byte[] schema, @Nullable String path, String name, @Nullable Sink sink) throws IOException;
}
