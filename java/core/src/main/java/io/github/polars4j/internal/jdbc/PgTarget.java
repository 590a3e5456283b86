package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;

/** Columns of PostgreSQL that are written to. */
final class PgTarget {
  /** The driver makes infinities of what is beyond. */
  private static final LocalDate FIRST = LocalDate.of(-4712, 1, 1);

  private static final LocalDate LAST_DAY = LocalDate.of(5_874_897, 12, 31);
  private static final LocalDate LAST_INSTANT = LocalDate.of(294_276, 12, 31);

  private PgTarget() {}

  static Setter setter(Described column, DataType type, Setter plain) {
    if (Requests.isText(type)) {
      return text(column, plain);
    } else if (type instanceof DataType.Date) {
      return plain.checking(value -> within((LocalDate) value, LAST_DAY));
    } else if (type instanceof DataType.Datetime) {
      return plain.checking(value -> within(day(value), LAST_INSTANT));
    }
    return plain;
  }

  private static Setter text(Described column, Setter plain) {
    return switch (column.sqlType()) {
      case "char" -> throw new IllegalArgumentException("which keeps one character");
      case "name" -> throw new IllegalArgumentException("which keeps 63 bytes");
      case "jsonb", "money", "bit", "varbit", "timetz", "interval", "inet", "cidr" ->
          throw new IllegalArgumentException("which may change text");
      case "bpchar", "varchar" -> TextTarget.of(column, plain);
      // Of enumerations and JSON as it is; others the driver refuses.
      default -> plain;
    };
  }

  private static LocalDate day(Object value) {
    return value instanceof ZonedDateTime zoned
        ? zoned.toLocalDate()
        : ((LocalDateTime) value).toLocalDate();
  }

  private static void within(LocalDate day, LocalDate last) {
    if (day.isBefore(FIRST) || day.isAfter(last)) {
      throw new IllegalArgumentException(
          day + " is out of what the column keeps, from " + FIRST + " to " + last);
    }
  }
}
