package io.github.polars4j;

import io.github.polars4j.internal.Checks;

/** Positions of rows, checked. */
final class Slices {
  private Slices() {}

  /** How many of {@code length} rows from {@code offset} on there are. */
  static long length(String what, long height, long offset, long length) {
    if (offset < 0 || offset > height) {
      throw new IndexOutOfBoundsException(
          "offset " + offset + ": " + what + " has " + height + " rows");
    }
    return Math.min(count(length), height - offset);
  }

  /** A number of rows. */
  static long count(long rows) {
    return Checks.atLeast("number of rows", rows, 0);
  }

  /** A row that must exist. */
  static void index(String what, long index, long height) {
    if (index < 0 || index >= height) {
      throw new IndexOutOfBoundsException(what + " " + index + ": there are " + height);
    }
  }
}
