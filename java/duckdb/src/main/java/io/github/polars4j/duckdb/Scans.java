package io.github.polars4j.duckdb;

import io.github.polars4j.ArrowCData;
import io.github.polars4j.ArrowCStream;
import io.github.polars4j.DataFrame;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Frames that are tables of a connection for a while. */
final class Scans implements AutoCloseable {
  private static final AtomicLong NAMES = new AtomicLong();

  /**
   * Views that could not be dropped, for their transaction had failed: it is still to be rolled
   * back.
   */
  private static final List<Left> LEFT = new ArrayList<>();

  private final Driver driver;
  private final Connection connection;
  private final List<Scan> scans = new ArrayList<>();

  /**
   * A view of a stream, or a table.
   *
   * @param stream what the view reads, null for a table
   */
  private record Scan(String name, @Nullable ArrowCStream stream) {
    String drop() {
      return "drop " + (stream == null ? "table" : "view") + " if exists temp.main." + quoted(name);
    }
  }

  /** What is run on a statement. */
  interface Work<T> {
    T run(Statement statement) throws SQLException;
  }

  /** A view that may still look at its stream. */
  private record Left(Connection connection, String view, ArrowCStream stream) {}

  private Scans(Driver driver, Connection connection) {
    this.driver = driver;
    this.connection = connection;
  }

  /** Views that DuckDB reads from where the frames lie, once each. */
  static Scans lent(Driver driver, Connection connection, Map<String, DataFrame> tables)
      throws SQLException {
    return of(driver, connection, tables, false);
  }

  /** Temporary tables with copies. */
  static Scans copied(Driver driver, Connection connection, Map<String, DataFrame> tables)
      throws SQLException {
    return of(driver, connection, tables, true);
  }

  private static Scans of(
      Driver driver, Connection connection, Map<String, DataFrame> tables, boolean copied)
      throws SQLException {
    Scans scans = new Scans(driver, connection);
    try {
      scans.sweep();
      for (Map.Entry<String, DataFrame> table : tables.entrySet()) {
        String name = table.getKey();
        scans.checkFree(name);
        Unfit.check(name, table.getValue());
        if (copied) {
          scans.copy(name, table.getValue());
        } else {
          scans.lend(name, table.getValue());
        }
      }
      return scans;
    } catch (Throwable e) {
      scans.close();
      throw e;
    }
  }

  /** Runs what looks at the frames. */
  <T> T run(Work<T> work) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return work.run(statement);
    }
  }

  /** A name that no one else uses. */
  static String freeName() {
    return "polars4j_" + NAMES.incrementAndGet();
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Whether it is DuckDB's error at a second look at a stream. */
  static boolean isReadTwice(SQLException e) {
    return String.valueOf(e.getMessage()).contains("stream has been released");
  }

  private void lend(String name, DataFrame frame) throws SQLException {
    ArrowCStream stream = ArrowCStream.allocate();
    try {
      ArrowCData.exportStream(frame, stream.address());
      driver.register(name, stream.address());
    } catch (Throwable e) {
      stream.close();
      throw e;
    }
    scans.add(new Scan(name, stream));
  }

  private void copy(String name, DataFrame frame) throws SQLException {
    try (Scans source = new Scans(driver, connection)) {
      String view = freeName();
      source.lend(view, frame);
      source.execute("create temp table " + quoted(name) + " as from " + view);
    }
    scans.add(new Scan(name, null));
  }

  private void execute(String sql) throws SQLException {
    run(statement -> statement.execute(sql)); // a statement that has failed is closed
  }

  /** A view would replace one of the user's own. */
  private void checkFree(String name) throws SQLException {
    if (isTaken(name)) {
      throw new SQLException(
          "the connection has a temporary table or view " + quoted(name) + " already");
    }
  }

  private boolean isTaken(String name) throws SQLException {
    String sql =
        "select count(*) from (select view_name as n from duckdb_views() where temporary"
            + " and not internal union all select table_name from duckdb_tables()"
            + " where temporary) where lower(n) = lower(?)";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, name);
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return rows.getInt(1) > 0;
      }
    }
  }

  /** Frees the streams of views that are gone by now. */
  private void sweep() throws SQLException {
    synchronized (LEFT) {
      for (Left left : List.copyOf(LEFT)) {
        if (left.connection().isClosed()
            || left.connection() == connection && !isTaken(left.view())) {
          LEFT.remove(left);
          left.stream().close();
        }
      }
    }
  }

  /** Drops views and tables. In a transaction that has failed they go when it is rolled back. */
  @Override
  public void close() throws SQLException {
    SQLException failure = null;
    for (Scan scan : scans) {
      try {
        execute(scan.drop());
        if (scan.stream() != null) {
          scan.stream().close();
        }
      } catch (SQLException e) {
        failure = e;
        if (scan.stream() != null) {
          synchronized (LEFT) {
            LEFT.add(new Left(connection, scan.name(), scan.stream()));
          }
        }
      }
    }
    scans.clear();
    if (failure != null && connection.getAutoCommit()) {
      throw failure;
    }
  }
}
