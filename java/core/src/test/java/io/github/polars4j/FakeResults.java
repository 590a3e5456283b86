package io.github.polars4j;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;

/** Results of databases that don't run here, as their drivers' documentation describes them. */
final class FakeResults {
  private FakeResults() {}

  /** A column as metadata tell it. */
  record Column(String name, String sqlType, int code, int precision, int scale) {}

  /** One column's values, by the driver of that name. */
  static ResultSet of(String driver, Column column, Object... values) {
    DatabaseMetaData database = fake(DatabaseMetaData.class, Map.of("getDriverName", driver));
    Connection connection = fake(Connection.class, Map.of("getMetaData", database));
    Statement statement = fake(Statement.class, Map.of("getConnection", connection));
    ResultSetMetaData about =
        fake(
            ResultSetMetaData.class,
            Map.of(
                "getColumnCount", 1,
                "getColumnLabel", column.name(),
                "getColumnTypeName", column.sqlType(),
                "getColumnType", column.code(),
                "getPrecision", column.precision(),
                "getScale", column.scale(),
                "getColumnClassName", "java.lang.Object"));
    int[] row = {-1};
    InvocationHandler rows =
        (proxy, method, args) ->
            switch (method.getName()) {
              case "next" -> ++row[0] < values.length;
              case "getStatement" -> statement;
              case "getMetaData" -> about;
              case "wasNull" -> values[row[0]] == null;
              case "close" -> null;
              default -> value(method.getReturnType(), args, values[row[0]]);
            };
    return proxy(ResultSet.class, rows);
  }

  /** An XML value. */
  static SQLXML xml(String text) {
    return proxy(
        SQLXML.class, (xml, method, args) -> method.getName().equals("getString") ? text : null);
  }

  /** What the getter gives, if the value has its class: nothing is converted. */
  private static Object value(Class<?> returned, Object[] args, Object value) throws SQLException {
    Class<?> wanted = args.length > 1 && args[1] instanceof Class<?> type ? type : returned;
    if (value == null) {
      return wanted.isPrimitive() ? zero(wanted) : null;
    }
    if (wanted.isPrimitive() || wanted.isInstance(value)) {
      return value;
    } else if (wanted == String.class && value.getClass() == Object.class) {
      return value.toString(); // as drivers do with objects of their own
    }
    throw new SQLException(value.getClass() + " is no " + wanted + Arrays.toString(args));
  }

  private static Object zero(Class<?> primitive) {
    return primitive == boolean.class
        ? (Object) false
        : primitive == short.class
            ? (Object) (short) 0
            : primitive == int.class ? (Object) 0 : (Object) 0L;
  }

  static <T> T fake(Class<T> type, Map<String, Object> answers) {
    return proxy(
        type,
        (proxy, method, args) -> {
          if (!answers.containsKey(method.getName())) {
            throw new SQLException(method + " is not there");
          }
          return answers.get(method.getName());
        });
  }

  static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(FakeResults.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
