package io.github.polars4j.internal.record;

import io.github.polars4j.internal.column.ColumnBuilder;
import java.util.List;

/**
 * Takes objects apart, into columns.
 *
 * @param <T> the class of the objects
 */
public interface RowAppender<T> {
  /** Takes an object; true if {@link #pass} is to come now. */
  boolean hold(T row);

  /** Passes what was taken on to the columns, and says how many rows that is. */
  int pass(List<ColumnBuilder> columns);
}
