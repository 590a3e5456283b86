package io.github.polars4j.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name a database and what to ask it. */
final class DatabaseOptions {
  static final String PASSWORD = "POLARS4J_JDBC_PASSWORD";

  @Option(
      names = "--jdbc",
      paramLabel = "URL",
      description = "Read from this database instead of IN.")
  private @Nullable String url;

  @Option(
      names = "--query",
      paramLabel = "SQL",
      description = "For --jdbc: the query whose rows are converted.")
  private @Nullable String query;

  @Option(
      names = "--to-jdbc",
      paramLabel = "URL",
      description = "Write into a table of this database instead of OUT.")
  private @Nullable String toUrl;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = {
        "For --to-jdbc: the table, which is there, with columns that hold every value. All rows are"
            + " one transaction."
      })
  private @Nullable String table;

  @Option(
      names = "--driver-path",
      paramLabel = "JAR[:JAR]",
      description = "For --jdbc and --to-jdbc: the jars of the database's JDBC driver.")
  private @Nullable String driverPath;

  @Option(
      names = "--jdbc-user",
      paramLabel = "NAME",
      description =
          "For --jdbc and --to-jdbc: the user; the password is taken from $$" + PASSWORD + ".")
  private @Nullable String user;

  @Option(
      names = "--jdbc-property",
      paramLabel = "KEY=VALUE",
      description = "For --jdbc and --to-jdbc: a property of the connection (repeatable).")
  private List<String> properties = new ArrayList<>();

  /** The database, or null if none is given; refuses options that come without their mates. */
  @Nullable Database database() {
    if (url == null) {
      needsUrl("--query", query != null);
      if (toUrl != null) {
        return null;
      }
      needsUrl("--driver-path", driverPath != null);
      needsUrl("--jdbc-user", user != null);
      needsUrl("--jdbc-property", !properties.isEmpty());
      return null;
    }
    if (query == null) {
      throw new UsageException("--jdbc needs --query with the SQL to run");
    }
    return Database.of(url, query, driverPath, user, properties);
  }

  /** The database to write into, or null if none is given. */
  @Nullable Database target() {
    if (toUrl == null) {
      if (table != null) {
        throw new UsageException("--table is for --to-jdbc, which is not given");
      }
      return null;
    } else if (url != null) {
      throw new UsageException("--jdbc and --to-jdbc: write a file between them");
    } else if (table == null) {
      throw new UsageException("--to-jdbc needs --table with the table to write into");
    }
    return Database.of(toUrl, table, driverPath, user, properties);
  }

  private static void needsUrl(String option, boolean given) {
    if (given) {
      throw new UsageException(option + " is for --jdbc, which is not given");
    }
  }
}
