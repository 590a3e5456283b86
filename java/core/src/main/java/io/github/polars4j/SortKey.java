package io.github.polars4j;

import java.util.Objects;

/**
 * Names a column to sort by, and how. Nulls come first unless {@link #withNullsLast} says
 * otherwise, in both directions, as in Python polars. NaN is above all numbers.
 *
 * @param column the name of the column
 * @param descending whether the greatest value comes first
 * @param nullsLast whether nulls come last
 */
public record SortKey(String column, boolean descending, boolean nullsLast) {
  /** Checks that there is a name. */
  public SortKey {
    Objects.requireNonNull(column, "column");
  }

  /** Sorts by this column, the least value first. */
  public static SortKey ascending(String column) {
    return new SortKey(column, false, false);
  }

  /** Sorts by this column, the greatest value first. */
  public static SortKey descending(String column) {
    return new SortKey(column, true, false);
  }

  /** Returns the same key with nulls last. */
  public SortKey withNullsLast() {
    return new SortKey(column, descending, true);
  }
}
