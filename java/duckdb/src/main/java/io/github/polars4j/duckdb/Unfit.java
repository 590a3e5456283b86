package io.github.polars4j.duckdb;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.Series;
import io.github.polars4j.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Refuses what DuckDB has no type for, and nanoseconds that its INTERVAL would drop. */
final class Unfit {
  private static final long NANOS_PER_MICRO = 1_000;

  private Unfit() {}

  static void check(String table, DataFrame frame) {
    for (Field field : frame.schema().fields()) {
      String why = why(field.dataType(), true);
      if (why == null && isInNanos(field.dataType())) {
        why = wholeMicros(frame, field.name());
      }
      if (why != null) {
        throw new IllegalArgumentException(
            "table \"" + table + "\", column \"" + field.name() + "\": DuckDB has no " + why);
      }
    }
  }

  private static @Nullable String why(DataType type, boolean top) {
    if (type instanceof DataType.Int128 || type instanceof DataType.UInt128) {
      return type + " in Arrow: use Decimal(38, 0), or String";
    } else if (type instanceof DataType.Float16) {
      return type + ": use Float32";
    } else if (!top && isInNanos(type)) {
      return type + " within lists and structs: use Duration(MICROSECONDS), or Int64";
    } else if (type instanceof DataType.List list) {
      return why(list.inner(), false);
    } else if (type instanceof DataType.Array array) {
      return why(array.inner(), false);
    } else if (type instanceof DataType.Struct struct) {
      for (Field field : struct.fields()) {
        String why = why(field.dataType(), false);
        if (why != null) {
          return why;
        }
      }
    }
    return null;
  }

  private static boolean isInNanos(DataType type) {
    return type instanceof DataType.Duration duration && duration.unit() == TimeUnit.NANOSECONDS;
  }

  /** INTERVAL counts in microseconds. */
  private static @Nullable String wholeMicros(DataFrame frame, String name) {
    try (Series column = frame.column(name)) {
      long[] nanos = column.toLongArray(0);
      for (int row = 0; row < nanos.length; row++) {
        if (nanos[row] % NANOS_PER_MICRO != 0) {
          return "interval of " + nanos[row] + " ns, in row " + (row + 1) + ": use Int64";
        }
      }
    }
    return null;
  }
}
