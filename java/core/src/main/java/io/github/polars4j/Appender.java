package io.github.polars4j;

import io.github.polars4j.internal.io.CallGuard;
import io.github.polars4j.internal.wire.Checks;
import java.io.Flushable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows without end: a {@link DataFrame.Builder} whose rows go into a file or stream, a batch
 * at a time, while later ones are appended. Other threads encode the batches. It holds one batch
 * and what waits to be written, about 50 MB, however many rows there are.
 *
 * <pre>{@code
 * try (Appender rows = new IpcWriter(path).appender(schema)) {
 *   Series.Builder id = rows.column("id");
 *   Series.Builder name = rows.column("name");
 *   for (Customer customer : customers) {
 *     id.appendLong(customer.id());
 *     name.appendString(customer.name());
 *     rows.endRow();
 *   }
 *   rows.finish();
 * }
 * }</pre>
 *
 * <p>It is for one thread at a time. If it is closed without {@link #finish}, it leaves no file,
 * and a file that was there before stays.
 */
public final class Appender implements AutoCloseable, Flushable {
  /** What a batch has, if nobody says: a few record batches. */
  private static final long BYTES = 8 << 20;

  /** After how many rows it is looked how many bytes they have. */
  private static final int LOOK = 16;

  private final CallGuard guard = new CallGuard("this Appender");
  private final Target writer;
  private final DataFrame.Builder builder;
  private long maxRows = Long.MAX_VALUE;
  private long maxBytes = BYTES;
  private long written;

  /** Where batches of rows go. */
  interface Target {
    void append(DataFrame batch) throws IOException;

    void flush() throws IOException;

    void finish() throws IOException;

    void close() throws IOException;

    long bytesWritten();
  }

  /** One file or stream. */
  record Batched(BatchedWriter writer) implements Target {
    @Override
    public void append(DataFrame batch) throws IOException {
      writer.append(batch);
    }

    @Override
    public void flush() throws IOException {
      writer.flush();
    }

    @Override
    public void finish() throws IOException {
      writer.finish();
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }

    @Override
    public long bytesWritten() {
      return writer.bytesWritten();
    }
  }

  Appender(Target writer, Schema schema, ValueOptions options) {
    this.writer = writer;
    this.builder = DataFrame.builder(schema, options);
  }

  /**
   * Sets how many rows a batch has at most. No limit if not set.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public Appender withBatchRows(long rows) {
    maxRows = Checks.atLeast("rows", rows, 1);
    return this;
  }

  /**
   * Sets about how many bytes a batch has at most. 8 MB if not set.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public Appender withBatchBytes(long bytes) {
    maxBytes = Checks.atLeast("bytes", bytes, 1);
    return this;
  }

  /** Returns the names and types of the columns. */
  public Schema schema() {
    return builder.schema();
  }

  /**
   * Returns the builder of a column, which takes one value for each row and is the same for all
   * rows. Its length is that of the batch under way.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public Series.Builder column(int index) {
    return builder.column(index);
  }

  /**
   * Does the same by name.
   *
   * @throws SchemaFieldNotFoundException if there is none
   */
  public Series.Builder column(String name) {
    return builder.column(name);
  }

  /**
   * Adds a row with one value for each column. If a value is refused, nothing of the row is added,
   * and more rows may follow.
   *
   * @throws IllegalArgumentException if a value is refused, or their number is not that of the
   *     columns; the message names column and row, which is counted from the first of all
   * @throws IOException if a batch cannot be written, as {@link BatchedWriter#writeBatch}
   * @throws PolarsException if a batch cannot be written in this format
   * @throws IllegalStateException if a row was begun but not ended, or after {@link #finish},
   *     {@link #close} or a failure
   */
  public Appender appendRow(@Nullable Object... values) throws IOException {
    guard.check();
    builder.appendRow(values);
    return added();
  }

  /**
   * Ends a row whose values were given to the builders of the columns.
   *
   * @throws IOException if a batch cannot be written, as {@link BatchedWriter#writeBatch}
   * @throws PolarsException if a batch cannot be written in this format
   * @throws IllegalStateException if a column did not get exactly one value, or after {@link
   *     #finish}, {@link #close} or a failure
   */
  public Appender endRow() throws IOException {
    guard.check();
    builder.endRow();
    return added();
  }

  /** Returns the number of rows that were added. */
  public long rows() {
    return written + builder.rows();
  }

  /** Returns the number of bytes written so far, or in all after {@link #finish}. */
  public long bytesWritten() {
    return writer.bytesWritten();
  }

  /**
   * Writes all rows so far, as a batch that ends here, and flushes the stream. A file appears only
   * when it is complete.
   *
   * @throws IOException if they cannot be written, as {@link BatchedWriter#flush}
   * @throws IllegalStateException if a row was begun but not ended, or after {@link #finish},
   *     {@link #close} or a failure
   */
  @Override
  public void flush() throws IOException {
    guard.check();
    writeBatch();
    writer.flush();
  }

  /**
   * Writes the rows that are left, and completes the file or stream.
   *
   * @throws IOException if they cannot be written, as {@link BatchedWriter#finish}
   * @throws IllegalStateException if a row was begun but not ended, or after {@link #finish},
   *     {@link #close} or a failure
   */
  public void finish() throws IOException {
    guard.check();
    writeBatch();
    guard.end("has finished");
    writer.finish();
  }

  /**
   * Ends the writing; what was not finished is discarded. Closing again, or after {@link #finish},
   * does nothing.
   *
   * @throws IOException if the unfinished file cannot be removed
   */
  @Override
  public void close() throws IOException {
    guard.end("is closed");
    writer.close();
  }

  DataFrame.Builder builder() {
    return builder;
  }

  CallGuard guard() {
    return guard;
  }

  /** Sees whether a batch is complete. */
  Appender added() throws IOException {
    long rows = builder.rows();
    if (rows >= maxRows || (rows % LOOK == 0 || rows < LOOK) && builder.bytes() >= maxBytes) {
      writeBatch();
    }
    return this;
  }

  private void writeBatch() throws IOException {
    builder.checkEnded();
    long rows = builder.rows();
    if (rows == 0) {
      return;
    }
    try (DataFrame batch = builder.buildPart()) {
      writer.append(batch);
      written += rows;
    } catch (Throwable e) {
      guard.end("has failed");
      throw e;
    }
  }
}
