package io.github.polars4j.internal.time;

import io.github.polars4j.DataType;
import io.github.polars4j.TimeUnit;
import java.math.RoundingMode;
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
   * @throws UnitMisfit if that is no whole number and may not be rounded, or exceeds 64 bits;
   *     {@code value} and {@code type} say of what
   */
  public static long count(
      long seconds, int nanos, TimeUnit unit, RoundingMode rounding, Object value, DataType type) {
    long perSecond = unit.perSecond();
    long units = switch (unit) { // a division by a variable would cost more than all the rest
          case NANOSECONDS -> nanos;
          case MICROSECONDS -> nanos / 1_000;
          case MILLISECONDS -> nanos / 1_000_000;
        };
    long rest = nanos - units * nanosPer(unit);
    if (rest != 0) {
      if (rounding == RoundingMode.UNNECESSARY) {
        throw tooFine(value, type);
      }
      boolean odd = (seconds * perSecond + units & 1) != 0; // right even if the product overflows
      units += up(rounding, 2 * rest - nanosPer(unit), seconds < 0, odd) ? 1 : 0;
    }
    try {
      // toward zero first: the product alone may overflow where the sum does not
      return seconds < 0 && nanos > 0
          ? Math.addExact(Math.multiplyExact(seconds + 1, perSecond), units - perSecond)
          : Math.addExact(Math.multiplyExact(seconds, perSecond), units);
    } catch (ArithmeticException e) {
      throw outOfRange(value, unit, type, e);
    }
  }

  /**
   * Whether a count goes up to the next, which is larger.
   *
   * @param half negative if it is nearer to the lower one, positive if to the next, else 0
   */
  private static boolean up(RoundingMode rounding, long half, boolean negative, boolean odd) {
    return switch (rounding) {
      case CEILING -> true;
      case FLOOR, UNNECESSARY -> false;
      case UP -> !negative;
      case DOWN -> negative;
      case HALF_UP -> half == 0 ? !negative : half > 0;
      case HALF_DOWN -> half == 0 ? negative : half > 0;
      case HALF_EVEN -> half == 0 ? odd : half > 0;
    };
  }

  private static UnitMisfit tooFine(Object value, DataType type) {
    return new UnitMisfit(
        value + " has finer digits than " + type + " keeps: round it, or use a finer unit",
        ": @Time on a record's component and ValueOptions.withTimeRounding round",
        null);
  }

  private static UnitMisfit outOfRange(
      Object value, TimeUnit unit, DataType type, ArithmeticException e) {
    boolean span = type instanceof DataType.Duration;
    Object least = span ? duration(Long.MIN_VALUE, unit) : dateTime(Long.MIN_VALUE, unit);
    Object most = span ? duration(Long.MAX_VALUE, unit) : dateTime(Long.MAX_VALUE, unit);
    String range = value + " is out of range for " + type + ", " + least + " to " + most;
    if (unit == TimeUnit.MILLISECONDS) {
      return new UnitMisfit(range, "", e);
    }
    TimeUnit coarser = unit == TimeUnit.NANOSECONDS ? TimeUnit.MICROSECONDS : TimeUnit.MILLISECONDS;
    return new UnitMisfit(
        range + ": use a coarser unit, such as " + coarser,
        ", by the column's type, @Time on a record's component or ValueOptions.withTimeUnit",
        e);
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
}
