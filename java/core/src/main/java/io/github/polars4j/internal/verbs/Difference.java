package io.github.polars4j.internal.verbs;

import io.github.polars4j.DataFrame;
import io.github.polars4j.SchemaMismatchException;
import io.github.polars4j.Series;
import io.github.polars4j.internal.wire.Plain;

/** Finds the first row that differs by halves: whole columns are compared, no value is fetched. */
public final class Difference {
  private Difference() {}

  /** Whether some rows are the same on both sides. */
  private interface Same {
    boolean test(long from, long rows);
  }

  /** The first row whose values differ, or that one side alone has; -1 if there is none. */
  public static long first(Series one, Series other) {
    if (!one.dataType().equals(other.dataType())) {
      throw new SchemaMismatchException(
          "a series of the type "
              + one.dataType()
              + " has no rows to compare with one of the type "
              + other.dataType());
    }
    try (Series named = other.rename(one.name())) {
      return first(
          one.length(),
          named.length(),
          (from, rows) -> {
            try (Series left = one.slice(from, rows);
                Series right = named.slice(from, rows)) {
              return left.contentEquals(right);
            }
          });
    }
  }

  /** The same of frames. */
  public static long first(DataFrame one, DataFrame other) {
    if (!Plain.of(one.schema()).equals(Plain.of(other.schema()))) {
      throw new SchemaMismatchException(
          "the frames have other columns: " + one.schema() + " and " + other.schema());
    }
    return first(
        one.height(),
        other.height(),
        (from, rows) -> {
          try (DataFrame left = one.slice(from, rows);
              DataFrame right = other.slice(from, rows)) {
            return left.contentEquals(right);
          }
        });
  }

  private static long first(long ones, long others, Same same) {
    long rows = Math.min(ones, others);
    if (same.test(0, rows)) {
      return ones == others ? -1 : rows;
    }
    long from = 0;
    while (rows > 1) {
      long half = rows / 2;
      if (same.test(from, half)) {
        from += half;
        rows -= half;
      } else {
        rows = half;
      }
    }
    return from;
  }
}
