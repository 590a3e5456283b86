package io.github.polars4j.cli;

import io.github.polars4j.JdbcFrames;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * A database and a query.
 *
 * @param url what the driver connects to
 * @param query the SQL
 * @param jars the driver's jars; empty if it is on the class path
 * @param properties user, password and what else the driver knows
 */
record Database(String url, String query, List<Path> jars, Properties properties) {
  /** Rows that a driver should fetch at once: PostgreSQL's would fetch all. */
  private static final int FETCH = 10_000;

  static Database of(
      String url,
      String query,
      @Nullable String driverPath,
      @Nullable String user,
      List<String> properties) {
    Properties all = new Properties();
    // Or DuckDB's driver would hold the whole result.
    if (url.startsWith("jdbc:duckdb:")) {
      all.setProperty("jdbc_stream_results", "true");
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

  /** Runs the query and hands its rows on, {@code rowsPerBatch} at a time. */
  void read(int rowsPerBatch, Receiver receiver) throws SQLException, IOException {
    try (URLClassLoader loader = loader();
        Connection connection = connect(loader)) {
      boolean transaction = begin(connection);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(FETCH);
        if (!statement.execute(query)) {
          throw new CommandException("--query: it gives no rows");
        }
        try (ResultSet rows = statement.getResultSet();
            JdbcFrames frames = JdbcFrames.stream(rows, rowsPerBatch)) {
          receiver.take(frames);
        } catch (IllegalArgumentException e) {
          throw new CommandException(e.getMessage(), e);
        }
      }
      if (transaction) {
        connection.commit();
      }
    }
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
                ? ": name the driver's jar with --driver-path"
                : ": --driver-path has another one"));
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
    void take(JdbcFrames frames) throws SQLException, IOException;
  }
}
