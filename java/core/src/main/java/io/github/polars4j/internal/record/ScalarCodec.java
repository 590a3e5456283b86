package io.github.polars4j.internal.record;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import io.github.polars4j.internal.column.ColumnBuilder;
import io.github.polars4j.internal.column.FixedColumn;
import io.github.polars4j.internal.column.PhysicalValue;
import io.github.polars4j.internal.series.SeriesValues;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Objects that hold one value each.
 *
 * @param type the data type
 * @param raised what a value read becomes
 * @param rounding of points in time and spans
 */
public record ScalarCodec(
    DataType type, UnaryOperator<@Nullable Object> raised, RoundingMode rounding) implements Codec {
  /** The box of a primitive class. */
  static Class<?> boxed(Class<?> type) {
    return MethodType.methodType(type).wrap().returnType();
  }

  /** For values of a class in columns that suit it. */
  static ScalarCodec of(Class<?> type, DataType column, RoundingMode rounding) {
    return new ScalarCodec(column, raising(type), rounding);
  }

  /** What a value of the columns that suit a class becomes in it. */
  static UnaryOperator<@Nullable Object> raising(Class<?> type) {
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
      return ScalarCodec::bigInteger;
    } else if (type == BigDecimal.class) {
      return value ->
          value instanceof Number n && !(n instanceof BigDecimal)
              ? new BigDecimal(n.toString())
              : value;
    } else if (type == Instant.class) {
      return value -> value == null ? null : ((ZonedDateTime) value).toInstant();
    } else if (type == OffsetDateTime.class) {
      return value -> value == null ? null : ((ZonedDateTime) value).toOffsetDateTime();
    }
    return UnaryOperator.identity();
  }

  private static @Nullable Object bigInteger(@Nullable Object value) {
    if (value == null || value instanceof BigInteger) {
      return value;
    }
    return value instanceof BigDecimal decimal
        ? decimal.toBigIntegerExact()
        : BigInteger.valueOf(((Number) value).longValue());
  }

  @Override
  public void append(@Nullable Object value, ColumnBuilder to) {
    if (value instanceof String text) {
      to.appendString(text);
      return;
    }
    @Nullable Object plain = PhysicalValue.unwrapped(value);
    if (plain != null && to instanceof FixedColumn column) {
      column.addValue(plain, rounding);
    } else {
      to.append(plain);
    }
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
