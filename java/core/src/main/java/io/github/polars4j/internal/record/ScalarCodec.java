package io.github.polars4j.internal.record;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import io.github.polars4j.TimeUnit;
import io.github.polars4j.internal.column.ColumnBuilder;
import io.github.polars4j.internal.series.SeriesValues;
import io.github.polars4j.internal.wire.TypeTag;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Objects that hold one value each.
 *
 * @param type the data type
 * @param raised what a value read becomes
 */
public record ScalarCodec(DataType type, UnaryOperator<@Nullable Object> raised) implements Codec {
  private static final Set<TypeTag> INTEGERS = EnumSet.range(TypeTag.INT8, TypeTag.UINT128);
  private static final List<Class<?>> NUMBERS =
      List.of(
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          BigInteger.class,
          Float.class,
          Double.class);
  private static final Set<TypeTag> TEXTS =
      EnumSet.of(TypeTag.STRING, TypeTag.CATEGORICAL, TypeTag.ENUM);

  /** What a column of each class is, unless something else is asked for. */
  private static final Map<Class<?>, DataType> DEFAULTS = new HashMap<>();

  /** The columns whose every value fits in the class. */
  private static final Map<Class<?>, Set<TypeTag>> READABLE = new HashMap<>();

  static {
    DataType nanos = DataType.datetime(TimeUnit.NANOSECONDS);
    DataType point = DataType.datetime(TimeUnit.NANOSECONDS, ZoneOffset.UTC);
    add(Boolean.class, DataType.BOOLEAN, TypeTag.BOOLEAN);
    add(Byte.class, DataType.INT8, TypeTag.INT8);
    add(Short.class, DataType.INT16, TypeTag.INT16, TypeTag.UINT8);
    add(Integer.class, DataType.INT32, TypeTag.INT32, TypeTag.UINT16);
    add(Long.class, DataType.INT64, TypeTag.INT64, TypeTag.UINT32);
    widen(Short.class, Byte.class);
    widen(Integer.class, Short.class);
    widen(Long.class, Integer.class);
    add(BigInteger.class, DataType.INT128, INTEGERS.toArray(TypeTag[]::new));
    add(Float.class, DataType.FLOAT32, TypeTag.FLOAT16, TypeTag.FLOAT32, TypeTag.UINT16);
    widen(Float.class, Short.class);
    add(Double.class, DataType.FLOAT64, TypeTag.FLOAT64, TypeTag.UINT32);
    widen(Double.class, Float.class);
    widen(Double.class, Integer.class);
    add(BigDecimal.class, DataType.decimal(38, 9), TypeTag.DECIMAL);
    widen(BigDecimal.class, BigInteger.class);
    add(String.class, DataType.STRING, TEXTS.toArray(TypeTag[]::new));
    add(byte[].class, DataType.BINARY, TypeTag.BINARY);
    add(LocalDate.class, DataType.DATE, TypeTag.DATE);
    add(LocalTime.class, DataType.TIME, TypeTag.TIME);
    add(LocalDateTime.class, nanos, TypeTag.DATETIME);
    add(Instant.class, point, TypeTag.DATETIME);
    READABLE.put(ZonedDateTime.class, EnumSet.of(TypeTag.DATETIME));
    add(Duration.class, DataType.duration(TimeUnit.NANOSECONDS), TypeTag.DURATION);
  }

  private static void add(Class<?> type, DataType column, TypeTag first, TypeTag... more) {
    DEFAULTS.put(type, column);
    READABLE.put(type, EnumSet.of(first, more));
  }

  private static void add(Class<?> type, DataType column, TypeTag[] all) {
    add(type, column, all[0], all);
  }

  private static void widen(Class<?> type, Class<?> narrower) {
    READABLE.get(type).addAll(READABLE.get(narrower));
  }

  /** The box of a primitive class. */
  public static Class<?> boxed(Class<?> type) {
    return MethodType.methodType(type).wrap().returnType();
  }

  /** Whether there is something to know about a class. */
  public static boolean knows(Class<?> type) {
    return READABLE.containsKey(type);
  }

  /** The type of a column of a class's values, or null if that does not follow from it. */
  public static @Nullable DataType typeOf(Class<?> type) {
    return DEFAULTS.get(type);
  }

  /** Whether each value of a column fits in a class. */
  public static boolean readable(Class<?> type, DataType column) {
    return READABLE.get(type).contains(TypeTag.of(column)) && zoned(type, column);
  }

  /** Whether a column takes values of a class, as far as each fits. */
  public static boolean writable(Class<?> type, DataType column) {
    DataType own = DEFAULTS.get(type);
    return switch (TypeTag.of(column)) {
      case FLOAT16 -> type == Float.class;
      case FLOAT32 -> own != null && readable(Float.class, own);
      case FLOAT64 -> own != null && readable(Double.class, own);
      case INT8, INT16, INT32, INT64, INT128, UINT8, UINT16, UINT32, UINT64, UINT128 ->
          own != null && INTEGERS.contains(TypeTag.of(own));
      default -> readable(type, column);
    };
  }

  /** The first class in which every number of both fits, or null: Long and Double have none. */
  public static @Nullable Class<?> wider(Class<?> one, Class<?> other) {
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

  /** For values of a class in columns that suit it. */
  public static ScalarCodec of(Class<?> type, DataType column) {
    return new ScalarCodec(column, raising(type));
  }

  /** What a value of the columns that suit a class becomes in it. */
  public static UnaryOperator<@Nullable Object> raising(Class<?> type) {
    if (type == Short.class) {
      return value -> value == null ? null : (Object) ((Number) value).shortValue();
    } else if (type == Integer.class) {
      return value -> value == null ? null : (Object) ((Number) value).intValue();
    } else if (type == Long.class) {
      return value -> value == null ? null : (Object) ((Number) value).longValue();
    } else if (type == Float.class) {
      return value -> value == null ? null : (Object) ((Number) value).floatValue();
    } else if (type == Double.class) {
      return value -> value == null ? null : (Object) ((Number) value).doubleValue();
    } else if (type == BigInteger.class) {
      return value ->
          value == null || value instanceof BigInteger
              ? value
              : BigInteger.valueOf(((Number) value).longValue());
    } else if (type == BigDecimal.class) {
      return value ->
          value instanceof Number n && !(n instanceof BigDecimal)
              ? new BigDecimal(n.toString())
              : value;
    } else if (type == Instant.class) {
      return value -> value == null ? null : ((ZonedDateTime) value).toInstant();
    }
    return UnaryOperator.identity();
  }

  @Override
  public void append(@Nullable Object value, ColumnBuilder to) {
    to.append(value);
  }

  @Override
  public Object read(Series column, long offset, int count, byte @Nullable [] wanted) {
    @Nullable Object[] values = SeriesValues.read(column, offset, count);
    for (int i = 0; i < count; i++) {
      values[i] = raised.apply(values[i]);
    }
    return values;
  }
}
