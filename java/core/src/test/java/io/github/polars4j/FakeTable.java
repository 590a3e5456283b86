package io.github.polars4j;

import io.github.polars4j.FakeResults.Column;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A table of one column in a database that does not run here; it keeps what is set. */
final class FakeTable {
  private final Column column;
  private final String driver;

  /** What the database answers to a question about its character sets. */
  private final String answer;

  /** The method of each value that was set, and the value. */
  final List<Map.Entry<String, Object>> set = new ArrayList<>();

  final Connection connection;

  FakeTable(String driver, Column column, String answer) {
    this.driver = driver;
    this.column = column;
    this.answer = answer;
    DatabaseMetaData about =
        FakeResults.fake(
            DatabaseMetaData.class,
            Map.of(
                "getDriverName", driver,
                "getDatabaseProductVersion", "1",
                "getIdentifierQuoteString", "\""));
    connection =
        FakeResults.proxy(
            Connection.class,
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "getMetaData" -> about;
                  case "getAutoCommit" -> true;
                  case "createStatement" -> statement();
                  case "prepareStatement" -> prepared((String) args[0]);
                  default -> null;
                });
  }

  private Statement statement() {
    return FakeResults.proxy(
        Statement.class,
        (proxy, method, args) ->
            method.getName().equals("executeQuery") ? query((String) args[0]) : null);
  }

  private PreparedStatement prepared(String sql) {
    return FakeResults.proxy(
        PreparedStatement.class,
        (proxy, method, args) -> {
          if (method.getName().equals("executeQuery")) {
            return query(sql);
          } else if (sql.startsWith("INSERT") && method.getName().startsWith("set")) {
            set.add(Map.entry(method.getName(), args[1]));
          }
          return method.getName().equals("executeBatch") ? new int[0] : null;
        });
  }

  private ResultSet query(String sql) {
    if (sql.endsWith("WHERE 1 = 0")) {
      return FakeResults.of(driver, column);
    }
    int[] row = {0};
    return FakeResults.proxy(
        ResultSet.class,
        (proxy, method, args) ->
            switch (method.getName()) {
              case "next" -> row[0]++ == 0;
              case "getString" -> // the name first, if two columns are asked for
                  sql.contains(",") && args[0].equals(1) ? column.name() : answer;
              default -> null;
            });
  }
}
