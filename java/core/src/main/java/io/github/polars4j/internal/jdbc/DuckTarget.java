package io.github.polars4j.internal.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times of DuckDB as text, where the driver moves old days and cuts nanoseconds. */
final class DuckTarget {
  private static final DateTimeFormatter NANOS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS", Locale.ROOT);

  private DuckTarget() {}

  static void set(PreparedStatement to, int index, Object value) throws SQLException {
    to.setString(index, text(value));
  }

  private static String text(Object value) {
    if (value instanceof LocalDate day) {
      int year = day.getYear();
      String text = "%04d-%02d-%02d";
      return year > 0
          ? text.formatted(year, day.getMonthValue(), day.getDayOfMonth())
          : text.formatted(1 - year, day.getMonthValue(), day.getDayOfMonth()) + " (BC)";
    } else if (value instanceof LocalTime time) {
      return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
    } else if (value instanceof ZonedDateTime time) {
      return NANOS.format(time.withZoneSameInstant(ZoneOffset.UTC)) + "+00";
    }
    return NANOS.format((LocalDateTime) value);
  }
}
