package io.github.polars4j.internal;

import io.github.polars4j.DataType;
import io.github.polars4j.TimeUnit;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** Boxed values as what columns hold; a refusal is an IllegalArgumentException without the row. */
public final class Boxed {
  private static final BigInteger MAX_UINT64 =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private Boxed() {}

  /** The type of the column that a value makes, or null if it makes none by itself. */
  public static @Nullable DataType typeOf(Object value) {
    if (value instanceof Boolean) {
      return DataType.BOOLEAN;
    } else if (value instanceof Byte) {
      return DataType.INT8;
    } else if (value instanceof Short) {
      return DataType.INT16;
    } else if (value instanceof Integer) {
      return DataType.INT32;
    } else if (value instanceof Long) {
      return DataType.INT64;
    } else if (value instanceof Float) {
      return DataType.FLOAT32;
    } else if (value instanceof Double) {
      return DataType.FLOAT64;
    } else if (value instanceof String) {
      return DataType.STRING;
    } else if (value instanceof byte[]) {
      return DataType.BINARY;
    } else if (value instanceof LocalDate) {
      return DataType.DATE;
    } else if (value instanceof LocalTime) {
      return DataType.TIME;
    } else if (value instanceof LocalDateTime) {
      return DataType.datetime(TimeUnit.NANOSECONDS);
    } else if (value instanceof Instant) {
      return DataType.datetime(TimeUnit.NANOSECONDS, ZoneOffset.UTC);
    } else if (value instanceof ZonedDateTime zoned) {
      return DataType.datetime(TimeUnit.NANOSECONDS, zoned.getZone());
    } else if (value instanceof Duration) {
      return DataType.duration(TimeUnit.NANOSECONDS);
    }
    return null;
  }

  /** The number that a column of an integer or temporal type holds for {@code value}. */
  public static long toLong(DataType type, Object value) {
    return switch (TypeTag.of(type)) {
      case INT8 -> integer(type, value, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case INT16 -> integer(type, value, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT32 -> integer(type, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case INT64 -> integer(type, value, Long.MIN_VALUE, Long.MAX_VALUE);
      case UINT8 -> integer(type, value, 0, 0xffL);
      case UINT16 -> integer(type, value, 0, 0xffffL);
      case UINT32 -> integer(type, value, 0, 0xffff_ffffL);
      case UINT64 -> uint64(type, value);
      case DATE -> date(type, value);
      case TIME -> time(type, value);
      case DATETIME -> dateTime((DataType.Datetime) type, value);
      case DURATION -> duration((DataType.Duration) type, value);
      default -> throw misfit(type, value);
    };
  }

  /** The value as a Boolean column holds it. */
  public static boolean toBoolean(DataType type, Object value) {
    if (value instanceof Boolean fit) {
      return fit;
    }
    throw misfit(type, value);
  }

  /** The value as a Float32 column holds it. */
  public static float toFloat(DataType type, Object value) {
    if (value instanceof Float fit) {
      return fit;
    }
    throw misfit(type, value);
  }

  /** The value as a Float64 column holds it. */
  public static double toDouble(DataType type, Object value) {
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    throw misfit(type, value);
  }

  /** The refusal of a value whose class does not suit the type. */
  public static IllegalArgumentException misfit(DataType type, Object value) {
    return new IllegalArgumentException(
        "a " + value.getClass().getTypeName() + " in a column of " + type);
  }

  private static long integer(DataType type, Object value, long min, long max) {
    if (value instanceof BigInteger big) {
      if (big.bitLength() < Long.SIZE) {
        return inRange(type, big.longValue(), min, max);
      }
      throw outOfRange(type, value, min, max);
    }
    return inRange(type, integral(type, value), min, max);
  }

  private static long uint64(DataType type, Object value) {
    if (value instanceof BigInteger big) {
      if (big.signum() >= 0 && big.bitLength() <= Long.SIZE) {
        return big.longValue();
      }
    } else {
      long number = integral(type, value);
      if (number >= 0) {
        return number;
      }
    }
    throw outOfRange(type, value, 0, MAX_UINT64);
  }

  private static long integral(DataType type, Object value) {
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    throw misfit(type, value);
  }

  private static long inRange(DataType type, long number, long min, long max) {
    if (number < min || number > max) {
      throw outOfRange(type, number, min, max);
    }
    return number;
  }

  private static IllegalArgumentException outOfRange(
      DataType type, Object value, Object min, Object max) {
    return new IllegalArgumentException(
        value + " is out of range for " + type + ": " + min + " to " + max);
  }

  private static long date(DataType type, Object value) {
    if (value instanceof LocalDate date) {
      long day = date.toEpochDay();
      if (day != (int) day) {
        throw outOfRange(
            type,
            value,
            LocalDate.ofEpochDay(Integer.MIN_VALUE),
            LocalDate.ofEpochDay(Integer.MAX_VALUE));
      }
      return day;
    }
    throw misfit(type, value);
  }

  private static long time(DataType type, Object value) {
    if (value instanceof LocalTime time) {
      return time.toNanoOfDay();
    }
    throw misfit(type, value);
  }

  private static long duration(DataType.Duration type, Object value) {
    if (value instanceof Duration span) {
      return Epoch.count(span.getSeconds(), span.getNano(), type.unit(), value, type);
    }
    throw misfit(type, value);
  }

  private static long dateTime(DataType.Datetime type, Object value) {
    ZoneId zone = type.zone();
    if (zone == null && value instanceof LocalDateTime local) {
      long seconds = local.toEpochSecond(ZoneOffset.UTC);
      return Epoch.count(seconds, local.getNano(), type.unit(), value, type);
    }
    if (zone != null && value instanceof Instant instant) {
      return Epoch.count(instant.getEpochSecond(), instant.getNano(), type.unit(), value, type);
    }
    if (zone != null && value instanceof ZonedDateTime zoned) {
      if (!DataType.datetime(type.unit(), zoned.getZone()).equals(type)) {
        throw new IllegalArgumentException(
            value + " is in another zone than " + type + ": give an Instant, or change its zone");
      }
      return Epoch.count(zoned.toEpochSecond(), zoned.getNano(), type.unit(), value, type);
    }
    throw misfit(type, value);
  }
}
