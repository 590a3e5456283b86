package io.github.polars4j.internal.time;

import io.github.polars4j.DataType;
import io.github.polars4j.TimeUnit;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Counts of time units, and what they stand for; right for negative counts too. */
public final class Epoch {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private Epoch() {}

  /**
   * How many units {@code seconds} and {@code nanos}, 0 to 999,999,999, make.
   *
   * @throws IllegalArgumentException if that is no whole number or exceeds 64 bits; {@code value}
   *     and {@code type} say of what
   */
  public static long count(long seconds, int nanos, TimeUnit unit, Object value, DataType type) {
    long perSecond = unit.perSecond();
    long units = switch (unit) { // a division by a variable would cost more than all the rest
          case NANOSECONDS -> nanos;
          case MICROSECONDS -> nanos / 1_000;
          case MILLISECONDS -> nanos / 1_000_000;
        };
    if (units * nanosPer(unit) != nanos) {
      throw new IllegalArgumentException(
          value + " has finer digits than " + type + " keeps: truncate it, or use a finer unit");
    }
    try {
      // toward zero first: the product alone may overflow where the sum does not
      return seconds < 0 && nanos > 0
          ? Math.addExact(Math.multiplyExact(seconds + 1, perSecond), units - perSecond)
          : Math.addExact(Math.multiplyExact(seconds, perSecond), units);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(value + " is out of range for " + type + wayOut(unit), e);
    }
  }

  /** The span of {@code count} units. */
  public static Duration duration(long count, TimeUnit unit) {
    return Duration.ofSeconds(seconds(count, unit), nanos(count, unit));
  }

  /** The date and time {@code count} units after 1970-01-01T00:00. */
  public static LocalDateTime dateTime(long count, TimeUnit unit) {
    return LocalDateTime.ofEpochSecond(seconds(count, unit), nanos(count, unit), ZoneOffset.UTC);
  }

  /** The point in time {@code count} units after 1970-01-01T00:00Z, in a zone. */
  public static ZonedDateTime dateTime(long count, TimeUnit unit, ZoneId zone) {
    return Instant.ofEpochSecond(seconds(count, unit), nanos(count, unit)).atZone(zone);
  }

  private static long nanosPer(TimeUnit unit) {
    return switch (unit) {
      case NANOSECONDS -> 1;
      case MICROSECONDS -> 1_000;
      case MILLISECONDS -> 1_000_000;
    };
  }

  private static long seconds(long count, TimeUnit unit) {
    return Math.floorDiv(count, unit.perSecond());
  }

  private static int nanos(long count, TimeUnit unit) {
    long perSecond = unit.perSecond();
    return (int) (Math.floorMod(count, perSecond) * (NANOS_PER_SECOND / perSecond));
  }

  private static String wayOut(TimeUnit unit) {
    return unit == TimeUnit.MILLISECONDS
        ? ""
        : ": use a coarser unit, such as "
            + (unit == TimeUnit.NANOSECONDS ? TimeUnit.MICROSECONDS : TimeUnit.MILLISECONDS);
  }
}
