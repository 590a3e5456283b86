package io.github.polars4j.duckdb;

import io.github.polars4j.Batches;
import io.github.polars4j.ConcatHow;
import io.github.polars4j.DataFrame;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL over frames in DuckDB, and returns results as frames:
 *
 * <pre>{@code
 * try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
 *     DataFrame totals =
 *         DuckFrames.query(
 *             connection,
 *             "select customer, sum(amount) as total from orders group by all order by all",
 *             Map.of("orders", orders))) {
 *   new IpcWriter(path).finish(totals);
 * }
 * }</pre>
 *
 * <p>Frames go in and come out through Arrow's C stream interface: whole columns, most of them
 * without a copy. Frames stay valid when the connection is closed.
 *
 * <p>Results have the types of {@link io.github.polars4j.JdbcFrames}: {@code docs/databases.md} of
 * the project lists them. What Arrow has no exact form for (ENUM, INTERVAL, TIME WITH TIME ZONE,
 * BIT, BIGNUM, UHUGEINT, dates within lists and structs) makes the whole result be read cell by
 * cell, which takes longer. A value that has no form is refused with its column: an infinite date,
 * UNION. Frames go in with Arrow's types: Categorical and Enum as VARCHAR, Duration as INTERVAL.
 *
 * <p>Methods that take a connection are for one thread at a time, as DuckDB's connections are.
 */
public final class DuckFrames {
  /** Rows of a record batch. DuckDB fills it from vectors of 2,048. */
  private static final int ROWS = 122_880;

  private DuckFrames() {}

  /**
   * Returns the result of a query, which the caller must close.
   *
   * @throws SQLException as DuckDB's driver threw it, or if the statement gives no rows
   * @throws io.github.polars4j.DuplicateException if two columns have the same name
   */
  public static DataFrame query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return all(driver(connection), statement, sql);
    }
  }

  /**
   * Returns the result of a query in which frames are tables by their names.
   *
   * <p>A frame is a temporary view as long as this call takes. DuckDB reads it from where it lies;
   * a frame that the query names more than once is copied into a temporary table first.
   *
   * @param tables names, as they stand in {@code sql}, and frames, which stay open
   * @throws SQLException as DuckDB's driver threw it, if the statement gives no rows, or if there
   *     is a temporary table or view of one of the names
   * @throws IllegalArgumentException if a frame has values that DuckDB cannot hold; the message
   *     names table and column
   */
  public static DataFrame query(Connection connection, String sql, Map<String, DataFrame> tables)
      throws SQLException {
    return with(connection, tables, statement -> all(driver(connection), statement, sql));
  }

  /**
   * Runs a statement that gives no rows, such as INSERT or CREATE TABLE AS, over frames, and
   * returns the number of rows that it changed. For the frames, what {@link #query(Connection,
   * String, Map)} says holds.
   */
  public static long update(Connection connection, String sql, Map<String, DataFrame> tables)
      throws SQLException {
    return with(connection, tables, statement -> statement.executeLargeUpdate(sql));
  }

  /**
   * Returns the result of a query as frames of about {@code rowsPerBatch} rows.
   *
   * @throws SQLException as DuckDB's driver threw it, or if the statement gives no rows
   */
  public static DuckBatches stream(Connection connection, String sql, int rowsPerBatch)
      throws SQLException {
    checkRows(rowsPerBatch);
    Statement statement = connection.createStatement();
    try {
      ResultSet rows = execute(statement, sql);
      return DuckBatches.of(driver(connection), rows, rowsPerBatch).closing(statement);
    } catch (Throwable e) {
      statement.close();
      throw e;
    }
  }

  /**
   * Reads a result of DuckDB's driver of which no row was read yet, as frames of about {@code
   * rowsPerBatch} rows. Nothing else may read it; the caller still closes it.
   *
   * @throws SQLException as DuckDB's driver threw it
   */
  public static DuckBatches stream(ResultSet rows, int rowsPerBatch) throws SQLException {
    checkRows(rowsPerBatch);
    return DuckBatches.of(driver(rows.getStatement().getConnection()), rows, rowsPerBatch);
  }

  /**
   * Makes a table of DuckDB's own with the frame's rows, which stays as the connection's database
   * does. A name is quoted as it is; {@code temp.name} is not taken for a schema and a name.
   *
   * @return the number of rows
   * @throws SQLException as DuckDB's driver threw it, if there is such a table for example
   * @throws IllegalArgumentException if the frame has values that DuckDB cannot hold; the message
   *     names the column
   */
  public static long createTable(Connection connection, String name, DataFrame frame)
      throws SQLException {
    String source = Scans.freeName();
    String sql = "create table " + Scans.quoted(name) + " as from " + source;
    return update(connection, sql, Map.of(source, frame));
  }

  /**
   * Makes a table of DuckDB's own with the rows that are left, one frame after another: a file of
   * any format and size that polars4j reads becomes a table.
   *
   * @return the number of rows
   * @throws SQLException as DuckDB's driver threw it, if there is such a table for example. Rows
   *     that went in before stay, unless the caller rolls back.
   */
  public static long createTable(Connection connection, String name, Batches batches)
      throws SQLException {
    try (DataFrame empty = DataFrame.empty(batches.schema())) {
      createTable(connection, name, empty);
    }
    long count = 0;
    while (batches.hasNext()) {
      try (DataFrame frame = batches.next()) {
        String source = Scans.freeName();
        String sql = "insert into " + Scans.quoted(name) + " from " + source;
        count += update(connection, sql, Map.of(source, frame));
      }
    }
    return count;
  }

  private static <T> T with(
      Connection connection, Map<String, DataFrame> tables, Scans.Work<T> work)
      throws SQLException {
    Driver driver = Driver.of(connection);
    try (Scans scans = Scans.lent(driver, connection, tables)) {
      return scans.run(work);
    } catch (SQLException e) {
      if (!Scans.isReadTwice(e)) {
        throw e;
      }
    }
    try (Scans scans = Scans.copied(driver, connection, tables)) {
      return scans.run(work);
    }
  }

  private static DataFrame all(@Nullable Driver driver, Statement statement, String sql)
      throws SQLException {
    try (ResultSet rows = execute(statement, sql);
        DuckBatches batches = DuckBatches.of(driver, rows, ROWS)) {
      List<DataFrame> parts = new ArrayList<>();
      try {
        while (batches.hasNext()) {
          parts.add(batches.next());
        }
        return parts.isEmpty()
            ? DataFrame.empty(batches.schema())
            : DataFrame.concat(parts, ConcatHow.VERTICAL);
      } finally {
        parts.forEach(DataFrame::close);
      }
    }
  }

  private static ResultSet execute(Statement statement, String sql) throws SQLException {
    if (!statement.execute(sql)) {
      throw new SQLException("the statement gives no rows: " + shown(sql));
    }
    return statement.getResultSet();
  }

  /** Without it, results are read by cells. */
  private static @Nullable Driver driver(Connection connection) throws SQLException {
    try {
      return Driver.of(connection);
    } catch (SQLFeatureNotSupportedException e) {
      return null;
    }
  }

  private static void checkRows(int rowsPerBatch) {
    if (rowsPerBatch < 1) {
      throw new IllegalArgumentException("rowsPerBatch is " + rowsPerBatch + ", not at least 1");
    }
  }

  private static String shown(String sql) {
    return sql.length() <= 200
        ? sql
        : sql.substring(0, 200) + "… (" + sql.length() + " characters)";
  }
}
