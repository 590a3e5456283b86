package io.github.polars4j.internal.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The databases that are known. */
final class Catalogs {
  /** By a word of the driver's name or its classes'. */
  private static final Map<String, Catalog> KNOWN = new LinkedHashMap<>();

  static {
    KNOWN.put("sqlite", new Sqlite());
    KNOWN.put("postgresql", new Postgres());
    KNOWN.put("mariadb", new MySql());
    KNOWN.put("mysql", new MySql());
    KNOWN.put("h2", new H2());
    KNOWN.put("duckdb", new DuckDb());
    KNOWN.put("derby", new Derby());
    KNOWN.put("sqlserver", new SqlServer());
    KNOWN.put("sql server", new SqlServer());
    KNOWN.put("oracle", new Oracle());
  }

  private Catalogs() {}

  /** The catalogue for a result: its driver's, else the JDBC standard's. */
  static Catalog of(ResultSet rows) throws SQLException {
    String driver = driver(rows);
    Catalog known = driver == null ? null : named(driver);
    if (known == null) {
      known = named(rows.getClass().getName());
    }
    return known == null ? new Standard() : known;
  }

  private static @Nullable Catalog named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, Catalog> known : KNOWN.entrySet()) {
      if (lower.matches(".*\\b" + known.getKey() + ".*")) {
        return known.getValue();
      }
    }
    return null;
  }

  /** Results that come from no statement tell no driver. */
  @SuppressWarnings("ConstantValue") // Drivers are not null-marked.
  private static @Nullable String driver(ResultSet rows) {
    try {
      Statement statement = rows.getStatement();
      return statement == null ? null : statement.getConnection().getMetaData().getDriverName();
    } catch (SQLException | RuntimeException e) {
      return null;
    }
  }
}
