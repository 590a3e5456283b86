package io.github.polars4j;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Reads one column of the current row. A driver is asked for a null only after what it gives for
 * one: 0, or NaN with DuckDB's.
 */
@FunctionalInterface
interface JdbcCell {
  /** Appends the value in column {@code index}, from 1. */
  void read(ResultSet rows, int index, Series.Builder to) throws SQLException;

  /** For a column of a type; {@code code} is its type in JDBC. */
  static JdbcCell of(DataType type, int code) {
    if (type instanceof DataType.Boolean) {
      return JdbcCell::readBoolean;
    } else if (type instanceof DataType.Int8) {
      return JdbcCell::readByte;
    } else if (type instanceof DataType.Int16) {
      return JdbcCell::readShort;
    } else if (type instanceof DataType.Int32) {
      return JdbcCell::readInt;
    } else if (type instanceof DataType.Int64) {
      return JdbcCell::readLong;
    } else if (type instanceof DataType.Float32) {
      return JdbcCell::readFloat;
    } else if (type instanceof DataType.Float64) {
      return JdbcCell::readDouble;
    } else if (type instanceof DataType.String) {
      return (rows, index, to) -> to.appendString(rows.getString(index));
    } else if (type instanceof DataType.Binary) {
      return code == Types.BLOB ? JdbcCell::readBlob : JdbcCell::readBytes;
    } else if (type instanceof DataType.Decimal) {
      return (rows, index, to) -> to.append(rows.getBigDecimal(index));
    } else if (type instanceof DataType.UInt8
        || type instanceof DataType.UInt16
        || type instanceof DataType.UInt32) {
      return JdbcCell::readUnsigned;
    } else if (type instanceof DataType.Date) {
      return JdbcCell::readDate;
    } else if (type instanceof DataType.Time) {
      return JdbcCell::readTime;
    } else if (type instanceof DataType.Datetime datetime) {
      return datetime.zone() == null ? JdbcCell::readTimestamp : JdbcCell::readInstant;
    } else if (type instanceof DataType.Null) {
      return (rows, index, to) -> to.append(rows.getObject(index));
    } else if (type instanceof DataType.UInt64
        || type instanceof DataType.Int128
        || type instanceof DataType.UInt128) {
      return (rows, index, to) -> to.append(integer(rows.getObject(index)));
    }
    JdbcObject nested = new JdbcObject(type);
    return (rows, index, to) -> nested.append(rows.getObject(index), to);
  }

  private static void readBoolean(ResultSet rows, int index, Series.Builder to)
      throws SQLException {
    boolean value = rows.getBoolean(index);
    if (!value && rows.wasNull()) {
      to.appendNull();
    } else {
      to.appendBoolean(value);
    }
  }

  private static void readByte(ResultSet rows, int index, Series.Builder to) throws SQLException {
    byte value = rows.getByte(index);
    if (value == 0 && rows.wasNull()) {
      to.appendNull();
    } else {
      to.appendByte(value);
    }
  }

  private static void readShort(ResultSet rows, int index, Series.Builder to) throws SQLException {
    short value = rows.getShort(index);
    if (value == 0 && rows.wasNull()) {
      to.appendNull();
    } else {
      to.appendShort(value);
    }
  }

  private static void readInt(ResultSet rows, int index, Series.Builder to) throws SQLException {
    int value = rows.getInt(index);
    if (value == 0 && rows.wasNull()) {
      to.appendNull();
    } else {
      to.appendInt(value);
    }
  }

  private static void readLong(ResultSet rows, int index, Series.Builder to) throws SQLException {
    long value = rows.getLong(index);
    if (value == 0 && rows.wasNull()) {
      to.appendNull();
    } else {
      to.appendLong(value);
    }
  }

  private static void readUnsigned(ResultSet rows, int index, Series.Builder to)
      throws SQLException {
    long value = rows.getLong(index);
    to.append(value == 0 && rows.wasNull() ? null : (Object) value);
  }

  private static void readFloat(ResultSet rows, int index, Series.Builder to) throws SQLException {
    float value = rows.getFloat(index);
    if ((value == 0 || value != value) && rows.wasNull()) {
      to.appendNull();
    } else {
      to.appendFloat(value);
    }
  }

  private static void readDouble(ResultSet rows, int index, Series.Builder to) throws SQLException {
    double value = rows.getDouble(index);
    if ((value == 0 || value != value) && rows.wasNull()) {
      to.appendNull();
    } else {
      to.appendDouble(value);
    }
  }

  private static void readBytes(ResultSet rows, int index, Series.Builder to) throws SQLException {
    to.appendBinary(rows.getBytes(index));
  }

  private static void readBlob(ResultSet rows, int index, Series.Builder to) throws SQLException {
    Blob blob = rows.getBlob(index);
    if (blob == null) {
      to.appendNull();
      return;
    }
    long length = blob.length();
    if (length > Series.MAX_ARRAY) {
      throw new IllegalArgumentException("a BLOB of " + length + " bytes is too long");
    }
    // JDBC allows no position beyond the end.
    to.appendBinary(length == 0 ? new byte[0] : blob.getBytes(1, (int) length));
  }

  private static void readDate(ResultSet rows, int index, Series.Builder to) throws SQLException {
    try {
      to.append(rows.getObject(index, LocalDate.class));
    } catch (SQLFeatureNotSupportedException e) {
      Date date = rows.getDate(index);
      to.append(date == null ? null : date.toLocalDate());
    }
  }

  private static void readTime(ResultSet rows, int index, Series.Builder to) throws SQLException {
    try {
      to.append(rows.getObject(index, LocalTime.class));
    } catch (SQLFeatureNotSupportedException e) {
      Time time = rows.getTime(index);
      to.append(time == null ? null : time.toLocalTime());
    }
  }

  private static void readTimestamp(ResultSet rows, int index, Series.Builder to)
      throws SQLException {
    try {
      to.append(rows.getObject(index, LocalDateTime.class));
    } catch (SQLFeatureNotSupportedException e) {
      Timestamp timestamp = rows.getTimestamp(index);
      to.append(timestamp == null ? null : timestamp.toLocalDateTime());
    }
  }

  private static void readInstant(ResultSet rows, int index, Series.Builder to)
      throws SQLException {
    try {
      OffsetDateTime time = rows.getObject(index, OffsetDateTime.class);
      to.append(time == null ? null : time.toInstant());
    } catch (SQLFeatureNotSupportedException e) {
      Timestamp timestamp = rows.getTimestamp(index);
      to.append(timestamp == null ? null : timestamp.toInstant());
    }
  }

  /** What drivers give for integers beyond 64 bits, or 63. */
  static @Nullable Object integer(@Nullable Object value) {
    return value instanceof BigDecimal decimal
        ? decimal.toBigIntegerExact()
        : value instanceof Number number && !(value instanceof BigInteger)
            ? BigInteger.valueOf(number.longValue())
            : value;
  }
}
