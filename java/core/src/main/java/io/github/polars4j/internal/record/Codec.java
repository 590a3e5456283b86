package io.github.polars4j.internal.record;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import io.github.polars4j.internal.column.ColumnBuilder;
import org.jspecify.annotations.Nullable;

/** Takes values of one Java type into and out of columns of one data type. */
public interface Codec {
  /** The data type. */
  DataType type();

  /** Appends a value, which has the Java type; null is a null. */
  void append(@Nullable Object value, ColumnBuilder to);

  /**
   * The values of some rows, which exist.
   *
   * @param wanted a bit for each row that must be right; null if all must
   * @return an array: of the Java type if that is primitive, else of objects
   */
  Object read(Series column, long offset, int count, byte @Nullable [] wanted);
}
