package io.github.polars4j.internal.column;

import io.github.polars4j.DataType;
import io.github.polars4j.TimeUnit;
import io.github.polars4j.internal.time.Epoch;
import io.github.polars4j.internal.time.Zones;
import io.github.polars4j.internal.wire.TypeTag;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * PhysicalValue values as what columns hold; a refusal is an IllegalArgumentException without the
 * row.
 */
public final class PhysicalValue {
  private static final int MAX_DIGITS = 38;
  private static final long LAST_NANO_OF_DAY = LocalTime.MAX.toNanoOfDay();
  private static final BigInteger MAX_UINT64 =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private PhysicalValue() {}

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
    } else if (value instanceof BigInteger) {
      return DataType.INT128;
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
    } else if (value instanceof OffsetDateTime) {
      return DataType.datetime(TimeUnit.NANOSECONDS, ZoneOffset.UTC);
    } else if (value instanceof Duration) {
      return DataType.duration(TimeUnit.NANOSECONDS);
    } else if (value instanceof Enum<?> constant) {
      Object[] constants = constant.getDeclaringClass().getEnumConstants();
      return DataType.enumeration(
          Arrays.stream(constants).map(c -> ((Enum<?>) c).name()).toArray(String[]::new));
    }
    return null;
  }

  /** The number that a column of an integer or temporal type holds for {@code value}. */
  public static long toLong(TypeTag tag, DataType type, Object value) {
    return switch (tag) {
      case DATE -> date(type, value);
      case TIME -> time(type, value);
      case DATETIME -> dateTime((DataType.Datetime) type, value);
      case DURATION -> duration((DataType.Duration) type, value);
      case UINT64 -> uint64(tag, type, value);
      default -> physical(tag, type, integral(tag, type, value));
    };
  }

  /** A whole number as the value, or the number behind one, of an integer or temporal column. */
  public static long physical(TypeTag tag, DataType type, long value) {
    long min = min(tag);
    if (value < min || value > max(tag)) {
      throw outOfRange(tag, type, value);
    }
    return value;
  }

  private static long min(TypeTag tag) {
    return switch (tag) {
      case INT8 -> Byte.MIN_VALUE;
      case INT16 -> Short.MIN_VALUE;
      case INT32, DATE -> Integer.MIN_VALUE;
      case INT64, DATETIME, DURATION -> Long.MIN_VALUE;
      default -> 0;
    };
  }

  private static long max(TypeTag tag) {
    return switch (tag) {
      case INT8 -> Byte.MAX_VALUE;
      case INT16 -> Short.MAX_VALUE;
      case INT32, DATE -> Integer.MAX_VALUE;
      case UINT8 -> 0xffL;
      case UINT16 -> 0xffffL;
      case UINT32 -> 0xffff_ffffL;
      case TIME -> LAST_NANO_OF_DAY;
      default -> Long.MAX_VALUE;
    };
  }

  /** The 128-bit number that a column of wide integers holds for {@code value}. */
  public static BigInteger toInt128(DataType type, Object value) {
    boolean signed = type instanceof DataType.Int128;
    BigInteger number =
        value instanceof BigInteger big ? big : BigInteger.valueOf(integral(type, value));
    if (signed ? number.bitLength() > 127 : number.signum() < 0 || number.bitLength() > 128) {
      BigInteger half = BigInteger.ONE.shiftLeft(127);
      throw signed
          ? outOfRange(type, value, half.negate(), half.subtract(BigInteger.ONE))
          : outOfRange(type, value, 0, half.shiftLeft(1).subtract(BigInteger.ONE));
    }
    return number;
  }

  /** The value as a Boolean column holds it. */
  public static boolean toBoolean(DataType type, Object value) {
    if (value instanceof Boolean fit) {
      return fit;
    }
    throw misfit(type, value);
  }

  /** The value as a Float32 column holds it, or as a Float16 one rounds it. */
  public static float toFloat(DataType type, Object value) {
    boolean exact =
        type instanceof DataType.Float32 && (value instanceof Byte || value instanceof Short);
    if (value instanceof Float || exact) {
      return ((Number) value).floatValue();
    }
    throw misfit(type, value);
  }

  /** The value as a Float64 column holds it. */
  public static double toDouble(DataType type, Object value) {
    if (value instanceof Double
        || value instanceof Float
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return ((Number) value).doubleValue();
    }
    throw misfit(type, value);
  }

  /** The refusal of a value of a Java type that does not suit the column's. */
  public static IllegalArgumentException misfit(DataType type, String javaType) {
    return new IllegalArgumentException(an(javaType) + " in a column of " + type);
  }

  /** The name of a Java type after its article. */
  public static String an(String javaType) {
    return ("aeiou".indexOf(javaType.charAt(0)) < 0 ? "a " : "an ") + javaType;
  }

  private static IllegalArgumentException misfit(DataType type, Object value) {
    return misfit(type, value.getClass().getTypeName());
  }

  private static long integral(TypeTag tag, DataType type, Object value) {
    if (value instanceof BigInteger big) {
      if (big.bitLength() < Long.SIZE) {
        return big.longValue();
      }
      throw outOfRange(tag, type, value);
    }
    return integral(type, value);
  }

  /** The value with as many fractional digits as the type has. */
  public static BigDecimal toDecimal(DataType.Decimal type, Object value) {
    BigDecimal number;
    if (value instanceof BigDecimal decimal) {
      number = decimal;
    } else if (value instanceof BigInteger big) {
      number = new BigDecimal(big);
    } else {
      number = BigDecimal.valueOf(integral(type, value));
    }
    // before it is scaled: 1E+1000000000 would take all memory
    long whole = (long) number.precision() - number.scale();
    if (number.signum() != 0 && whole > MAX_DIGITS) {
      throw tooManyDigits(type, value);
    }
    if (number.signum() == 0) {
      return BigDecimal.ZERO;
    }
    if (whole <= -type.scale()) {
      throw tooFine(type, value, null);
    }
    BigDecimal scaled;
    try {
      scaled = number.setScale(type.scale());
    } catch (ArithmeticException e) {
      throw tooFine(type, value, e);
    }
    if (scaled.precision() > type.precision()) {
      throw tooManyDigits(type, value);
    }
    return scaled;
  }

  private static IllegalArgumentException tooFine(
      DataType.Decimal type, Object value, @Nullable ArithmeticException cause) {
    return new IllegalArgumentException(
        value + " has finer digits than " + type + " keeps: round it, or use a larger scale",
        cause);
  }

  private static IllegalArgumentException tooManyDigits(DataType.Decimal type, Object value) {
    return new IllegalArgumentException(value + " has more digits than " + type + " keeps");
  }

  private static long uint64(TypeTag tag, DataType type, Object value) {
    if (value instanceof BigInteger big && big.signum() >= 0 && big.bitLength() == Long.SIZE) {
      return big.longValue();
    }
    return physical(tag, type, integral(tag, type, value));
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

  private static IllegalArgumentException outOfRange(TypeTag tag, DataType type, Object value) {
    return outOfRange(type, value, min(tag), tag == TypeTag.UINT64 ? MAX_UINT64 : max(tag));
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
    if (zone != null && value instanceof OffsetDateTime offset) {
      return Epoch.count(offset.toEpochSecond(), offset.getNano(), type.unit(), value, type);
    }
    if (zone != null && value instanceof ZonedDateTime zoned) {
      DataType.Datetime own = DataType.datetime(type.unit(), zoned.getZone());
      if (!Zones.same(own.zone(), zone)) {
        throw new IllegalArgumentException(
            value + " is in another zone than " + type + ": give an Instant, or change its zone");
      }
      return Epoch.count(zoned.toEpochSecond(), zoned.getNano(), type.unit(), value, type);
    }
    throw misfit(type, value);
  }
}
