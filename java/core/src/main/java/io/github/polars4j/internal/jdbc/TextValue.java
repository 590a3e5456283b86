package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import io.github.polars4j.internal.wire.Shown;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A scalar's text as a value of a type, exactly or not at all. */
final class TextValue {
  private static final int MOST_DIGITS = 400;

  /** How many bytes of a value messages show. */
  private static final int SHOWN = 32;

  private TextValue() {}

  /** Appends the value that a text stands for; null is null. */
  static void append(@Nullable String text, DataType type, Series.Builder to) {
    if (text == null) {
      to.appendNull();
    } else if (type instanceof DataType.String
        || type instanceof DataType.Categorical
        || type instanceof DataType.Enum) {
      to.append(text);
    } else {
      to.append(value(text.strip(), type));
    }
  }

  /** The text that a column's bytes are: drivers put U+FFFD in place of what is none. */
  static @Nullable String utf8(ResultSet rows, int index) throws SQLException {
    byte[] bytes = rows.getBytes(index);
    if (bytes == null) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          Shown.cut("0x" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN)))
              + " is no UTF-8 text: Binary holds it",
          e);
    }
  }

  /** The text of an XML value. */
  static @Nullable String xml(ResultSet rows, int index) throws SQLException {
    SQLXML value = rows.getSQLXML(index);
    if (value == null) {
      return null;
    }
    try {
      return value.getString();
    } finally {
      value.free();
    }
  }

  /** The driver's text of an object, unless it has none and Java's stands in for it. */
  static @Nullable String ofObject(ResultSet rows, int index) throws SQLException {
    String text = rows.getString(index);
    Object value = rows.getObject(index);
    if (value != null && text != null && text.startsWith(value.getClass().getName() + "@")) {
      throw new CastOnly("the driver has no text of this type: CAST it to text in the query");
    }
    return text;
  }

  /** The digits of a column's bytes, after {@code prefix}. */
  static TextCell hex(String prefix) {
    return (rows, index) -> {
      byte[] bytes = rows.getBytes(index);
      return bytes == null ? null : prefix + HexFormat.of().formatHex(bytes);
    };
  }

  static String quoted(String text) {
    return "\"" + Shown.cut(text) + "\"";
  }

  private static Object value(String text, DataType type) {
    if (type instanceof DataType.Boolean) {
      return bool(text);
    } else if (type instanceof DataType.Float64) {
      return float64(text);
    } else if (type instanceof DataType.Float32) {
      return float32(text);
    } else if (type instanceof DataType.Decimal) {
      return decimal(text, type);
    } else if (type instanceof DataType.Date) {
      return TemporalText.date(text);
    } else if (type instanceof DataType.Time) {
      return TemporalText.time(text);
    } else if (type instanceof DataType.Datetime datetime) {
      return datetime.zone() == null ? TemporalText.dateTime(text) : TemporalText.instant(text);
    } else if (type instanceof DataType.Duration) {
      return TemporalText.duration(text);
    } else if (Requests.isInteger(type)) {
      return integer(text, type);
    }
    throw new IllegalArgumentException(quoted(text) + " can't become " + type);
  }

  private static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "t", "true", "1" -> true;
      case "f", "false", "0" -> false;
      default -> throw new IllegalArgumentException(quoted(text) + " is neither true nor false");
    };
  }

  private static BigInteger integer(String text, DataType type) {
    try {
      return decimal(text, type).toBigIntegerExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(quoted(text) + " is no whole number for " + type, e);
    }
  }

  static BigDecimal decimal(String text, DataType type) {
    BigDecimal value;
    try {
      value = new BigDecimal(text);
    } catch (NumberFormatException e) {
      String why =
          special(text) == null
              ? " is no number for " + type
              : " has no form in " + type + ", which holds finite numbers only";
      throw new IllegalArgumentException(quoted(text) + why, e);
    }
    if (Math.abs((long) value.precision() - value.scale()) > MOST_DIGITS) {
      throw new IllegalArgumentException(quoted(text) + " is out of range for " + type);
    }
    return value;
  }

  /** The nearest one, but whole numbers only exactly and never an infinity for a number. */
  private static double float64(String text) {
    Double special = special(text);
    if (special != null) {
      return special;
    }
    BigDecimal exact = decimal(text, DataType.FLOAT64);
    double value = exact.doubleValue();
    checkFloat(text, exact, value, DataType.FLOAT64);
    return value;
  }

  private static float float32(String text) {
    Double special = special(text);
    if (special != null) {
      return special.floatValue();
    }
    BigDecimal exact = decimal(text, DataType.FLOAT32);
    float value = exact.floatValue();
    checkFloat(text, exact, value, DataType.FLOAT32);
    return value;
  }

  private static void checkFloat(String text, BigDecimal exact, double value, DataType type) {
    boolean whole = exact.signum() == 0 || exact.stripTrailingZeros().scale() <= 0;
    boolean asWritten = whole && text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
    if (Double.isInfinite(value)
        || value == 0 && exact.signum() != 0
        || asWritten && new BigDecimal(value).compareTo(exact) != 0) {
      throw new IllegalArgumentException(quoted(text) + " is not exact in " + type);
    }
  }

  private static @Nullable Double special(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "infinity", "inf", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-infinity", "-inf" -> Double.NEGATIVE_INFINITY;
      case "-0", "-0.0" -> -0.0;
      default -> null;
    };
  }
}
