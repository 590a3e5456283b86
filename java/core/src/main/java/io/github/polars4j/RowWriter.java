package io.github.polars4j;

import io.github.polars4j.internal.record.RowAppender;
import java.io.Flushable;
import java.io.IOException;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * Writes objects as rows without end, in bounded memory: {@link FrameWriter#rows(Class)} makes one
 * for records, {@link FrameWriter#rows(RowMapper)} for any class. It is on an {@link Appender}.
 *
 * <pre>{@code
 * try (RowWriter<Customer> rows = new ParquetWriter(path).rows(Customer.class)) {
 *   rows.writeAll(customers);
 *   rows.finish();
 * }
 * }</pre>
 *
 * <p>It is for one thread at a time, and has read an object when {@link #write} returns; a record
 * of values that cannot change may be held for some rows, and is read by the calling thread too. A
 * thread of Java's common pool helps to make columns of such records. If this is closed without
 * {@link #finish}, it leaves no file, and a file that was there before stays.
 *
 * @param <T> the class of the objects
 */
public final class RowWriter<T> implements AutoCloseable, Flushable {
  private final Appender rows;
  private final RowAppender<T> appender;
  private long held;

  RowWriter(Appender rows, RowAppender<T> appender) {
    this.rows = rows;
    this.appender = appender;
  }

  /** Returns the names and types of the columns. */
  public Schema schema() {
    return rows.schema();
  }

  /**
   * Writes one object.
   *
   * @throws NullPointerException if it is null
   * @throws IllegalArgumentException if a value does not fit; the message names column and row.
   *     Nothing can be written after that
   * @throws IOException if the target cannot be written, as {@link BatchedWriter#writeBatch}
   * @throws PolarsException if the rows cannot be written in this format
   * @throws IllegalStateException after {@link #finish}, {@link #close} or a failure
   */
  public void write(T row) throws IOException {
    rows.guard().check();
    if (row == null) {
      throw new NullPointerException("row " + rows() + ": the object is null");
    }
    held++;
    if (appender.hold(row)) {
      pass();
    }
  }

  /**
   * Writes all that an iterator gives.
   *
   * @throws NullPointerException if one is null
   * @throws IllegalArgumentException if a value does not fit; the message names column and row
   * @throws IOException if the target cannot be written, as {@link BatchedWriter#writeBatch}
   * @throws IllegalStateException after {@link #finish}, {@link #close} or a failure
   */
  public void writeAll(Iterator<? extends T> all) throws IOException {
    while (all.hasNext()) {
      write(all.next());
    }
  }

  /** Does the same with a collection or what else can be iterated. */
  public void writeAll(Iterable<? extends T> all) throws IOException {
    writeAll(all.iterator());
  }

  /** Does the same with a stream, which the caller still closes. */
  public void writeAll(Stream<? extends T> all) throws IOException {
    writeAll(all.iterator());
  }

  /** Returns the number of objects that were written. */
  public long rows() {
    return rows.rows() + held;
  }

  /** Returns the number of bytes written so far, or in all after {@link #finish}. */
  public long bytesWritten() {
    return rows.bytesWritten();
  }

  /**
   * Writes all objects so far, and flushes the stream. A file appears only when it is complete.
   *
   * @throws IOException if they cannot be written, as {@link BatchedWriter#flush}
   * @throws IllegalStateException after {@link #finish}, {@link #close} or a failure
   */
  @Override
  public void flush() throws IOException {
    rows.guard().check();
    pass();
    rows.flush();
  }

  /**
   * Completes the file or stream.
   *
   * @throws IOException if it cannot be written, as {@link BatchedWriter#finish}
   * @throws IllegalStateException after {@link #finish}, {@link #close} or a failure
   */
  public void finish() throws IOException {
    rows.guard().check();
    pass();
    rows.finish();
  }

  /**
   * Ends the writing; what was not finished is discarded. Closing again, or after {@link #finish},
   * does nothing.
   *
   * @throws IOException if the unfinished file cannot be removed
   */
  @Override
  public void close() throws IOException {
    rows.close();
  }

  private void pass() throws IOException {
    try {
      int count = appender.pass(rows.builder().columns());
      held = 0;
      rows.builder().added(count);
    } catch (Throwable e) {
      rows.guard().end("has failed");
      throw e;
    }
    rows.added();
  }
}
