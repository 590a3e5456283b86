package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Values of frames as parameters of statements. */
final class SqlValue {
  private SqlValue() {}

  /** Sets values of a type; {@code digits} are those of a second that the column keeps. */
  static Setter setter(DataType type, int digits) {
    return (to, index, value) -> set(to, index, type, value, digits);
  }

  /** Refuses NaN and the infinities, which the database has no number for. */
  static void finite(Object value) {
    if (value instanceof Number number && !Double.isFinite(number.doubleValue())) {
      throw new IllegalArgumentException(value + " is no number of the database's");
    }
  }

  private static void set(PreparedStatement to, int index, DataType type, Object value, int digits)
      throws SQLException {
    if (value instanceof Boolean flag) {
      to.setBoolean(index, flag);
    } else if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
      to.setInt(index, ((Number) value).intValue());
    } else if (value instanceof Long number) {
      to.setLong(index, number);
    } else if (value instanceof Float || value instanceof Double) {
      to.setDouble(index, ((Number) value).doubleValue());
    } else if (value instanceof BigInteger number) {
      to.setBigDecimal(index, new BigDecimal(number));
    } else if (value instanceof BigDecimal number) {
      to.setBigDecimal(index, number);
    } else if (value instanceof String text) {
      to.setString(index, text);
    } else if (value instanceof byte[] bytes) {
      to.setBytes(index, bytes);
    } else if (value instanceof LocalTime time) {
      to.setObject(index, whole(time, time.getNano(), digits));
    } else if (value instanceof LocalDateTime time) {
      to.setObject(index, whole(time, time.getNano(), digits));
    } else if (value instanceof ZonedDateTime time) {
      whole(time, time.getNano(), digits);
      to.setObject(index, time.toOffsetDateTime().withOffsetSameInstant(ZoneOffset.UTC));
    } else if (type instanceof DataType.Date) {
      to.setObject(index, value);
    } else {
      throw new IllegalArgumentException("a value of type " + type + " has no form in JDBC");
    }
  }

  /** Refuses a point in time that the database would round. */
  static Object whole(Object value, int nanos, int digits) {
    int unit = 1;
    for (int i = digits; i < 9; i++) {
      unit *= 10;
    }
    if (nanos % unit != 0) {
      throw new IllegalArgumentException(
          value + " has finer digits than the column keeps, which has " + digits);
    }
    return value;
  }
}
