package io.github.polars4j.internal.column;

import io.github.polars4j.DataType;
import io.github.polars4j.internal.time.Epoch;
import io.github.polars4j.internal.time.Zones;
import io.github.polars4j.internal.wire.Shown;
import io.github.polars4j.internal.wire.TypeTag;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Java values as what columns hold; a refusal is an IllegalArgumentException without the row. */
public final class PhysicalValue {
  /** Halfway from the largest Float16 to the next power of two: from here on it is infinite. */
  private static final float HALF_INFINITE = 65_520f;

  /** Half of the smallest one, which rounds to zero. */
  private static final float HALF_ZERO = 0x1p-25f;

  private static final int MAX_DIGITS = 38;
  private static final int SHOWN = 100;
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final long LAST_NANO_OF_DAY = LocalTime.MAX.toNanoOfDay();
  private static final BigInteger MAX_UINT64 =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private PhysicalValue() {}

  /** What is in an {@code Optional}, null for nothing; any other value itself. */
  public static @Nullable Object unwrapped(@Nullable Object value) {
    if (value instanceof Optional<?> optional) {
      return unwrapped(optional.orElse(null));
    } else if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? (Object) optional.getAsInt() : null;
    } else if (value instanceof OptionalLong optional) {
      return optional.isPresent() ? (Object) optional.getAsLong() : null;
    } else if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? (Object) optional.getAsDouble() : null;
    }
    return value;
  }

  /** The text that a value stands for, or null if it is none. */
  public static @Nullable String text(Object value) {
    if (value instanceof String text) {
      return text;
    } else if (value instanceof Enum<?> constant) {
      return constant.name();
    } else if (value instanceof Character letter) {
      return letter.toString();
    }
    return value instanceof UUID id ? id.toString() : null;
  }

  /** The number that a column of an integer or temporal type holds for {@code value}. */
  public static long toLong(TypeTag tag, DataType type, Object value, RoundingMode rounding) {
    return switch (tag) {
      case DATE -> date(type, value);
      case TIME -> time(type, value);
      case DATETIME -> dateTime((DataType.Datetime) type, value, rounding);
      case DURATION -> duration((DataType.Duration) type, value, rounding);
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

  /** The least number of an integer or temporal column of 64 bits or less. */
  static long min(TypeTag tag) {
    return switch (tag) {
      case INT8 -> Byte.MIN_VALUE;
      case INT16 -> Short.MIN_VALUE;
      case INT32, DATE -> Integer.MIN_VALUE;
      case INT64, DATETIME, DURATION -> Long.MIN_VALUE;
      default -> 0;
    };
  }

  /** The greatest one that a long holds. */
  static long max(TypeTag tag) {
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
      float number = ((Number) value).floatValue();
      return type instanceof DataType.Float16 ? half(number) : number;
    }
    throw misfit(type, value);
  }

  /** A number that Float16 rounds, but not to an infinity or zero. */
  public static float half(float value) {
    float size = Math.abs(value);
    if (size >= HALF_INFINITE && size <= Float.MAX_VALUE || size <= HALF_ZERO && size > 0) {
      throw new IllegalArgumentException(
          value + " is out of range for Float16: it would be infinite, or zero");
    }
    return value;
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
    return new IllegalArgumentException(
        an(Shown.cut(javaType)) + " in a column of " + Shown.cut(type.toString()));
  }

  /** The name of a Java type after its article. */
  public static String an(String javaType) {
    return ("aeiou".indexOf(javaType.charAt(0)) < 0 ? "a " : "an ") + javaType;
  }

  private static IllegalArgumentException misfit(DataType type, Object value) {
    String javaType = value.getClass().getTypeName();
    // Of other classes the text may say nothing.
    return javaType.startsWith("java.time.") || value instanceof Number
        ? new IllegalArgumentException(misfit(type, javaType).getMessage() + ": " + shown(value))
        : misfit(type, javaType);
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
        shown(value) + " has finer digits than " + type + " keeps: round it, or use a larger scale",
        cause);
  }

  private static IllegalArgumentException tooManyDigits(DataType.Decimal type, Object value) {
    String wayOut =
        type.precision() < MAX_DIGITS
            ? "use a larger precision, up to " + MAX_DIGITS
            : type.scale() > 0
                ? "use a smaller scale, or text"
                : "use text, or Int128, which only polars reads";
    return new IllegalArgumentException(
        shown(value)
            + " has more digits than "
            + type
            + " keeps, "
            + (type.precision() - type.scale())
            + " before the point: "
            + wayOut);
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
        shown(value) + " is out of range for " + type + ": " + min + " to " + max);
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

  private static long duration(DataType.Duration type, Object value, RoundingMode rounding) {
    if (value instanceof Duration span) {
      return Epoch.count(span.getSeconds(), span.getNano(), type.unit(), rounding, value, type);
    }
    throw misfit(type, value);
  }

  private static long dateTime(DataType.Datetime type, Object value, RoundingMode rounding) {
    ZoneId zone = type.zone();
    if (zone == null && value instanceof LocalDateTime local) {
      return count(local.toEpochSecond(ZoneOffset.UTC), local.getNano(), rounding, value, type);
    }
    if (zone != null && value instanceof Instant instant) {
      return count(instant.getEpochSecond(), instant.getNano(), rounding, value, type);
    }
    if (zone != null && value instanceof OffsetDateTime offset) {
      return count(offset.toEpochSecond(), offset.getNano(), rounding, value, type);
    }
    if (zone != null && value instanceof ZonedDateTime zoned) {
      ZoneId own = DataType.datetime(type.unit(), zoned.getZone()).zone();
      if (!zone.equals(UTC) && !Zones.same(own, zone)) {
        throw new IllegalArgumentException(
            value + " is in another zone than " + type + ": give an Instant, or change its zone");
      }
      return count(zoned.toEpochSecond(), zoned.getNano(), rounding, value, type);
    }
    throw misfit(type, value);
  }

  private static long count(
      long seconds, int nanos, RoundingMode rounding, Object value, DataType.Datetime type) {
    return Epoch.count(seconds, nanos, type.unit(), rounding, value, type);
  }

  /** A value as messages show it. */
  private static String shown(Object value) {
    return Shown.cut(String.valueOf(value), SHOWN);
  }
}
