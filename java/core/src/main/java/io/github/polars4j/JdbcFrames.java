package io.github.polars4j;

import io.github.polars4j.internal.jdbc.CastOnly;
import io.github.polars4j.internal.jdbc.Cell;
import io.github.polars4j.internal.jdbc.Plan;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.Shown;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JDBC result as frames of some rows each, all of one schema:
 *
 * <pre>{@code
 * try (JdbcFrames frames = JdbcFrames.stream(rows, 100_000);
 *     BatchedWriter writer = new IpcWriter(path).batched(frames.schema())) {
 *   frames.writeTo(writer);
 *   writer.finish();
 * }
 * }</pre>
 *
 * <p>It holds one frame in memory, but the driver may hold all rows. To avoid that, turn
 * auto-commit off and set a fetch size for PostgreSQL, set a fetch size for MariaDB, a fetch size
 * of {@code Integer.MIN_VALUE} for MySQL, and the property {@code jdbc_stream_results} for DuckDB.
 *
 * <p>Types follow from the metadata of the driver, by a catalogue for each database (SQLite,
 * PostgreSQL, MySQL and MariaDB, H2, DuckDB, Derby, SQL Server, Oracle; the JDBC standard for
 * others): {@code docs/databases.md} of the project lists them. A value arrives unchanged, or is
 * refused with its column and row; {@link #withColumnType} or a CAST in the query helps then. Dates
 * and times are never converted through the JVM's time zone.
 *
 * <p>NUMERIC and DECIMAL become a Decimal of their precision and scale, or Decimal(38, 18) if they
 * have no scale. Whole numbers beyond 64 bits become Decimal(38, 0). In SQLite, where each value
 * has its own type, the column's declared type decides.
 *
 * <p>It takes one call at a time. The {@code ResultSet} stays open, and the caller still closes it.
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
  private boolean begun;
  private boolean fetched;
  private boolean ended;
  private @Nullable String unusable;

  private JdbcFrames(ResultSet rows, int rowsPerBatch) throws SQLException {
    this.rows = rows;
    this.rowsPerBatch = rowsPerBatch;
    this.columns = Plan.of(rows);
    checkNames();
    if (Plan.areOpen(columns, rows)) {
      advance();
      if (fetched) {
        Plan.settle(columns, rows);
      }
    }
    this.schema = new Schema(columns.stream().map(Plan::field).toList());
  }

  private void checkNames() {
    Set<String> names = new HashSet<>();
    for (Plan plan : columns) {
      String name = plan.column().name();
      if (!names.add(name)) {
        throw new DuplicateException(
            "two columns of the result are named \""
                + Shown.cut(name)
                + "\": AS in the query gives them other names");
      }
    }
  }

  /**
   * Reads frames of {@code rowsPerBatch} rows; the last one has the rows that are left. Where a
   * column has arrays of PostgreSQL, goes to the first row: its array tells how many dimensions all
   * have.
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
   * Reads a column as {@code type} instead of the type of the catalogue. A value that the type does
   * not hold exactly is refused; only numbers with a fraction become the nearest Float32 or
   * Float64. Text columns are parsed, and String takes the text of any type.
   *
   * @throws ColumnNotFoundException if no column has that label
   * @throws IllegalArgumentException if the column can't be read as that type
   * @throws IllegalStateException if reading has begun
   */
  public JdbcFrames withColumnType(String name, DataType type) throws SQLException {
    if (begun || unusable != null) {
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

  /** Returns the names and types of the columns of every frame. */
  public Schema schema() {
    return schema;
  }

  /**
   * Tells whether there is another frame. No frame is empty.
   *
   * @throws SQLException as the driver threw it
   * @throws IllegalStateException after {@link #close}
   */
  public boolean hasNext() throws SQLException {
    if (unusable != null) {
      throw new IllegalStateException("these JdbcFrames " + unusable);
    }
    begun = true;
    if (!fetched && !ended) {
      advance();
    }
    return fetched;
  }

  /**
   * Returns the next frame, which the caller must close.
   *
   * @throws SQLException as the driver threw it; column and row are added as a suppressed exception
   * @throws IllegalArgumentException if a value does not fit its column; the message names column
   *     and row
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
   * Writes all rows that are left, one frame at a time, and returns their number. The caller still
   * finishes the writer.
   *
   * @throws SQLException as the driver threw it; column and row are added as a suppressed exception
   * @throws IOException if the writer's target cannot be written
   */
  public long writeTo(BatchedWriter writer) throws SQLException, IOException {
    long written = 0;
    while (hasNext()) {
      try (DataFrame frame = next()) {
        writer.append(frame);
        written += frame.height();
      }
    }
    writer.sent();
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
      String wayOut = "; CAST in the query what it can't hold, to text for example";
      throw ended(new SQLException(Shown.cut(message, MESSAGE) + wayOut, e));
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
    String wayOut = e instanceof CastOnly ? "" : wayOut(column.type());
    return new IllegalArgumentException(
        place(column) + ": " + Shown.cut(what, MESSAGE) + wayOut, e);
  }

  private static String wayOut(DataType type) {
    String example = type instanceof DataType.Datetime ? ", such as TIMESTAMP(6)" : "";
    return "; CAST it in the query to a type that fits"
        + example
        + ", or name another with withColumnType, --schema on the command line";
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
