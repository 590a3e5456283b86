package io.github.polars4j.test;

/**
 * What {@link FrameAssert} overlooks. Immutable; begins with {@link #exact}, which overlooks
 * nothing.
 *
 * @param columnOrder whether the columns must be in the same order
 * @param rowOrder whether the rows must be in the same order
 * @param relativeTolerance how far a floating-point value may be from the expected one, as a part
 *     of the expected one: {@code 1e-9}
 * @param absoluteTolerance how far it may be besides, whatever the expected one is
 */
public record FrameAssertOptions(
    boolean columnOrder, boolean rowOrder, double relativeTolerance, double absoluteTolerance) {
  /**
   * Checks the tolerances.
   *
   * @throws IllegalArgumentException if one is negative, infinite or NaN
   */
  public FrameAssertOptions {
    check("relativeTolerance", relativeTolerance);
    check("absoluteTolerance", absoluteTolerance);
  }

  /** Returns options that overlook nothing. */
  public static FrameAssertOptions exact() {
    return new FrameAssertOptions(true, true, 0, 0);
  }

  /** Finds columns by their names, wherever they are. */
  public FrameAssertOptions ignoringColumnOrder() {
    return new FrameAssertOptions(false, rowOrder, relativeTolerance, absoluteTolerance);
  }

  /**
   * Sorts the rows of both frames by all their columns first. The rows that the message names are
   * those of the sorted frames.
   */
  public FrameAssertOptions ignoringRowOrder() {
    return new FrameAssertOptions(columnOrder, false, relativeTolerance, absoluteTolerance);
  }

  /**
   * Takes a floating-point value for equal where {@code |actual - expected| <= absolute + relative
   * * |expected|}, in lists and structs too. A null, NaN or infinity equals only its like. Columns
   * of other types must still be equal. Together with {@link #ignoringRowOrder}, values that are
   * only nearly equal may sort rows differently.
   *
   * @throws IllegalArgumentException if one is negative, infinite or NaN
   */
  public FrameAssertOptions withTolerance(double relative, double absolute) {
    return new FrameAssertOptions(columnOrder, rowOrder, relative, absolute);
  }

  boolean tolerant() {
    return relativeTolerance > 0 || absoluteTolerance > 0;
  }

  boolean near(double expected, double actual) {
    if (!Double.isFinite(expected) || !Double.isFinite(actual)) {
      return expected == actual || Double.isNaN(expected) && Double.isNaN(actual);
    }
    return Math.abs(actual - expected)
        <= absoluteTolerance + relativeTolerance * Math.abs(expected);
  }

  private static void check(String name, double tolerance) {
    if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
      throw new IllegalArgumentException(name + " is " + tolerance + ": 0 or more, and finite");
    }
  }
}
