package io.github.polars4j;

/** Says how the columns of frames may differ that {@link DataFrame#concat} puts together. */
public enum ConcatHow {
  /** All have the same columns in the same order: Python's {@code vertical}. */
  VERTICAL,
  /**
   * Their types may differ: each column gets the type that holds the values of all as they are, as
   * {@code Int64} for {@code Int32} and {@code UInt32}. Python's {@code vertical_relaxed}, but what
   * no type holds exactly is refused.
   */
  WIDENING,
  /** A frame may lack columns, which are null in its rows: Python's {@code diagonal}. */
  DIAGONAL,
  /** Both: Python's {@code diagonal_relaxed}. */
  DIAGONAL_WIDENING
}
