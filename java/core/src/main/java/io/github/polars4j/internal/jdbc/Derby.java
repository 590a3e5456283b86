package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Apache Derby. Its driver knows no java.time, and its text goes through the JVM's time zone; in a
 * calendar that has neither a zone nor a change from Julian to Gregorian, its values are exact.
 */
final class Derby implements Catalog {
  @Override
  public DataType type(Described column) {
    return Standard.byCode(column);
  }

  @Override
  public @Nullable Getter time(Described column) {
    Calendar calendar = calendar();
    return switch (column.code()) {
      case Types.DATE ->
          (rows, index) -> {
            Date value = rows.getDate(index, calendar);
            return value == null ? null : utc(value.getTime(), 0).toLocalDate();
          };
      case Types.TIME ->
          (rows, index) -> {
            Time value = rows.getTime(index, calendar);
            return value == null ? null : utc(value.getTime(), 0).toLocalTime();
          };
      case Types.TIMESTAMP ->
          (rows, index) -> {
            Timestamp value = rows.getTimestamp(index, calendar);
            return value == null ? null : utc(value.getTime(), value.getNanos());
          };
      default -> null;
    };
  }

  @Override
  public Cell cell(Described column, DataType type) {
    return Standard.byCode(column, type);
  }

  @Override
  public Setter setter(Described column, DataType type) {
    Setter plain = Catalog.super.setter(column, type);
    if (type instanceof DataType.Date) {
      return (to, index, value) -> {
        Date day = Date.valueOf((LocalDate) value);
        unmoved(value, day.toLocalDate());
        to.setDate(index, day);
      };
    } else if (type instanceof DataType.Time) {
      return (to, index, value) -> {
        Time time = Time.valueOf((LocalTime) value);
        unmoved(value, time.toLocalTime());
        to.setTime(index, time);
      };
    } else if (type instanceof DataType.Datetime) {
      return (to, index, value) -> {
        Timestamp time = Timestamp.valueOf((LocalDateTime) value);
        unmoved(value, time.toLocalDateTime());
        to.setTimestamp(index, time);
      };
    }
    return type instanceof DataType.Float32 || type instanceof DataType.Float64
        ? plain.checking(SqlValue::finite)
        : plain;
  }

  /** Refuses what the driver moves: it takes dates and times in the JVM's zone and calendar. */
  private static void unmoved(Object value, Object taken) {
    int year = value instanceof LocalTime ? 1 : ((Temporal) value).get(ChronoField.YEAR);
    if (!value.equals(taken) || year < 1 || year > 9999) {
      throw new IllegalArgumentException(
          value
              + " is none that Derby's driver takes: whole seconds in a TIME, years 1 to 9999, and"
              + " what the JVM's time zone and calendar have");
    }
  }

  private static Calendar calendar() {
    GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
    calendar.setGregorianChange(new java.util.Date(Long.MIN_VALUE));
    return calendar;
  }

  private static LocalDateTime utc(long millis, int nanos) {
    Instant seconds = Instant.ofEpochSecond(Math.floorDiv(millis, 1000L), nanos);
    return LocalDateTime.ofInstant(seconds, ZoneOffset.UTC);
  }
}
