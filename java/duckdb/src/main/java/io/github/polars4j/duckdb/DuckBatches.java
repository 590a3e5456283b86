package io.github.polars4j.duckdb;

import io.github.polars4j.BatchedWriter;
import io.github.polars4j.Batches;
import io.github.polars4j.ComputeException;
import io.github.polars4j.DataFrame;
import io.github.polars4j.JdbcFrames;
import io.github.polars4j.Schema;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the result of a query as frames of some rows each, all of one schema. What {@link
 * DuckFrames} says of types holds here.
 *
 * <p>DuckDB computes the rows as they are asked for where its connection has the property {@code
 * jdbc_stream_results}; else it holds all of them. With that property, no other query may run on
 * the connection meanwhile.
 *
 * <p>It takes one call at a time. The caller must close each frame; frames stay valid when this and
 * the connection are closed.
 */
public final class DuckBatches implements AutoCloseable {
  private final @Nullable Batches batches;
  private final @Nullable JdbcFrames cells;
  private final Schema schema;
  private final Infinities infinities;
  private @Nullable Statement statement;
  private boolean closed;

  private DuckBatches(@Nullable Batches batches, @Nullable JdbcFrames cells, Schema schema) {
    this.batches = batches;
    this.cells = cells;
    this.schema = schema;
    this.infinities = new Infinities(schema);
  }

  /** Reads a result from its first row on. It stays open, as far as this does not close it. */
  static DuckBatches of(@Nullable Driver driver, ResultSet rows, int rowsPerBatch)
      throws SQLException {
    if (driver == null || !ArrowTypes.suit(rows.getMetaData())) {
      JdbcFrames cells = JdbcFrames.stream(rows, rowsPerBatch);
      return new DuckBatches(null, cells, cells.schema());
    }
    Batches batches = Batches.importFrom(driver.export(rows, rowsPerBatch));
    return new DuckBatches(batches, null, ArrowTypes.inUtc(batches.schema()));
  }

  /** Closes the statement when this is closed. */
  DuckBatches closing(Statement statement) {
    this.statement = statement;
    return this;
  }

  /** Returns the names and types of the columns of every frame. */
  public Schema schema() {
    return schema;
  }

  /**
   * Tells whether there is another frame. No frame is empty.
   *
   * @throws SQLException as the driver threw it
   * @throws io.github.polars4j.PolarsException if DuckDB fails on the way; the message is DuckDB's
   * @throws IllegalStateException after {@link #close}
   */
  public boolean hasNext() throws SQLException {
    checkOpen();
    if (batches == null) {
      return cells().hasNext();
    }
    try {
      return batches.hasNext();
    } catch (ComputeException e) {
      throw told(e);
    }
  }

  /**
   * Returns the next frame, which the caller must close.
   *
   * @throws SQLException as the driver threw it
   * @throws io.github.polars4j.PolarsException if DuckDB fails on the way, or a value does not fit;
   *     the message names the column
   * @throws IllegalArgumentException if a value does not fit its column, such as an infinite date;
   *     the message names column and row
   * @throws NoSuchElementException if there is none
   * @throws IllegalStateException after {@link #close} or a failure
   */
  public DataFrame next() throws SQLException {
    checkOpen();
    if (batches == null) {
      return cells().next();
    }
    DataFrame next;
    try {
      next = batches.next();
    } catch (ComputeException e) {
      throw told(e);
    }
    try (next) {
      infinities.refuse(next);
      return next.withSchema(schema);
    }
  }

  /** Adds where a value is that does not fit its column, and the way out. */
  private ComputeException told(ComputeException e) {
    String message = e.getMessage();
    if (message == null || !message.startsWith("column '")) {
      return e;
    }
    ComputeException told =
        new ComputeException(
            message
                + ", behind row "
                + infinities.rows()
                + "; CAST it in the query to a type that fits, such as VARCHAR");
    told.initCause(e);
    return told;
  }

  /**
   * Writes all rows that are left, and returns their number. The caller still finishes the writer.
   *
   * @throws SQLException as the driver threw it
   * @throws IOException if the writer's target cannot be written
   */
  public long writeTo(BatchedWriter writer) throws SQLException, IOException {
    long written = 0;
    while (hasNext()) {
      try (DataFrame frame = next()) {
        writer.writeBatch(frame);
        written += frame.height();
      }
    }
    return written;
  }

  /** Ends the reading, and closes the statement that {@link DuckFrames#stream} made. */
  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    if (batches != null) {
      batches.close();
    }
    if (cells != null) {
      cells.close();
    }
    if (statement != null) {
      statement.close(); // and with it its result
    }
  }

  private JdbcFrames cells() {
    if (cells == null) {
      throw new IllegalStateException("these DuckBatches are read through Arrow");
    }
    return cells;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("these DuckBatches are closed");
    }
  }
}
