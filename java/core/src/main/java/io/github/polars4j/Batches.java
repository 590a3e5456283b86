package io.github.polars4j;

import io.github.polars4j.internal.io.CallGuard;
import io.github.polars4j.internal.io.ForeignStream;
import io.github.polars4j.internal.io.FrameSource;
import io.github.polars4j.internal.io.Input;
import io.github.polars4j.internal.jni.Format;
import io.github.polars4j.internal.jni.NativeReader;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.WireReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an input that may be larger than memory as frames of some rows each, all of one schema:
 *
 * <pre>{@code
 * try (Batches batches = new CsvReader(in).batches(100_000);
 *     BatchedWriter writer = new IpcWriter(out).batched(batches.schema())) {
 *   batches.writeTo(writer);
 *   writer.finish();
 * }
 * }</pre>
 *
 * <p>It holds the next frame in memory, and a few blocks or a row group that are read ahead: about
 * five times the bytes of the rows asked for, whatever the size of the input. The caller must close
 * each frame. No frame is empty.
 *
 * <p>It takes one call at a time. {@link #writeTo} passes on an {@link IOException} of the input
 * unchanged; {@link #hasNext} and {@link #next} throw an {@link UncheckedIOException} with it as
 * the cause. After a failure no more frames can be read.
 */
public final class Batches implements Iterator<DataFrame>, AutoCloseable {
  private final CallGuard guard = new CallGuard("this Batches");
  private final FrameSource source;
  private final Schema schema;
  private final Map<String, String> metadata;
  private final @Nullable ProgressListener listener;
  private long limit = Long.MAX_VALUE;
  private @Nullable DataFrame next;
  private boolean ended;
  private long rows;

  private Batches(FrameSource source, @Nullable ProgressListener listener) throws IOException {
    this.source = source;
    this.listener = listener;
    WireReader wire = new WireReader(source.describe());
    this.schema = wire.schema();
    this.metadata = wire.optMap();
  }

  /** {@code again} says that native code needs the end of the data first, or reads it twice. */
  static Batches open(Input input, boolean again, Format format, byte[] options, int rows)
      throws IOException {
    Checks.atLeast("rows", rows, 1);
    return of(input.open("this Batches", again, format, options, rows), input.listener());
  }

  /** The same in the record batches or row groups that the input has. */
  static Batches own(Input input, boolean again, Format format, byte[] options) throws IOException {
    return of(
        input.open("this Batches", again, format, options, NativeReader.OWN), input.listener());
  }

  /**
   * Takes over a stream of record batches from Arrow's C Stream Interface, and hands each batch out
   * as a frame when it is asked for. {@link #close} releases the stream; frames that were handed
   * out stay valid. {@link #limitBytes} changes nothing: the producer decides how large its batches
   * are. Everything else is as for {@link ArrowCData#importArray}.
   *
   * @param streamAddress of an {@code ArrowArrayStream}, which is released on the producer's side
   * @throws ComputeException if the producer fails, with its message
   * @throws InvalidOperationException if a column is of a type that polars does not have
   * @throws IllegalArgumentException if the address is 0, not aligned, or of a released stream
   */
  public static Batches importFrom(long streamAddress) {
    try {
      return of(new ForeignStream("this Batches", streamAddress), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing here reads a file
    }
  }

  /** Takes over a source of frames; the listener is told of each. */
  static Batches of(FrameSource source, @Nullable ProgressListener listener) throws IOException {
    try {
      return new Batches(source, listener);
    } catch (Throwable e) {
      source.close();
      throw e;
    }
  }

  /** Returns the names and types of the columns of every frame. */
  public Schema schema() {
    return schema;
  }

  /**
   * Returns the metadata of an Arrow or Parquet schema, be it of a file or of a stream that came by
   * its address: an immutable map that may be empty.
   */
  public Map<String, String> customMetadata() {
    return metadata;
  }

  /**
   * Limits the size of frames that are not read yet to about {@code bytes}, estimated from the rows
   * so far. They have fewer rows then, but at least one. A frame of Arrow data may be as large as
   * its record batch.
   *
   * @throws IllegalArgumentException if {@code bytes} is less than 1
   * @throws IllegalStateException after {@link #close} or a failure, or during another call
   */
  public Batches limitBytes(long bytes) {
    Checks.atLeast("bytes", bytes, 1);
    guard.enter();
    try {
      limit = bytes;
    } finally {
      guard.exit();
    }
    return this;
  }

  /**
   * Returns how much of the input was read by the last call that ended, from 0 to 1, or NaN if its
   * size is not known, as with streams. Any thread may call this at any time.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public double progress() {
    return ended && next == null ? 1 : source.progress();
  }

  /**
   * Tells whether there is another frame, and reads it.
   *
   * @throws UncheckedIOException if the input cannot be read; the cause is the exception of the
   *     input
   * @throws PolarsException if the input is not valid; the message names it and, for text, the line
   * @throws IllegalStateException after {@link #close} or a failure, or during another call
   */
  @Override
  public boolean hasNext() {
    try {
      return advance(false) != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the next frame, which the caller must close.
   *
   * @throws NoSuchElementException if there is none
   * @throws UncheckedIOException if the input cannot be read; the cause is the exception of the
   *     input
   * @throws PolarsException if the input is not valid; the message names it and, for text, the line
   * @throws IllegalStateException after {@link #close} or a failure, or during another call
   */
  @Override
  public DataFrame next() {
    try {
      DataFrame frame = advance(true);
      if (frame == null) {
        throw new NoSuchElementException("the input has no more rows");
      }
      return frame;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes all rows that are left, and returns their number. The caller still finishes the writer.
   *
   * @throws IOException if the input cannot be read or the target cannot be written; exceptions of
   *     a stream, channel or listener reach the caller unchanged
   * @throws PolarsException if the input is not valid; the message names it and, for text, the line
   * @throws IllegalStateException after {@link #close} or a failure, or during another call
   */
  public long writeTo(BatchedWriter writer) throws IOException {
    long written = 0;
    while (true) {
      try (DataFrame frame = advance(true)) {
        if (frame == null) {
          break;
        }
        writer.append(frame);
        written += frame.height();
      }
    }
    writer.sent();
    return written;
  }

  /**
   * Ends the reading. A stream that the user gave stays open. Closing again does nothing.
   *
   * @throws UncheckedIOException if the input cannot be closed
   * @throws IllegalStateException if this is in use
   */
  @Override
  public void close() {
    guard.close();
    DataFrame left = next;
    next = null;
    if (left != null) {
      left.close();
    }
    source.close();
  }

  /** The next frame, or null at the end; if it is taken, it is the caller's. */
  private @Nullable DataFrame advance(boolean take) throws IOException {
    guard.enter();
    try {
      if (next == null && !ended) {
        long key = source.next(limit);
        next = key == 0 ? null : new DataFrame(key);
        ended = key == 0;
        if (next != null && listener != null) {
          rows += next.height();
          listener.onProgress(rows, source.bytes());
        }
      }
      DataFrame frame = next;
      if (take) {
        next = null;
      }
      return frame;
    } catch (Throwable e) {
      guard.end("has failed");
      throw e;
    } finally {
      guard.exit();
    }
  }
}
