package io.github.polars4j.internal.verbs;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import io.github.polars4j.internal.series.SeriesChecks;
import io.github.polars4j.internal.wire.Shown;
import io.github.polars4j.internal.wire.TypeTag;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Single values as columns, to stand beside a column. */
final class Scalars {
  private Scalars() {}

  /** A column of one row to compare with, or to reckon with. */
  static Series beside(Series column, Object value) {
    return values(column, List.of(value));
  }

  /** A column of these values, none of which is null. */
  static Series values(Series column, List<?> values) {
    DataType type = column.dataType();
    boolean numbers = isNumber(type) && values.stream().allMatch(Scalars::isPlainNumber);
    if (numbers && values.stream().anyMatch(BigInteger.class::isInstance)) {
      boolean unsigned = type instanceof DataType.UInt128;
      return Series.of(column.name(), unsigned ? type : DataType.INT128, values);
    }
    if (numbers || type instanceof DataType.Null) {
      return Series.of(column.name(), values);
    }
    if (isText(type) && values.stream().allMatch(String.class::isInstance) && !isEnum(type)) {
      return Series.of(column.name(), DataType.STRING, values);
    }
    try {
      return Series.of(column.name(), type, values);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          SeriesChecks.where(column)
              + Shown.cut(String.valueOf(values.size() == 1 ? values.get(0) : values))
              + " does not fit "
              + Shown.cut(type.toString())
              + ": "
              + withoutPlace(e),
          e);
    }
  }

  /** What is wrong with a value, which is in no row. */
  private static @Nullable String withoutPlace(IllegalArgumentException e) {
    Throwable cause = e.getCause();
    return cause == null || cause.getMessage() == null ? e.getMessage() : cause.getMessage();
  }

  /** Whether a value of that class is meant for columns of that type. */
  static boolean suits(DataType type, Object value) {
    if (value instanceof Double || value instanceof Float) {
      return isFloat(type);
    }
    if (value instanceof BigDecimal) {
      return type instanceof DataType.Decimal;
    }
    if (value instanceof Number) {
      return isNumber(type) || type instanceof DataType.Decimal;
    }
    if (value instanceof CharSequence) {
      return isText(type);
    }
    try (Series column = Series.of("", List.of(value))) {
      return TypeTag.of(column.dataType()) == TypeTag.of(type);
    }
  }

  private static boolean isPlainNumber(Object value) {
    return value instanceof Number && !(value instanceof BigDecimal);
  }

  private static boolean isFloat(DataType type) {
    return switch (TypeTag.of(type)) {
      case FLOAT16, FLOAT32, FLOAT64 -> true;
      default -> false;
    };
  }

  private static boolean isNumber(DataType type) {
    return switch (TypeTag.of(type)) {
      case INT8, INT16, INT32, INT64, INT128, UINT8, UINT16, UINT32, UINT64, UINT128 -> true;
      default -> isFloat(type);
    };
  }

  private static boolean isText(DataType type) {
    return switch (TypeTag.of(type)) {
      case STRING, CATEGORICAL, ENUM -> true;
      default -> false;
    };
  }

  private static boolean isEnum(DataType type) {
    return type instanceof DataType.Enum;
  }
}
