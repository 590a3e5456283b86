package io.github.polars4j.internal.record;

import io.github.polars4j.DataType;
import io.github.polars4j.TimeUnit;
import io.github.polars4j.internal.wire.TypeTag;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which columns go with the Java classes that hold one value each. */
final class JavaTypes {
  private static final Set<TypeTag> INTEGERS = EnumSet.range(TypeTag.INT8, TypeTag.UINT128);
  private static final Set<TypeTag> TEXTS =
      EnumSet.of(TypeTag.STRING, TypeTag.CATEGORICAL, TypeTag.ENUM);
  private static final Set<Class<?>> WHOLE =
      Set.of(Byte.class, Short.class, Integer.class, Long.class, BigInteger.class);
  private static final List<Class<?>> NUMBERS =
      List.of(
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          BigInteger.class,
          Float.class,
          Double.class);

  /** What hold a point in time, whatever the zone. */
  static final Set<Class<?>> INSTANTS =
      Set.of(Instant.class, OffsetDateTime.class, ZonedDateTime.class);

  /** What a column of each class is, unless something else is asked for. */
  private static final Map<Class<?>, DataType> DEFAULTS = new HashMap<>();

  /** The columns whose every value fits in the class, but for what {@link #readable} says. */
  private static final Map<Class<?>, Set<TypeTag>> READABLE = new HashMap<>();

  static {
    DataType point = DataType.datetime(TimeUnit.NANOSECONDS, ZoneOffset.UTC);
    add(Boolean.class, DataType.BOOLEAN, EnumSet.of(TypeTag.BOOLEAN));
    add(Byte.class, DataType.INT8, EnumSet.of(TypeTag.INT8));
    add(Short.class, DataType.INT16, EnumSet.of(TypeTag.INT16, TypeTag.UINT8));
    add(Integer.class, DataType.INT32, EnumSet.of(TypeTag.INT32, TypeTag.UINT16));
    add(Long.class, DataType.INT64, EnumSet.of(TypeTag.INT64, TypeTag.UINT32));
    widen(Short.class, Byte.class);
    widen(Integer.class, Short.class);
    widen(Long.class, Integer.class);
    add(BigInteger.class, DataType.decimal(38, 0), EnumSet.copyOf(INTEGERS));
    READABLE.get(BigInteger.class).add(TypeTag.DECIMAL);
    add(
        Float.class,
        DataType.FLOAT32,
        EnumSet.of(TypeTag.FLOAT16, TypeTag.FLOAT32, TypeTag.UINT16));
    widen(Float.class, Short.class);
    add(Double.class, DataType.FLOAT64, EnumSet.of(TypeTag.FLOAT64, TypeTag.UINT32));
    widen(Double.class, Float.class);
    widen(Double.class, Integer.class);
    add(BigDecimal.class, DataType.decimal(38, 9), EnumSet.copyOf(INTEGERS));
    READABLE.get(BigDecimal.class).add(TypeTag.DECIMAL);
    add(String.class, DataType.STRING, TEXTS);
    add(Character.class, DataType.STRING, TEXTS);
    add(UUID.class, DataType.STRING, TEXTS);
    add(byte[].class, DataType.BINARY, EnumSet.of(TypeTag.BINARY));
    add(LocalDate.class, DataType.DATE, EnumSet.of(TypeTag.DATE));
    add(LocalTime.class, DataType.TIME, EnumSet.of(TypeTag.TIME));
    add(LocalDateTime.class, DataType.datetime(TimeUnit.NANOSECONDS), EnumSet.of(TypeTag.DATETIME));
    INSTANTS.forEach(type -> add(type, point, EnumSet.of(TypeTag.DATETIME)));
    add(Duration.class, DataType.duration(TimeUnit.NANOSECONDS), EnumSet.of(TypeTag.DURATION));
  }

  private JavaTypes() {}

  private static void add(Class<?> type, DataType column, Set<TypeTag> readable) {
    DEFAULTS.put(type, column);
    READABLE.put(type, readable);
  }

  private static void widen(Class<?> type, Class<?> narrower) {
    READABLE.get(type).addAll(READABLE.get(narrower));
  }

  /** Whether there is something to know about a class. */
  static boolean knows(Class<?> type) {
    return DEFAULTS.containsKey(type);
  }

  /** Whether nobody can change what is in a value of a class. */
  static boolean immutable(Class<?> type) {
    return type.isPrimitive() || type.isEnum() || knows(type) && !type.isArray();
  }

  /** The type of a column of a class's values, in nanoseconds; null if none follows from it. */
  static @Nullable DataType typeOf(Class<?> type) {
    return DEFAULTS.get(type);
  }

  /** The same type with another unit, if it has one. */
  static DataType in(TimeUnit unit, DataType type) {
    if (type instanceof DataType.Datetime datetime) {
      return DataType.datetime(unit, datetime.zone());
    }
    return type instanceof DataType.Duration ? DataType.duration(unit) : type;
  }

  /** Whether each value of a column fits in a class. */
  static boolean readable(Class<?> type, DataType column) {
    if (column instanceof DataType.Decimal decimal && type == BigInteger.class) {
      return decimal.scale() == 0;
    }
    return READABLE.get(type).contains(TypeTag.of(column)) && zoned(type, column);
  }

  /** Whether a column takes values of a class, as far as each fits. */
  static boolean writable(Class<?> type, DataType column) {
    DataType own = DEFAULTS.get(type);
    return switch (TypeTag.of(column)) {
      case FLOAT16 -> type == Float.class;
      case FLOAT32 -> own != null && readable(Float.class, own);
      case FLOAT64 -> own != null && readable(Double.class, own);
      case INT8, INT16, INT32, INT64, INT128, UINT8, UINT16, UINT32, UINT64, UINT128 ->
          WHOLE.contains(type);
      case DECIMAL -> WHOLE.contains(type) || type == BigDecimal.class;
      default -> readable(type, column);
    };
  }

  /** The first class in which every number of both fits, or null: Long and Double have none. */
  static @Nullable Class<?> wider(Class<?> one, Class<?> other) {
    if (!NUMBERS.contains(one) || !NUMBERS.contains(other)) {
      return null;
    }
    return NUMBERS.stream()
        .filter(wide -> readable(wide, DEFAULTS.get(one)) && readable(wide, DEFAULTS.get(other)))
        .findFirst()
        .orElse(null);
  }

  private static boolean zoned(Class<?> type, DataType column) {
    return !(column instanceof DataType.Datetime datetime)
        || (datetime.zone() == null) == (type == LocalDateTime.class);
  }
}
