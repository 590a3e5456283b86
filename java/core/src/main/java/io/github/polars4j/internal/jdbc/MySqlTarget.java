package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import io.github.polars4j.InvalidOperationException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Columns of MySQL and MariaDB that are written to. The server itself says what they are. */
final class MySqlTarget {
  private static final Pattern LABEL = Pattern.compile("'((?:[^']|'')*)'");
  private static final Set<Integer> TIMES = Set.of(Types.TIME, Types.TIMESTAMP);

  /** Stands for the type of a time that loses its fractions on the way. */
  private static final String WHOLE_SECONDS = "whole seconds";

  private static final Pattern ROUNDED = Pattern.compile("(?:float|double)\\(\\d+,\\d+\\).*");

  private MySqlTarget() {}

  /** The columns by the server's own types, such as {@code enum('a','b')}, which drivers hide. */
  static List<Described> ofTable(List<Described> columns, Connection connection, String table)
      throws SQLException {
    Map<String, String> types = new HashMap<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet mode = statement.executeQuery("SELECT @@sql_mode")) {
        if (mode.next() && !mode.getString(1).contains("STRICT_")) {
          throw new InvalidOperationException(
              "the server's sql_mode is not strict, so that it cuts what does not fit: SET sql_mode ="
                  + " 'STRICT_ALL_TABLES'");
        }
      }
      try (ResultSet rows = statement.executeQuery("SHOW COLUMNS FROM " + table)) {
        while (rows.next()) {
          types.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    boolean whole = sendsWholeSeconds(connection.getMetaData());
    List<Described> own = new ArrayList<>();
    for (Described column : columns) {
      String type = types.get(column.name());
      if (type != null && TIMES.contains(column.code())) {
        type = whole && type.endsWith(")") ? WHOLE_SECONDS : null; // else as the driver says
      }
      own.add(type == null ? column : column.called(type));
    }
    return own;
  }

  /** MySQL's driver takes MariaDB for a server that is too old to have fractions. */
  private static boolean sendsWholeSeconds(DatabaseMetaData about) throws SQLException {
    return about.getDriverName().contains("MySQL")
        && about.getDatabaseProductVersion().contains("MariaDB");
  }

  /** How values go into a column, by the server's own type of it. */
  static Setter setter(Described column, DataType type, Setter plain) {
    String own = column.sqlType().toLowerCase(Locale.ROOT);
    if (own.equals(WHOLE_SECONDS)) {
      return plain.checking(MySqlTarget::wholeSecond);
    }
    if (Requests.isText(type)) {
      return text(column, own, plain);
    } else if (type instanceof DataType.Binary) {
      return own.startsWith("bit")
          ? BytesTarget.filling(plain, (column.precision() + 7) / 8)
          : BytesTarget.of(column, plain);
    } else if (type instanceof DataType.Float32 || type instanceof DataType.Float64) {
      if (ROUNDED.matcher(own).matches()) {
        throw new IllegalArgumentException(own + " there, which rounds");
      }
      return plain.checking(SqlValue::finite);
    } else if (type instanceof DataType.Date) {
      return plain.checking(value -> year(((LocalDate) value).getYear(), 1, value));
    } else if (type instanceof DataType.Datetime datetime && datetime.zone() == null) {
      return plain.checking(value -> year(((LocalDateTime) value).getYear(), 1, value));
    } else if (own.startsWith("year")) {
      return plain.checking(value -> year(((Number) value).intValue(), 1901, value));
    }
    return plain;
  }

  private static Setter text(Described column, String own, Setter plain) {
    List<String> labels = labels(column.sqlType());
    if (own.startsWith("enum(")) {
      return plain.checking(value -> label(labels.contains(value.toString()), value));
    } else if (own.startsWith("set(")) {
      return plain.checking(value -> label(isSet(value.toString(), labels), value));
    } else if (own.startsWith("char(")) {
      return plain.checking(
          value -> {
            unpadded(value.toString());
            TextTarget.whole(value.toString(), column.precision(), true);
          });
    }
    return TextTarget.of(column, plain);
  }

  private static List<String> labels(String type) {
    List<String> labels = new ArrayList<>();
    for (Matcher label = LABEL.matcher(type); label.find(); ) {
      labels.add(label.group(1).replace("''", "'"));
    }
    return labels;
  }

  /** Whether the labels are in the order of the type, each once. */
  private static boolean isSet(String text, List<String> labels) {
    List<String> own = text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    return labels.stream().filter(own::contains).toList().equals(own);
  }

  private static void label(boolean known, Object value) {
    if (!known) {
      throw new IllegalArgumentException(
          TextValue.quoted(value.toString()) + " is none of the column's values as they come back");
    }
  }

  private static void unpadded(String text) {
    if (text.endsWith(" ")) {
      throw new IllegalArgumentException(
          TextValue.quoted(text) + " ends with a space, which a CHAR loses");
    }
  }

  private static void wholeSecond(Object value) {
    LocalTime time = value instanceof LocalDateTime day ? day.toLocalTime() : (LocalTime) value;
    if (value instanceof LocalDateTime at) {
      year(at.getYear(), 1, value);
    }
    if (time.getNano() != 0) {
      throw new IllegalArgumentException(
          value
              + " has a fraction of a second, which MySQL's driver does not send to MariaDB: take"
              + " MariaDB's own driver, mariadb-java-client");
    }
  }

  private static void year(int year, int least, Object value) {
    if (year < least || year > 9999) {
      throw new IllegalArgumentException(
          value + " is out of the years " + least + " to 9999, and may be changed");
    }
  }
}
