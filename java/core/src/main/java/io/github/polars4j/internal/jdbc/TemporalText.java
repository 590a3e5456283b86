package io.github.polars4j.internal.jdbc;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.Temporal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times as databases write them: ISO 8601 or with a space, a year BC by PostgreSQL's
 * {@code BC} or DuckDB's {@code (BC)}. Nothing else is taken: no 24:00, no 30 February, no
 * infinity.
 */
final class TemporalText {
  private static final String DATE = "(?<y>[+-]?\\d{1,9})-(?<mo>\\d{1,2})-(?<d>\\d{1,2})";
  private static final String TIME =
      "(?<h>\\d{1,2}):(?<mi>\\d{2})(?::(?<s>\\d{2})(?:\\.(?<f>\\d{1,9}))?)?";
  private static final String OFFSET = "(?<o>Z|[+-]\\d{2}(?::?\\d{2}(?::?\\d{2})?)?)";
  private static final Pattern DAY = Pattern.compile(DATE + "(?<bc> BC| \\(BC\\))?");
  private static final Pattern HOUR = Pattern.compile(TIME);
  private static final Pattern MOMENT =
      Pattern.compile(DATE + "(?<bc1> \\(BC\\))?[ T]" + TIME + " ?" + OFFSET + "?(?<bc2> BC)?");
  private static final Pattern OFFSET_HOUR = Pattern.compile(TIME + " ?" + OFFSET);
  private static final Pattern SPAN =
      Pattern.compile("(?<n>-)?(?<h>\\d{1,6}):(?<mi>\\d{2}):(?<s>\\d{2})(?:\\.(?<f>\\d{1,9}))?");

  private TemporalText() {}

  static LocalDate date(String text) {
    Matcher parts = matched(DAY, text, "date");
    return valid(text, () -> date(parts, parts.group("bc") != null));
  }

  static LocalTime time(String text) {
    Matcher parts = matched(HOUR, text, "time of day");
    return valid(text, () -> time(parts));
  }

  static LocalDateTime dateTime(String text) {
    Matcher parts = matched(MOMENT, text, "date and time");
    if (parts.group("o") != null) {
      throw no(text, "date and time without an offset");
    }
    return valid(text, () -> dateTime(parts));
  }

  static OffsetDateTime instant(String text) {
    Matcher parts = matched(MOMENT, text, "date and time with an offset");
    if (parts.group("o") == null) {
      throw no(text, "date and time with an offset");
    }
    return valid(text, () -> dateTime(parts).atOffset(ZoneOffset.of(parts.group("o"))));
  }

  static OffsetTime offsetTime(String text) {
    Matcher parts = matched(OFFSET_HOUR, text, "time of day with an offset");
    return valid(text, () -> time(parts).atOffset(ZoneOffset.of(parts.group("o"))));
  }

  /** Hours, minutes and seconds with any number of hours, or ISO 8601's form. */
  static Duration duration(String text) {
    Matcher parts = SPAN.matcher(text);
    if (!parts.matches()) {
      return valid(text, () -> Duration.parse(text));
    }
    long minutes = number(parts, "h") * 60 + number(parts, "mi");
    Duration span = Duration.ofSeconds(minutes * 60 + number(parts, "s"), nanos(parts));
    return parts.group("n") == null ? span : span.negated();
  }

  /** SQL's form, all digits that there are. */
  static String show(Object value) {
    if (value instanceof LocalDateTime time) {
      return time.toLocalDate() + " " + show(time.toLocalTime());
    } else if (value instanceof OffsetDateTime time) {
      return show(time.toLocalDateTime()) + offset(time.getOffset());
    } else if (value instanceof OffsetTime time) {
      return show(time.toLocalTime()) + offset(time.getOffset());
    } else if (value instanceof LocalTime time) {
      return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
    } else if (value instanceof LocalDate date) {
      return date.toString();
    }
    throw new IllegalArgumentException("a " + value.getClass().getTypeName() + " has no SQL text");
  }

  /** The time after the last one of a day, which SQL knows and java.time does not. */
  static String endOfDay(ZoneOffset offset) {
    return "24:00:00" + offset(offset);
  }

  static boolean isTemporal(Object value) {
    return value instanceof Temporal;
  }

  /** +05, or as much more as it has. */
  private static String offset(ZoneOffset offset) {
    String id = offset.getTotalSeconds() == 0 ? "+00:00" : offset.getId();
    return id.endsWith(":00") && id.length() == 6 ? id.substring(0, 3) : id;
  }

  private static Matcher matched(Pattern pattern, String text, String what) {
    Matcher parts = pattern.matcher(text);
    if (!parts.matches()) {
      throw no(text, what);
    }
    return parts;
  }

  private static LocalDateTime dateTime(Matcher parts) {
    boolean before = parts.group("bc1") != null || parts.group("bc2") != null;
    return LocalDateTime.of(date(parts, before), time(parts));
  }

  private static LocalDate date(Matcher parts, boolean beforeChrist) {
    int year = Integer.parseInt(parts.group("y"));
    return LocalDate.of(
        beforeChrist ? 1 - year : year, (int) number(parts, "mo"), (int) number(parts, "d"));
  }

  private static LocalTime time(Matcher parts) {
    return LocalTime.of(
        (int) number(parts, "h"),
        (int) number(parts, "mi"),
        (int) number(parts, "s"),
        nanos(parts));
  }

  private static long number(Matcher parts, String group) {
    @Nullable String digits = parts.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static int nanos(Matcher parts) {
    @Nullable String digits = parts.group("f");
    return digits == null ? 0 : Integer.parseInt((digits + "00000000").substring(0, 9));
  }

  private static <T> T valid(String text, java.util.function.Supplier<T> value) {
    try {
      return value.get();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(TextValue.quoted(text) + ": " + e.getMessage(), e);
    }
  }

  private static IllegalArgumentException no(String text, String what) {
    return new IllegalArgumentException(TextValue.quoted(text) + " is no " + what);
  }
}
