package io.github.polars4j.cli;

import io.github.polars4j.ColumnNotFoundException;
import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.JdbcFrames;
import io.github.polars4j.JdbcWriter;
import io.github.polars4j.SchemaMismatchException;
import io.github.polars4j.duckdb.DuckFrames;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * A database and a query.
 *
 * @param url what the driver connects to
 * @param query the SQL, or the table to write into
 * @param jars the driver's jars; empty if it is on the class path
 * @param properties user, password and what else the driver knows
 */
record Database(String url, String query, List<Path> jars, Properties properties) {
  /** Rows that a driver should fetch at once: PostgreSQL's and MariaDB's would fetch all. */
  private static final int FETCH = 10_000;

  /** MySQL's driver hands rows on as they come only by this. */
  private static final int AS_THEY_COME = Integer.MIN_VALUE;

  /** DuckDB's URL of a database in memory, and how all of its URLs begin. */
  static final String DUCKDB = "jdbc:duckdb:";

  private static final String LAZY = "LAZY_QUERY_EXECUTION";

  static Database of(
      String url,
      String query,
      @Nullable String driverPath,
      @Nullable String user,
      List<String> properties) {
    Properties all = new Properties();
    // Or DuckDB's driver would hold the whole result.
    if (url.startsWith(DUCKDB)) {
      all.setProperty("jdbc_stream_results", "true");
    }
    // Or it would hold the whole result of a query.
    if (url.startsWith("jdbc:h2:") && !url.toUpperCase(Locale.ROOT).contains(LAZY)) {
      all.setProperty(LAZY, "1");
    }
    // As text, the server would round FLOATs to six digits.
    if (isMySql(url) || isMariaDb(url)) {
      all.setProperty("useServerPrepStmts", "true");
    }
    if (user != null) {
      all.setProperty("user", user);
    }
    @Nullable String password = System.getenv(DatabaseOptions.PASSWORD);
    if (password != null) {
      all.setProperty("password", password);
    }
    for (String property : properties) {
      int equals = property.indexOf('=');
      if (equals < 0) {
        throw new UsageException("--jdbc-property " + property + ": KEY=VALUE is wanted");
      }
      all.setProperty(property.substring(0, equals), property.substring(equals + 1));
    }
    return new Database(url, query, jars(driverPath), all);
  }

  private static List<Path> jars(@Nullable String driverPath) {
    List<Path> jars = new ArrayList<>();
    for (String jar : driverPath == null ? new String[0] : driverPath.split(File.pathSeparator)) {
      if (!Files.exists(Path.of(jar))) {
        throw new UsageException("--driver-path " + jar + ": there is no such file");
      }
      jars.add(Path.of(jar));
    }
    return jars;
  }

  /** The URL as far as it names the kind of database: the rest may hold a password. */
  String name() {
    int end = url.indexOf(':', url.indexOf(':') + 1);
    return end < 0 ? url : url.substring(0, end + 1);
  }

  private static boolean isMySql(String url) {
    return url.startsWith("jdbc:mysql:");
  }

  private static boolean isMariaDb(String url) {
    return url.startsWith("jdbc:mariadb:");
  }

  /** What is done with a connection. */
  interface Use<T> {
    T of(Connection connection) throws SQLException, IOException;
  }

  /** Has a connection used, and closes it. */
  <T> T use(Use<T> use) throws SQLException, IOException {
    try (URLClassLoader loader = loader();
        Connection connection = connect(loader)) {
      return use.of(connection);
    }
  }

