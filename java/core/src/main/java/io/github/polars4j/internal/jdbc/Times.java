package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import io.github.polars4j.TimeUnit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Getters of dates and times that never pass through the JVM's time zone. */
final class Times {
  static final DataType.Datetime MICROS = DataType.datetime(TimeUnit.MICROSECONDS);
  static final DataType.Datetime MICROS_UTC =
      DataType.datetime(TimeUnit.MICROSECONDS, ZoneOffset.UTC);

  private Times() {}

  /** Of so many digits of a second, by default six. */
  static DataType.Datetime datetime(int digits) {
    return digits > 6 ? DataType.datetime(TimeUnit.NANOSECONDS) : MICROS;
  }

  /** The same as a point in time. */
  static DataType.Datetime instant(int digits) {
    return digits > 6 ? DataType.datetime(TimeUnit.NANOSECONDS, ZoneOffset.UTC) : MICROS_UTC;
  }

  /** By java.time, which JDBC has asked for since 4.2. */
  static Getter of(DataType type) {
    if (type instanceof DataType.Date) {
      return (rows, index) -> rows.getObject(index, LocalDate.class);
    } else if (type instanceof DataType.Time) {
      return (rows, index) -> rows.getObject(index, LocalTime.class);
    }
    return ((DataType.Datetime) type).zone() == null
        ? (rows, index) -> rows.getObject(index, LocalDateTime.class)
        : (rows, index) -> rows.getObject(index, OffsetDateTime.class);
  }

  /** By java.time, or by the text where the driver is older than that. */
  static Getter orText(DataType type) {
    Getter modern = of(type);
    return (rows, index) -> {
      try {
        return modern.get(rows, index);
      } catch (SQLException e) {
        return fromText(rows, index, type, e);
      }
    };
  }

  /** From the text alone. */
  static Getter text(DataType type) {
    return (rows, index) -> {
      String text = rows.getString(index);
      return text == null ? null : parse(text, type);
    };
  }

  /** By java.time, or by a text with the offset: one without may be in the JVM's time zone. */
  static @Nullable Object offsetTime(ResultSet rows, int index) throws SQLException {
    try {
      return rows.getObject(index, OffsetTime.class);
    } catch (SQLException | UnsupportedOperationException e) {
      String text = rows.getString(index);
      return text == null ? null : TemporalText.offsetTime(text);
    }
  }

  static Object parse(String text, DataType type) {
    if (type instanceof DataType.Date) {
      return TemporalText.date(text);
    } else if (type instanceof DataType.Time) {
      return TemporalText.time(text);
    }
    return ((DataType.Datetime) type).zone() == null
        ? TemporalText.dateTime(text)
        : TemporalText.instant(text);
  }

  private static @Nullable Object fromText(
      ResultSet rows, int index, DataType type, SQLException failure) throws SQLException {
    String text;
    try {
      text = rows.getString(index);
    } catch (SQLException e) {
      throw failure;
    }
    return text == null ? null : parse(text, type);
  }
}
