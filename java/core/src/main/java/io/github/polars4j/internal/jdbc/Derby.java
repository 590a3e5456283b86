package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
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
