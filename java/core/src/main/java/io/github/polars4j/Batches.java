package io.github.polars4j;

import io.github.polars4j.internal.io.CallGuard;
import io.github.polars4j.internal.io.Input;
import io.github.polars4j.internal.io.Reading;
import io.github.polars4j.internal.jni.Format;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.WireReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an input as frames of one schema, some rows at a time, for what is larger than
 * memory:
 *
 * <pre>{@code
 * try (Batches batches = new CsvReader(in).batches(100_000);
 *     BatchedWriter writer = new IpcWriter(out).batched(batches.schema())) {
 *   batches.writeTo(writer);
 *   writer.finish();
 * }
 * }</pre>
 *
 * <p>It holds the frame that comes next, and a few blocks or a row group of what follows, which are
 * read ahead: about five times the bytes of the rows asked for, whatever the size of the input.
 * Each frame is the caller's to close; none is empty.
 *
 * <p>It takes one call at a time. What the input throws, {@link #writeTo} throws as it is, and
 * {@link #hasNext} and {@link #next}, which may not, as the cause of an {@link
 * UncheckedIOException}. After a failure nothing more comes.
 */
public final class Batches implements Iterator<DataFrame>, AutoCloseable {
  private final CallGuard guard = new CallGuard("this Batches");
  private final Reading reading;
  private final Schema schema;
  private final Map<String, String> metadata;
  private long limit = Long.MAX_VALUE;
  private @Nullable DataFrame next;
  private boolean ended;

  private Batches(Reading reading) throws IOException {
    this.reading = reading;
    WireReader wire = new WireReader(reading.describe());
    this.schema = wire.schema();
    this.metadata = wire.optMap();
  }

  /** {@code again} says that native code needs the end of the data first, or reads it twice. */
  static Batches open(Input input, boolean again, Format format, byte[] options, int rows)
      throws IOException {
    Checks.atLeast("rows", rows, 1);
    Reading reading = input.open("this Batches", again, format, options, rows);
    try {
      return new Batches(reading);
    } catch (Throwable e) {
      reading.close();
      throw e;
    }
  }

  /** The names and types of every frame. */
  public Schema schema() {
    return schema;
  }

  /** The metadata of an Arrow schema, empty if there is none; immutable. */
  public Map<String, String> customMetadata() {
    return metadata;
  }

  /**
   * Makes frames that are not read yet smaller than asked for, so that each takes about {@code
   * bytes} at the most, by the size of the rows so far. A frame has a row at the least, and of
   * Arrow data may be as large as its record batch.
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
   * How much of the input was read by the last call that ended, from 0 to 1; NaN where its size is
   * not known, as of streams. Any thread may ask at any time.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public double progress() {
    return ended && next == null ? 1 : reading.progress();
  }

  /**
   * Whether there is another frame, which is read for it.
   *
   * @throws UncheckedIOException if the input cannot be read; its cause is what the input threw
   * @throws PolarsException if the input is not what it should be, naming it and, of text, the row
   * @throws IllegalStateException after {@link #close} or a failure, or during another call
   */
  @Override
  public boolean hasNext() {
    try {
      return advance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The next frame, for the caller to close.
   *
   * @throws NoSuchElementException if there is none
   * @throws UncheckedIOException if the input cannot be read; its cause is what the input threw
   * @throws PolarsException if the input is not what it should be, naming it and, of text, the row
   * @throws IllegalStateException after {@link #close} or a failure, or during another call
   */
  @Override
  public DataFrame next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the input has no more rows");
    }
    return take();
  }

  /**
   * Writes all that is left, and returns how many rows that were. The writer stays the caller's to
   * finish.
   *
   * @throws IOException if the input cannot be read or the writer's target not be written; what a
   *     stream, channel or listener throws comes back as it is
   * @throws PolarsException if the input is not what it should be, naming it and, of text, the row
   * @throws IllegalStateException after {@link #close} or a failure, or during another call
   */
  public long writeTo(BatchedWriter writer) throws IOException {
    long written = 0;
    while (advance()) {
      try (DataFrame frame = take()) {
        writer.writeBatch(frame);
        written += frame.height();
      }
    }
    return written;
  }

  /**
   * Ends the reading. A stream of the user's stays open. Closing again does nothing.
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
    reading.close();
  }

  private boolean advance() throws IOException {
    guard.enter();
    try {
      if (next == null && !ended) {
        long key = reading.next(limit);
        next = key == 0 ? null : new DataFrame(key);
        ended = key == 0;
      }
      return next != null;
    } catch (Throwable e) {
      guard.end("has failed");
      throw e;
    } finally {
      guard.exit();
    }
  }

  private DataFrame take() {
    DataFrame frame = next;
    next = null;
    if (frame == null) {
      throw new IllegalStateException("this Batches is in use: it takes one call at a time");
    }
    return frame;
  }
}
