package io.github.polars4j;

import io.github.polars4j.internal.wire.Checks;

/**
 * Sets how much of a frame {@link DataFrame#toString(TableFormat)} and {@link
 * DataFrame#toHtml(TableFormat)} show. They leave out the middle and put an ellipsis there.
 *
 * @param rows the largest number of rows, 1 or more
 * @param columns the largest number of columns, 1 or more
 * @param textLength the largest number of characters of a value or name, 1 or more
 */
public record TableFormat(int rows, int columns, int textLength) {
  /** The default of polars: 10 rows, 8 columns, 30 characters. */
  public static final TableFormat DEFAULT = new TableFormat(10, 8, 30);

  /** Shows everything, for frames that fit into the heap. */
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

  /** Returns this format with another number of rows. */
  public TableFormat withRows(int rows) {
    return new TableFormat(rows, columns, textLength);
  }

  /** Returns this format with another number of columns. */
  public TableFormat withColumns(int columns) {
    return new TableFormat(rows, columns, textLength);
  }

  /** Returns this format with another length of text. */
  public TableFormat withTextLength(int textLength) {
    return new TableFormat(rows, columns, textLength);
  }
}
