package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;

/** Which decimals a database's become. */
final class Decimals {
  /** Whole numbers of more than 64 bits. */
  static final DataType WHOLE = DataType.decimal(38, 0);

  /** For those that don't say their scale. */
  static final DataType ANY = DataType.decimal(38, 18);

  private static final int MAX_PRECISION = 38;

  private Decimals() {}

  /**
   * Of unknown precision (0 or less): {@link #ANY}, or with its scale if that is known. Of more
   * than 38 digits: the scale is kept, and values that are too large are refused. A scale beyond
   * the digits is cut to 38, a negative one becomes 0.
   */
  static DataType of(int precision, int scale) {
    if (precision <= 0) {
      return scale > 0 && scale <= MAX_PRECISION ? DataType.decimal(MAX_PRECISION, scale) : ANY;
    }
    if (scale < 0) {
      return DataType.decimal((int) Math.min((long) precision - scale, MAX_PRECISION), 0);
    }
    int digits = Math.min(Math.max(precision, scale), MAX_PRECISION);
    return DataType.decimal(digits, Math.min(scale, digits));
  }
}