  /**
   * Runs the query and hands its rows on, {@code rowsPerBatch} at a time.
   *
   * @param types of columns that are to be read as others than the database's
   */
  void read(int rowsPerBatch, Map<String, DataType> types, Receiver receiver)
      throws SQLException, IOException {
    try (URLClassLoader loader = loader();
        Connection connection = connect(loader)) {
      boolean transaction = begin(connection);
      try (Statement statement = statement(connection)) {
        statement.setFetchSize(isMySql(url) ? AS_THEY_COME : FETCH);
        if (!execute(statement)) {
          throw new CommandException("--query: it gives no rows");
        }
        try (ResultSet rows = statement.getResultSet();
            Frames frames = frames(rows, rowsPerBatch, types)) {
          receiver.take(frames);
        } catch (IllegalArgumentException | ColumnNotFoundException e) {
          throw new CommandException(e.getMessage(), e);
        }
      }
      if (transaction) {
        connection.commit();
      }
    }
  }

  /** Writes all frames into the table, as one transaction, and returns the number of rows. */
  long write(FileFrames frames) throws SQLException, IOException {
    return use(connection -> write(connection, frames));
  }

  private long write(Connection connection, FileFrames frames) throws SQLException, IOException {
    boolean transaction = begin(connection);
    JdbcWriter writer = new JdbcWriter(connection, query);
    long rows = 0;
    boolean done = false;
    try {
      @Nullable DataFrame next;
      while ((next = frames.next()) != null) {
        try (DataFrame frame = next) {
          rows += writer.write(frame);
        }
      }
      if (transaction) {
        connection.commit();
      }
      done = true;
    } catch (IllegalArgumentException | ColumnNotFoundException | SchemaMismatchException e) {
      throw new CommandException(e.getMessage(), e);
    } finally {
      if (!done && transaction) {
        connection.rollback();
      }
    }
    return rows;
  }

  /** DuckDB's rows come as whole columns, unless they are to be read as other types. */
  private Frames frames(ResultSet rows, int rowsPerBatch, Map<String, DataType> types)
      throws SQLException {
    if (url.startsWith(DUCKDB) && types.isEmpty()) {
      return Frames.of(DuckFrames.stream(rows, rowsPerBatch));
    }
    JdbcFrames frames = JdbcFrames.stream(rows, rowsPerBatch);
    for (Map.Entry<String, DataType> column : types.entrySet()) {
      frames.withColumnType(column.getKey(), column.getValue());
    }
    return Frames.of(frames);
  }

  /** Prepared only where that matters: elsewhere a question mark may be an operator. */
  private Statement statement(Connection connection) throws SQLException {
    return isMySql(url) || isMariaDb(url)
        ? connection.prepareStatement(query)
        : connection.createStatement();
  }

  private boolean execute(Statement statement) throws SQLException {
    return statement instanceof PreparedStatement prepared && (isMySql(url) || isMariaDb(url))
        ? prepared.execute()
        : statement.execute(query);
  }

  private URLClassLoader loader() throws MalformedURLException {
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    return new URLClassLoader(urls, Database.class.getClassLoader());
  }

  /** Not by DriverManager, which refuses drivers of other class loaders. */
  private Connection connect(ClassLoader loader) throws SQLException {
    List<String> known = new ArrayList<>();
    for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
      known.add(driver.getClass().getName());
      if (driver.acceptsURL(url)) {
        @Nullable Connection connection = driver.connect(url, properties);
        if (connection != null) {
          return connection;
        }
      }
    }
    throw new CommandException(
        "no JDBC driver for "
            + name()
            + (known.isEmpty() ? "" : ", only " + String.join(", ", known))
            + (jars.isEmpty()
                ? ": name the driver's jar with --driver-path" + jarOf(url)
                : ": --driver-path has another one"));
  }

  private static String jarOf(String url) {
    return url.startsWith(DUCKDB)
        ? " (duckdb_jdbc-VERSION.jar, Maven's org.duckdb:duckdb_jdbc)"
        : "";
  }

  /** PostgreSQL's driver fetches in parts only within a transaction; not every driver has them. */
  private static boolean begin(Connection connection) {
    try {
      connection.setAutoCommit(false);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Takes the rows. */
  interface Receiver {
    void take(Frames frames) throws SQLException, IOException;
  }
}
