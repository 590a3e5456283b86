package io.github.polars4j;

import io.github.polars4j.internal.Checks;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a JDBC result as frames of one schema, some rows at a time:
 *
 * <pre>{@code
 * try (JdbcFrames frames = JdbcFrames.stream(rows, 100_000);
 *     BatchedWriter writer = new IpcWriter(path).batched(frames.schema())) {
 *   frames.writeTo(writer);
 *   writer.finish();
 * }
 * }</pre>
 *
 * <p>The memory it takes is bounded if the driver's is: PostgreSQL's needs auto-commit off and a
 * fetch size, DuckDB's the property {@code jdbc_stream_results}.
 *
 * <p>Types: BOOLEAN and single BITs become Boolean; TINYINT, SMALLINT, INTEGER and BIGINT integers
 * of their width, unsigned ones where the driver says so; REAL Float32, FLOAT and DOUBLE Float64;
 * DATE Date; TIME Time; TIMESTAMP Datetime in microseconds, or nanoseconds if it has more than six
 * digits of a second; with a time zone the same in UTC; BINARY and BLOB Binary; arrays Lists of
 * what their type's name says, DuckDB's structs and maps Structs and Lists of them; CHAR, CLOB,
 * UUID, JSON, INTERVAL, TIME WITH TIME ZONE and what is not known String, as the driver writes it.
 *
 * <p>NUMERIC and DECIMAL become Decimal of their precision and scale. Without a precision it is
 * Decimal(38, 9); of one beyond 38 the scale is kept. A value that doesn't fit is refused, never
 * rounded: a CAST in the query helps.
 *
 * <p>It takes one call at a time; the {@code ResultSet} stays open and the caller's.
 */
public final class JdbcFrames implements AutoCloseable {
  private static final int ALL = Integer.MAX_VALUE;

  private final ResultSet rows;
  private final int rowsPerBatch;
  private final List<JdbcColumn> columns;
  private final Schema schema;
  private long row;
  private boolean fetched;
  private boolean ended;
  private @Nullable String unusable;

  private JdbcFrames(ResultSet rows, int rowsPerBatch) throws SQLException {
    this.rows = rows;
    this.rowsPerBatch = rowsPerBatch;
    this.columns = new ArrayList<>();
    ResultSetMetaData about = rows.getMetaData();
    for (int i = 1; i <= about.getColumnCount(); i++) {
      columns.add(JdbcColumn.of(about, i));
    }
    this.schema = new Schema(columns.stream().map(JdbcColumn::field).toList());
  }

  /**
   * Frames of {@code rowsPerBatch} rows, the last one of what is left.
   *
   * @throws DuplicateException if two columns have the same label
   */
  public static JdbcFrames stream(ResultSet rows, int rowsPerBatch) throws SQLException {
    return new JdbcFrames(rows, (int) Checks.atLeast("rowsPerBatch", rowsPerBatch, 1));
  }

  /** All rows that are left, perhaps none. */
  static DataFrame all(ResultSet rows) throws SQLException {
    try (JdbcFrames frames = new JdbcFrames(rows, ALL)) {
      return frames.hasNext() ? frames.next() : DataFrame.empty(frames.schema);
    }
  }

  /** The names and types of every frame. */
  public Schema schema() {
    return schema;
  }

  /**
   * Whether there is another frame; none is empty.
   *
   * @throws SQLException as the driver threw it
   * @throws IllegalStateException after {@link #close}
   */
  public boolean hasNext() throws SQLException {
    if (unusable != null) {
      throw new IllegalStateException("these JdbcFrames " + unusable);
    }
    if (!fetched && !ended) {
      advance();
    }
    return fetched;
  }

  /**
   * The next frame, for the caller to close.
   *
   * @throws SQLException as the driver threw it; the column and row are added as suppressed
   * @throws IllegalArgumentException if a value does not fit its column; it names column and row
   * @throws NoSuchElementException if there is none
   * @throws IllegalStateException after {@link #close} or a failure
   */
  public DataFrame next() throws SQLException {
    if (!hasNext()) {
      throw new NoSuchElementException("the result has no more rows");
    }
    unusable = "have failed"; // unless they don't
    DataFrame frame = fetch();
    unusable = null;
    return frame;
  }

  private DataFrame fetch() throws SQLException {
    DataFrame.Builder builder = DataFrame.builder(schema);
    JdbcCell[] from = columns.stream().map(JdbcColumn::cell).toArray(JdbcCell[]::new);
    Series.Builder[] to = new Series.Builder[from.length];
    Arrays.setAll(to, builder::column);
    for (int count = 0; count < rowsPerBatch && fetched; count++) {
      for (int c = 0; c < from.length; c++) {
        try {
          from[c].read(rows, c + 1, to[c]);
        } catch (SQLException e) {
          e.addSuppressed(new SQLException("while reading " + place(columns.get(c))));
          throw e;
        } catch (IllegalArgumentException | ArithmeticException e) {
          // A builder counts the rows of its own batch.
          Throwable bare = e.getCause() == null ? e : e.getCause();
          throw new IllegalArgumentException(
              place(columns.get(c)) + ": " + bare.getMessage() + wayOut(columns.get(c)), e);
        }
      }
      advance();
    }
    return builder.build();
  }

  /**
   * Writes all that is left, holding one frame at a time, and returns how many rows that were. The
   * writer stays the caller's to finish.
   *
   * @throws SQLException as the driver threw it; the column and row are added as suppressed
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

  /** Ends the reading; the {@code ResultSet} stays open. Closing again does nothing. */
  @Override
  public void close() {
    unusable = "are closed";
  }

  private void advance() throws SQLException {
    try {
      fetched = rows.next();
    } catch (SQLException e) {
      fetched = false;
      ended = true;
      e.addSuppressed(new SQLException("while going to row " + row));
      throw e;
    }
    ended = !fetched;
    row += fetched ? 1 : 0;
  }

  private static String wayOut(JdbcColumn column) {
    String example =
        column.field().dataType() instanceof DataType.Datetime ? ", such as TIMESTAMP(6)" : "";
    return "; CAST it in the query to a type that fits" + example;
  }

  private String place(JdbcColumn column) {
    return "column \"" + column.field().name() + "\" (" + column.sqlType() + "), row " + (row - 1);
  }
}
