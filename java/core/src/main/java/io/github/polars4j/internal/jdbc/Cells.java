package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Readers of what JDBC's drivers agree on: everything but dates, times and nested values. */
final class Cells {
  private Cells() {}

  /** For a type that the standard's getters give. */
  static Cell of(DataType type) {
    if (type instanceof DataType.Boolean) {
      return Cells::readBoolean;
    } else if (type instanceof DataType.Int8) {
      return Cells::readByte;
    } else if (type instanceof DataType.Int16) {
      return Cells::readShort;
    } else if (type instanceof DataType.Int32) {
      return Cells::readInt;
    } else if (type instanceof DataType.Int64
        || type instanceof DataType.UInt8
        || type instanceof DataType.UInt16
        || type instanceof DataType.UInt32) {
      return Cells::readLong;
    } else if (type instanceof DataType.Float32) {
      return Cells::readFloat;
    } else if (type instanceof DataType.Float64) {
      return Cells::readDouble;
    } else if (type instanceof DataType.String) {
      return (rows, index, to) -> to.appendString(rows.getString(index));
    } else if (type instanceof DataType.Binary) {
      return Cells::readBytes;
    } else if (type instanceof DataType.Decimal) {
      return Cells::readDecimal;
    } else if (type instanceof DataType.UInt64) {
      return Cells::readWhole;
    } else if (type instanceof DataType.Null) {
      return (rows, index, to) -> to.append(rows.getObject(index));
    }
    throw new IllegalArgumentException(type + " has no reader");
  }

  /** Refuses every value, and says why. */
  static Cell refusing(String why) {
    return new Refusing(why);
  }

  static void readBoolean(ResultSet rows, int index, Series.Builder to) throws SQLException {
    boolean value = rows.getBoolean(index);
    if (!value && rows.wasNull()) {
      to.appendNull();
    } else {
      to.appendBoolean(value);
    }
  }

  static void readByte(ResultSet rows, int index, Series.Builder to) throws SQLException {
    byte value = rows.getByte(index);
    if (value == 0 && rows.wasNull()) {
      to.appendNull();
    } else {
      to.appendByte(value);
    }
  }

  static void readShort(ResultSet rows, int index, Series.Builder to) throws SQLException {
    short value = rows.getShort(index);
    if (value == 0 && rows.wasNull()) {
      to.appendNull();
    } else {
      to.appendShort(value);
    }
  }

  static void readInt(ResultSet rows, int index, Series.Builder to) throws SQLException {
    int value = rows.getInt(index);
    if (value == 0 && rows.wasNull()) {
      to.appendNull();
    } else {
      to.appendInt(value);
    }
  }

  static void readLong(ResultSet rows, int index, Series.Builder to) throws SQLException {
    long value = rows.getLong(index);
    if (value == 0 && rows.wasNull()) {
      to.appendNull();
    } else {
      to.appendLong(value);
    }
  }

  static void readFloat(ResultSet rows, int index, Series.Builder to) throws SQLException {
    float value = rows.getFloat(index);
    if ((value == 0 || value != value) && rows.wasNull()) {
      to.appendNull();
    } else {
      to.appendFloat(value);
    }
  }

  static void readDouble(ResultSet rows, int index, Series.Builder to) throws SQLException {
    double value = rows.getDouble(index);
    if ((value == 0 || value != value) && rows.wasNull()) {
      to.appendNull();
    } else {
      to.appendDouble(value);
    }
  }

  static void readBytes(ResultSet rows, int index, Series.Builder to) throws SQLException {
    to.appendBinary(rows.getBytes(index));
  }

  static void readBlob(ResultSet rows, int index, Series.Builder to) throws SQLException {
    to.appendBinary(bytes(rows.getBlob(index)));
  }

  /** What a BLOB has. */
  static byte @Nullable [] bytes(@Nullable Blob blob) throws SQLException {
    if (blob == null) {
      return null;
    }
    long length = blob.length();
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("a BLOB of " + length + " bytes is too long");
    }
    // JDBC allows no position beyond the end.
    return length == 0 ? new byte[0] : blob.getBytes(1, (int) length);
  }

  /** NaN and infinities, which some databases' decimals know, make drivers fail. */
  static void readDecimal(ResultSet rows, int index, Series.Builder to) throws SQLException {
    BigDecimal value;
    try {
      value = rows.getBigDecimal(index);
    } catch (SQLException | NumberFormatException e) {
      String text = rows.getString(index);
      if (text == null) {
        throw e;
      }
      value = TextValue.decimal(text.strip(), to.dataType());
    }
    to.append(value);
  }

  /** Whole numbers of any length, in whatever class the driver gives them. */
  static void readWhole(ResultSet rows, int index, Series.Builder to) throws SQLException {
    to.append(whole(rows.getObject(index)));
  }

  /** A whole number in a class that every column of integers and decimals takes. */
  static @Nullable Object whole(@Nullable Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toBigIntegerExact();
    } else if (value instanceof Number number && !(value instanceof BigInteger)) {
      return BigInteger.valueOf(number.longValue());
    }
    return value;
  }
}
