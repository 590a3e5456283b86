package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SQLite, where every value has its own storage class. The declared type decides by SQLite's rules
 * of affinity; where none is declared, the driver names one. A value of another storage class is
 * refused.
 */
final class Sqlite implements Catalog {
  /** Whole numbers up to here are exact among doubles. */
  private static final long EXACT = 1L << 53;

  private static final Pattern NUMBER =
      Pattern.compile("\\s*[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?\\s*");

  /** What a database may keep its text in. */
  private static final List<Charset> ENCODINGS =
      List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

  @Override
  public DataType type(Described column) {
    String name = column.sqlType().toUpperCase(Locale.ROOT);
    if (name.contains("INT")) {
      return DataType.INT64;
    } else if (hasText(name)) {
      return DataType.STRING;
    } else if (name.contains("BLOB")) {
      return DataType.BINARY;
    } else if (name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB")) {
      return DataType.FLOAT64;
    } else if (name.startsWith("BOOL")) {
      return DataType.BOOLEAN;
    }
    return switch (name) {
      case "", "NUMERIC", "DECIMAL", "DEC", "FIXED", "NUMBER", "MONEY", "SMALLMONEY", "CURRENCY" ->
          DataType.FLOAT64;
      // Of the same affinity, and whole wherever else there are such types.
      case "BIT", "YEAR", "SERIAL", "BIGSERIAL" -> DataType.INT64;
      default -> DataType.STRING;
    };
  }

  private static boolean hasText(String name) {
    return name.contains("CHAR") || name.contains("CLOB") || name.contains("TEXT");
  }

  @Override
  public Cell cell(Described column, DataType type) {
    if (type instanceof DataType.Int64) {
      return Sqlite::whole;
    } else if (type instanceof DataType.Float64) {
      return Sqlite::real;
    } else if (type instanceof DataType.Boolean) {
      return Sqlite::bool;
    } else if (type instanceof DataType.Binary) {
      return Sqlite::blob;
    }
    return Sqlite::text;
  }

  @Override
  public Cell as(Described column, DataType wanted) {
    if (Requests.isNested(wanted) || wanted instanceof DataType.Null) {
      throw Requests.impossible(column, wanted);
    } else if (wanted instanceof DataType.Binary) {
      return Sqlite::blob;
    } else if (wanted instanceof DataType.Float64) {
      return (rows, index, to) -> {
        Object value = rows.getObject(index);
        if (value instanceof Double number) {
          to.appendDouble(number);
        } else {
          TextValue.append(asText(value, rows, index, wanted), wanted, to);
        }
      };
    }
    return (rows, index, to) ->
        TextValue.append(asText(rows.getObject(index), rows, index, wanted), wanted, to);
  }

  @Override
  public Setter setter(Described column, DataType type) {
    Setter plain = SqlValue.setter(type, 0);
    if (Requests.isText(type)) {
      return hasText(column.sqlType().toUpperCase(Locale.ROOT))
          ? plain
          : plain.checking(value -> noNumber(value.toString()));
    }
    // NaN becomes null.
    return type instanceof DataType.Float32 || type instanceof DataType.Float64
        ? plain.checking(SqlValue::finite)
        : plain;
  }

  /** Refuses text of which SQLite makes a number: the affinity of the column's type is NUMERIC. */
  private static void noNumber(String text) {
    if (NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException(
          TextValue.quoted(text)
              + " becomes a number there, as the declared type is none of SQLite's for text: TEXT"
              + " keeps it");
    }
  }

  private static @Nullable String asText(
      @Nullable Object value, ResultSet rows, int index, DataType wanted) throws SQLException {
    if (value instanceof byte[]) {
      throw other(value, wanted);
    } else if (value instanceof String text) {
      return whole(text, rows, index);
    }
    return value == null ? null : value.toString();
  }

  /** Refuses text with bytes that are no character: the driver puts U+FFFD in their place. */
  private static String whole(String text, ResultSet rows, int index) throws SQLException {
    if (text.indexOf('\ufffd') < 0) {
      return text;
    }
    byte[] bytes = rows.getBytes(index);
    for (Charset encoding : ENCODINGS) {
      if (Arrays.equals(bytes, text.getBytes(encoding))) {
        return text;
      }
    }
    throw new CastOnly(
        "TEXT "
            + TextValue.quoted(text)
            + " has bytes that are no character: CAST it to BLOB in the query");
  }

  private static void whole(ResultSet rows, int index, Series.Builder to) throws SQLException {
    Object value = rows.getObject(index);
    if (value instanceof Integer || value instanceof Long) {
      to.appendLong(((Number) value).longValue());
    } else {
      nullOr(value, to);
    }
  }

  private static void real(ResultSet rows, int index, Series.Builder to) throws SQLException {
    Object value = rows.getObject(index);
    if (value instanceof Double number) {
      to.appendDouble(number);
    } else if (value instanceof Integer || value instanceof Long) {
      long number = ((Number) value).longValue();
      if (number < -EXACT || number > EXACT) {
        throw new IllegalArgumentException(number + " is not exact in Float64");
      }
      to.appendDouble(number);
    } else {
      nullOr(value, to);
    }
  }

  private static void bool(ResultSet rows, int index, Series.Builder to) throws SQLException {
    Object value = rows.getObject(index);
    if (value instanceof Integer number && (number == 0 || number == 1)) {
      to.appendBoolean(number == 1);
    } else {
      nullOr(value, to);
    }
  }

  private static void text(ResultSet rows, int index, Series.Builder to) throws SQLException {
    Object value = rows.getObject(index);
    if (value instanceof String text) {
      to.appendString(whole(text, rows, index));
    } else {
      nullOr(value, to);
    }
  }

  private static void blob(ResultSet rows, int index, Series.Builder to) throws SQLException {
    Object value = rows.getObject(index);
    if (value instanceof byte[] bytes) {
      to.appendBinary(bytes);
    } else {
      nullOr(value, to);
    }
  }

  private static void nullOr(@Nullable Object value, Series.Builder to) {
    if (value != null) {
      throw other(value, to.dataType());
    }
    to.appendNull();
  }

  private static IllegalArgumentException other(Object value, DataType type) {
    String shown =
        value instanceof byte[] bytes
            ? "a BLOB of " + bytes.length + " bytes"
            : value instanceof String text
                ? "TEXT " + TextValue.quoted(text)
                : (value instanceof Double ? "REAL " : "INTEGER ") + value;
    boolean hasText = type instanceof DataType.String && !(value instanceof byte[]);
    String wayOut = hasText ? ", which takes numbers too if String is asked for" : "";
    return new IllegalArgumentException(shown + " in a column of " + type + wayOut);
  }
}
