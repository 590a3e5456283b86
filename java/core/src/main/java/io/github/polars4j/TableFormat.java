package io.github.polars4j;

import io.github.polars4j.internal.wire.Checks;

/**
 * How much of a frame {@link DataFrame#toString(TableFormat)} and {@link
 * DataFrame#toHtml(TableFormat)} show. What is left out is in the middle, and an ellipsis stands
 * for it.
 *
 * @param rows at most so many rows, 1 or more
 * @param columns at most so many columns, 1 or more
 * @param textLength at most so many characters of a value or name, 1 or more
 */
public record TableFormat(int rows, int columns, int textLength) {
  /** As polars' own default: 10 rows, 8 columns, 30 characters. */
  public static final TableFormat DEFAULT = new TableFormat(10, 8, 30);

  /** Everything there is, of frames that fit the heap. */
  public static final TableFormat ALL =
      new TableFormat(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is less than 1
   */
  public TableFormat {
    Checks.atLeast("rows", rows, 1);
    Checks.atLeast("columns", columns, 1);
    Checks.atLeast("text length", textLength, 1);
  }

  /** The same with another number of rows. */
  public TableFormat withRows(int rows) {
    return new TableFormat(rows, columns, textLength);
  }

  /** The same with another number of columns. */
  public TableFormat withColumns(int columns) {
    return new TableFormat(rows, columns, textLength);
  }

  /** The same with other lengths of texts. */
  public TableFormat withTextLength(int textLength) {
    return new TableFormat(rows, columns, textLength);
  }
}
