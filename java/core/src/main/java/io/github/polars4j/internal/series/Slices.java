package io.github.polars4j.internal.series;

import io.github.polars4j.internal.wire.Checks;

/** Positions of rows, checked. */
public final class Slices {
  private Slices() {}

  /** How many of {@code length} rows from {@code offset} on there are. */
  public static long length(String what, long height, long offset, long length) {
    if (offset < 0 || offset > height) {
      throw new IndexOutOfBoundsException(
          "offset " + offset + ": " + what + " has " + height + " rows");
    }
    return Math.min(count(length), height - offset);
  }

  /** A number of rows. */
  public static long count(long rows) {
    return Checks.atLeast("number of rows", rows, 0);
  }

  /** A row that must exist. */
  public static void index(String what, long index, long height) {
    if (index < 0 || index >= height) {
      throw new IndexOutOfBoundsException(what + " " + index + ": there are " + height);
    }
  }
}
