package io.github.polars4j;

import io.github.polars4j.internal.jdbc.Insert;
import io.github.polars4j.internal.record.Rows;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.Shown;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/**
 * Inserts frames into a table of a database, many rows at a time. The columns of the frames are
 * found in the table by name, whatever the case if there is only one; those that a frame lacks get
 * what the database puts there.
 *
 * <p>A value arrives unchanged, or nothing is written: the table's columns have the types that
 * {@link JdbcFrames} reads, and must hold every value of the frame's. So an Int64 goes into a
 * BIGINT, not into an INTEGER; a Datetime in nanoseconds not into a TIMESTAMP(6), unless it is cast
 * first. What the database would change without a word is refused, too: by column, such as text in
 * a column of intervals, or by row, such as text that a CHAR makes longer. Lists, arrays, structs,
 * durations and 128-bit integers have no common form in JDBC and are refused.
 *
 * <p>With auto-commit, a frame is one transaction. Without, the caller commits. The connection
 * stays open.
 */
public final class JdbcWriter {
  private static final int BATCH = 1000;

  private final Connection connection;
  private final String table;
  private int batch = BATCH;

  /** Makes a writer for a table, which is named as in SQL: quotes and schema included. */
  public JdbcWriter(Connection connection, String table) {
    this.connection = Objects.requireNonNull(connection, "connection");
    this.table = Objects.requireNonNull(table, "table");
  }

  /**
   * Sets how many rows are sent at a time. 1000 if not set.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public JdbcWriter withBatchRows(int rows) {
    batch = (int) Checks.atLeast("rows", rows, 1);
    return this;
  }

  /**
   * Inserts the rows of a frame, which the caller still closes, and returns their number.
   *
   * @throws ColumnNotFoundException if the table lacks a column
   * @throws SchemaMismatchException if a column of the table does not hold every value of its type,
   *     or changes them
   * @throws InvalidOperationException if the connection lets MySQL or MariaDB cut what does not fit
   * @throws IllegalArgumentException if a value does not fit; the message names column and row
   * @throws SQLException as the driver threw it, for example where there is no such table
   */
  public long write(DataFrame frame) throws SQLException {
    Insert insert = Insert.into(connection, table, frame.schema());
    boolean own = connection.getAutoCommit();
    if (own) {
      connection.setAutoCommit(false);
    }
    try (PreparedStatement statement = connection.prepareStatement(insert.sql())) {
      for (long start = 0; start < frame.height(); start += batch) {
        int count = (int) Math.min(batch, frame.height() - start);
        List<Row> rows = Rows.fetch(frame, start, count);
        for (int i = 0; i < count; i++) {
          set(statement, insert, rows.get(i), start + i);
          statement.addBatch();
        }
        statement.executeBatch();
      }
      if (own) {
        connection.commit();
      }
      return frame.height();
    } catch (Throwable e) {
      if (own) {
        rollBack(e);
      }
      throw e;
    } finally {
      if (own) {
        connection.setAutoCommit(true);
      }
    }
  }

  /**
   * Inserts all rows that are left in batches, which the caller still closes, and returns their
   * number. With auto-commit, each batch is one transaction.
   *
   * @throws SQLException as {@link #write}
   */
  public long writeAll(Batches batches) throws SQLException {
    long written = 0;
    while (batches.hasNext()) {
      try (DataFrame frame = batches.next()) {
        written += write(frame);
      }
    }
    return written;
  }

  private void set(PreparedStatement statement, Insert insert, Row row, long number)
      throws SQLException {
    for (int c = 0; c < insert.columns().size(); c++) {
      Insert.Target target = insert.columns().get(c);
      try {
        target.set(statement, c + 1, row.values().get(c));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "column \""
                + Shown.cut(target.field().name())
                + "\" ("
                + Shown.cut(target.described())
                + "), row "
                + number
                + ": "
                + e.getMessage(),
            e);
      }
    }
  }

  private void rollBack(Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
