package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToIntFunction;

/** Columns of SQL Server that are written to, by what it documents. */
final class SqlServerTarget {
  private static final Set<String> IN_CODE_PAGES = Set.of("char", "varchar", "text");

  /** Stands behind the type of text whose code page has all characters. */
  private static final String UTF8 = " utf8";

  private SqlServerTarget() {}

  /** Says of text columns whether their collation is one of UTF-8. */
  static List<Described> ofTable(List<Described> columns, Connection connection, String table)
      throws SQLException {
    if (columns.stream().noneMatch(column -> IN_CODE_PAGES.contains(base(column)))) {
      return columns;
    }
    Map<String, String> collations = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT name, collation_name FROM sys.columns WHERE object_id = OBJECT_ID(?)")) {
      statement.setString(1, table);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String collation = rows.getString(2);
          collations.put(rows.getString(1), collation == null ? "" : collation);
        }
      }
    }
    return columns.stream()
        .map(
            column ->
                IN_CODE_PAGES.contains(base(column))
                        && collations.getOrDefault(column.name(), "").endsWith("_UTF8")
                    ? column.called(column.sqlType() + UTF8)
                    : column)
        .toList();
  }

  /** How values go into a column. */
  static Setter setter(Described column, DataType type, int digits) {
    Setter plain = SqlValue.setter(type, digits);
    if (Requests.isText(type)) {
      return text(column, plain);
    } else if (type instanceof DataType.Binary) {
      Setter own = BytesTarget.of(column, plain);
      return own.checking(value -> length(column, ((byte[]) value).length, "bytes", "the value"));
    } else if (type instanceof DataType.Float32 || type instanceof DataType.Float64) {
      return plain.checking(SqlValue::finite);
    } else if (type instanceof DataType.Time) {
      // By a property of the connection, which is set if nothing else is said, the driver sends a
      // datetime, which rounds: text is exact.
      return (to, index, value) -> {
        LocalTime time = (LocalTime) value;
        SqlValue.whole(time, time.getNano(), digits);
        to.setString(index, DateTimeFormatter.ISO_LOCAL_TIME.format(time));
      };
    } else if (type instanceof DataType.Date || type instanceof DataType.Datetime) {
      return plain.checking(value -> time(column, value));
    }
    return plain;
  }

  private static Setter text(Described column, Setter plain) {
    String base = base(column);
    if (base.equals("uniqueidentifier")) {
      return plain.checking(value -> upperUuid(value.toString()));
    }
    boolean utf8 = column.sqlType().endsWith(UTF8);
    boolean codePage = IN_CODE_PAGES.contains(base) && !utf8;
    ToIntFunction<String> units =
        utf8 ? text -> text.getBytes(StandardCharsets.UTF_8).length : String::length;
    return TextTarget.of(column.called(base), plain)
        .checking(
            value -> {
              String text = value.toString();
              if (codePage && !StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
                throw new IllegalArgumentException(
                    TextValue.quoted(text)
                        + " may have characters that the column's code page lacks, of which the"
                        + " database makes others: nvarchar, or a collation of UTF-8, keeps them");
              }
              length(
                  column,
                  units.applyAsInt(text),
                  utf8 ? "bytes in UTF-8" : "characters",
                  TextValue.quoted(text));
            });
  }

  private static void length(Described column, int own, String units, String what) {
    if (column.precision() > 0 && own > column.precision()) {
      throw new IllegalArgumentException(
          what + " has " + own + " " + units + ", and the column keeps " + column.precision());
    }
  }

  private static void time(Described column, Object value) {
    LocalDateTime time =
        value instanceof LocalDateTime local
            ? local
            : value instanceof ZonedDateTime zoned
                ? zoned.toLocalDateTime()
                : ((LocalDate) value).atStartOfDay();
    if (time.getYear() < 1 || time.getYear() > 9999) {
      throw new IllegalArgumentException(value + " is out of the years 1 to 9999");
    }
    String base = base(column);
    int last = time.getNano() / 1_000_000 % 10;
    if (base.equals("smalldatetime") && time.getSecond() != 0) {
      throw new IllegalArgumentException(
          value + " has seconds, and a smalldatetime rounds to minutes: a datetime2 keeps them");
    } else if (base.equals("datetime") && last != 0 && last != 3 && last != 7) {
      throw new IllegalArgumentException(
          value
              + " ends with "
              + last
              + " ms, and a datetime rounds to 0, 3 or 7: a datetime2 keeps them");
    }
  }

  private static void upperUuid(String text) {
    try {
      if (UUID.fromString(text).toString().toUpperCase(Locale.ROOT).equals(text)) {
        return;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        TextValue.quoted(text)
            + " is not as a uniqueidentifier comes back, with 36 upper-case characters");
  }

  private static String base(Described column) {
    String name = column.sqlType().toLowerCase(Locale.ROOT);
    int end = name.indexOf('(');
    return (end < 0 ? name.replace(UTF8, "") : name.substring(0, end)).strip();
  }
}
