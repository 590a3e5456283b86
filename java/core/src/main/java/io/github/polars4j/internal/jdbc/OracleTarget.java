package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Columns of Oracle that are written to, by what it documents. */
final class OracleTarget {
  /** Scale of NUMBERs that have none, and of FLOATs. */
  static final int FLOATING = -127;

  private static final Set<String> UNICODE = Set.of("AL32UTF8", "UTF8");

  /** Stands behind the type of text of another character set. */
  private static final String SET = " CHARACTER SET ";

  private static final LocalDate LAST_JULIAN = LocalDate.of(1582, 10, 4);
  private static final LocalDate FIRST_GREGORIAN = LocalDate.of(1582, 10, 15);

  private static final double LOG2_OF_10 = Math.log(10) / Math.log(2);

  private OracleTarget() {}

  /** Says the character set of text columns, unless it has all characters. */
  static List<Described> ofTable(List<Described> columns, Connection connection)
      throws SQLException {
    String set = "";
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT value FROM nls_database_parameters WHERE parameter = 'NLS_CHARACTERSET'")) {
      if (rows.next()) {
        set = rows.getString(1);
      }
    }
    if (UNICODE.contains(set)) {
      return columns;
    }
    String suffix = SET + set;
    return columns.stream()
        .map(
            column ->
                column.sqlType().matches("(?:VARCHAR2?|CHAR|CLOB|LONG)\\b.*")
                    ? column.called(column.sqlType() + suffix)
                    : column)
        .toList();
  }

  /** How values go into a column. */
  static Setter setter(Described column, DataType type, Setter plain) {
    if (Requests.isText(type)) {
      return text(column, plain);
    } else if (type instanceof DataType.Binary) {
      return BytesTarget.of(column, plain)
          .checking(value -> notEmpty(((byte[]) value).length, "bytes"));
    } else if (type instanceof DataType.Float32 || type instanceof DataType.Float64) {
      return floating(column);
    } else if (type instanceof DataType.Date || type instanceof DataType.Datetime) {
      return plain.checking(OracleTarget::day);
    }
    return column.scale() < 0 ? number(column, plain) : plain;
  }

  private static Setter text(Described column, Setter plain) {
    int suffix = column.sqlType().indexOf(SET);
    if (suffix < 0) {
      boolean national = column.sqlType().toUpperCase(Locale.ROOT).startsWith("N");
      Setter own = national ? (to, index, value) -> to.setNString(index, (String) value) : plain;
      return TextTarget.of(column, own)
          .checking(value -> notEmpty(value.toString().length(), "text"));
    }
    String set = column.sqlType().substring(suffix + SET.length());
    Described own = column.called(column.sqlType().substring(0, suffix));
    return text(own, plain).checking(value -> ascii(value.toString(), set));
  }

  /** By setDouble they would become NUMBERs on the way. */
  private static Setter floating(Described column) {
    return (to, index, value) -> {
      double number = ((Number) value).doubleValue();
      if (number == 0 && 1 / number < 0) {
        throw new IllegalArgumentException("-0.0 becomes 0.0 there: add 0.0 to it");
      }
      to.setObject(index, value, column.code());
    };
  }

  /** A NUMBER(5, -2) rounds to hundreds; a FLOAT to some binary digits. */
  private static Setter number(Described column, Setter plain) {
    if (column.scale() != FLOATING) {
      throw new IllegalArgumentException(
          "which rounds to powers of ten, by its scale of " + column.scale());
    } else if (column.precision() <= 0) {
      return plain;
    }
    int digits = (int) (column.precision() / LOG2_OF_10);
    return plain.checking(
        value -> {
          BigDecimal number =
              value instanceof BigDecimal decimal
                  ? decimal
                  : new BigDecimal(new BigInteger(value.toString()));
          int own = number.stripTrailingZeros().precision();
          if (own > digits) {
            throw new IllegalArgumentException(
                value
                    + " has "
                    + own
                    + " digits, and a FLOAT of "
                    + column.precision()
                    + " bits keeps "
                    + digits
                    + ": a NUMBER keeps them");
          }
        });
  }

  private static void notEmpty(int length, String what) {
    if (length == 0) {
      throw new IllegalArgumentException(
          "empty " + what + ", of which Oracle makes a null: nothing but a null can stand there");
    }
  }

  private static void ascii(String text, String set) {
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          TextValue.quoted(text)
              + " may have characters that the database's character set "
              + set
              + " lacks, of which it makes others: an NVARCHAR2 or NCLOB keeps them");
    }
  }

  private static void day(Object value) {
    LocalDate day =
        value instanceof ZonedDateTime zoned
            ? zoned.toLocalDate()
            : value instanceof LocalDateTime time ? time.toLocalDate() : (LocalDate) value;
    if (day.getYear() < 1 || day.getYear() > 9999) {
      throw new IllegalArgumentException(
          value + " is out of the years 1 to 9999, and may be changed");
    }
    if (day.isAfter(LAST_JULIAN) && day.isBefore(FIRST_GREGORIAN)) {
      throw new IllegalArgumentException(
          value + " is of the ten days of October 1582 that Oracle's calendar lacks");
    }
  }
}
