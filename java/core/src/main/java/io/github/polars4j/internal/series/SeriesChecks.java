package io.github.polars4j.internal.series;

import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Series;
import io.github.polars4j.internal.wire.TypeTag;
import java.util.Arrays;

/** Refuses what does not suit a column, and names it. */
public final class SeriesChecks {
  private SeriesChecks() {}

  /** Refuses a method that suits other types alone. */
  public static void require(Series series, String method, TypeTag... allowed) {
    if (!Arrays.asList(allowed).contains(TypeTag.of(series.dataType()))) {
      throw new InvalidOperationException(
          where(series) + method + " does not suit " + series.dataType() + ", but toList does");
    }
  }

  /** The refusal of a value that the wanted Java type cannot hold. */
  public static ArithmeticException unfit(Series series, long row, Object value, String type) {
    return new ArithmeticException(where(series) + value + " in row " + row + " is no " + type);
  }

  /** What messages begin with. */
  public static String where(Series series) {
    return "column \"" + series.name() + "\": ";
  }
}
