package io.github.polars4j;

import io.github.polars4j.internal.jdbc.Cell;
import io.github.polars4j.internal.jdbc.Plan;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.Shown;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
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
 * fetch size, MariaDB's a fetch size, MySQL's a fetch size of {@code Integer.MIN_VALUE}, DuckDB's
 * the property {@code jdbc_stream_results}.
 *
 * <p>Types are decided once, from the driver's metadata, by a catalogue of each database (SQLite,
 * PostgreSQL, MySQL and MariaDB, H2, DuckDB, Derby, SQL Server, Oracle; for others by the JDBC
 * standard): {@code docs/databases.md} of the project lists them. A value comes as it is, or is
 * refused with its column and row: {@link #withColumnType} or a CAST in the query is the way out.
 * Dates and times never pass through the JVM's time zone.
 *
 * <p>NUMERIC and DECIMAL become Decimal of their precision and scale; without a scale, Decimal(38,
 * 18). Whole numbers beyond 64 bits become Decimal(38, 0). In SQLite, where each value has its own
 * type, the column's declared type decides.
 *
 * <p>It takes one call at a time; the {@code ResultSet} stays open and the caller's.
 */
public final class JdbcFrames implements AutoCloseable {
  private static final int ALL = Integer.MAX_VALUE;

  /** How much of a message is shown. */
  private static final int MESSAGE = 400;

  private final ResultSet rows;
  private final int rowsPerBatch;
  private final List<Plan> columns;
  private Schema schema;
  private long row;
  private boolean fetched;
  private boolean ended;
  private @Nullable String unusable;

  private JdbcFrames(ResultSet rows, int rowsPerBatch) throws SQLException {
    this.rows = rows;
    this.rowsPerBatch = rowsPerBatch;
    this.columns = Plan.of(rows);
    this.schema = new Schema(columns.stream().map(Plan::field).toList());
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

  /**
   * Reads a column as {@code type} instead of what its database's catalogue says: each value must
   * have an exact form in it, or is refused; numbers with a fraction become the nearest Float32 or
   * Float64. Text columns are parsed, and String takes any type's text.
   *
   * @throws ColumnNotFoundException if no column has that label
   * @throws IllegalArgumentException if the column can't be read as that type
   * @throws IllegalStateException if reading has begun
   */
  public JdbcFrames withColumnType(String name, DataType type) throws SQLException {
    if (fetched || ended || unusable != null) {
      throw new IllegalStateException("withColumnType(\"" + name + "\"): reading has begun");
    }
    int index = schema.indexOf(name);
    if (index < 0) {
      throw new ColumnNotFoundException(
          Shown.cut("the result has no column \"" + name + "\", only " + schema.names(), 500));
    }
    columns.set(index, columns.get(index).as(rows, type));
    schema = new Schema(columns.stream().map(Plan::field).toList());
    return this;
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
    Cell[] from = columns.stream().map(Plan::cell).toArray(Cell[]::new);
    Series.Builder[] to = new Series.Builder[from.length];
    Arrays.setAll(to, builder::column);
    for (int count = 0; count < rowsPerBatch && fetched; count++) {
      for (int c = 0; c < from.length; c++) {
        try {
          from[c].read(rows, c + 1, to[c]);
        } catch (SQLException e) {
          e.addSuppressed(new SQLException("while reading " + place(columns.get(c))));
          throw e;
        } catch (IllegalArgumentException
            | ArithmeticException
            | DateTimeException
            | ClassCastException
            | IndexOutOfBoundsException
            | NullPointerException e) {
          throw refused(columns.get(c), e);
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
      e.addSuppressed(new SQLException("while going to row " + (row + 1)));
      throw ended(e);
    } catch (RuntimeException e) {
      // DuckDB's driver has no class for a time of 24:00 within a list, for example.
      String message = "the driver failed on the way to row " + (row + 1) + ": " + e;
      throw ended(new SQLException(Shown.cut(message, MESSAGE), e));
    }
    ended = !fetched;
    row += fetched ? 1 : 0;
  }

  private SQLException ended(SQLException e) {
    fetched = false;
    ended = true;
    return e;
  }

  private IllegalArgumentException refused(Plan column, RuntimeException e) {
    // A builder counts the rows of its own batch.
    String what = e.getMessage() == null ? e.toString() : e.getMessage();
    String bare = e.getCause() == null ? null : e.getCause().getMessage();
    what = bare != null && what.startsWith("column \"") && what.contains(bare) ? bare : what;
    String example = column.type() instanceof DataType.Datetime ? ", such as TIMESTAMP(6)" : "";
    return new IllegalArgumentException(
        place(column)
            + ": "
            + Shown.cut(what, MESSAGE)
            + "; CAST it in the query to a type that fits"
            + example
            + ", or name another with withColumnType, --schema on the command line",
        e);
  }

  private String place(Plan column) {
    return "column \""
        + Shown.cut(column.column().name())
        + "\" ("
        + Shown.cut(column.column().sqlType())
        + "), row "
        + row;
  }
}
