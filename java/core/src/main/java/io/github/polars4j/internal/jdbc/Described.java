package io.github.polars4j.internal.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/**
 * What a driver says of a column.
 *
 * @param name its label
 * @param sqlType what the database calls its type; empty if it doesn't say
 * @param code of {@link java.sql.Types}, or the driver's own
 * @param javaClass what {@code getObject} gives, or empty
 */
public record Described(
    String name, String sqlType, int code, int precision, int scale, String javaClass) {
  static Described of(ResultSetMetaData about, int index) throws SQLException {
    return new Described(
        orEmpty(about.getColumnLabel(index)),
        orEmpty(about.getColumnTypeName(index)),
        about.getColumnType(index),
        about.getPrecision(index),
        about.getScale(index),
        javaClass(about, index));
  }

  /** The type's name with its parts told apart. */
  SqlType parsed() {
    return TypeNames.parse(sqlType, precision, scale);
  }

  /** The same, of a type that is known by another name. */
  Described called(String type) {
    return new Described(name, type, code, precision, scale, javaClass);
  }

  /** Not every driver knows it. */
  private static String javaClass(ResultSetMetaData about, int index) {
    try {
      return orEmpty(about.getColumnClassName(index));
    } catch (SQLException e) {
      return "";
    }
  }

  @SuppressWarnings("ConstantValue") // Drivers are not null-marked.
  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
