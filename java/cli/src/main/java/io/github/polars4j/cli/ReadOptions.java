package io.github.polars4j.cli;

import io.github.polars4j.DataType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to read and how.
 *
 * @param columns empty for all
 * @param rows at most so many, or -1 for all
 * @param text how text is read
 * @param json how JSON is read, and how text says values that it has no form for
 * @param types the types that columns are to have
 * @param inferRows rows to infer types from, or {@link #ALL_ROWS}
 */
record ReadOptions(
    List<String> columns,
    long rows,
    TextOptions text,
    JsonOptions json,
    Map<String, DataType> types,
    int inferRows) {
  static final int ALL_ROWS = -1;

  /** Enough for a column that is empty, or whole numbers, for its first thousands of rows. */
  static final int INFER_ROWS = 10_000;

  /** The same, with the types that all rows have. */
  ReadOptions byAllRows() {
    return new ReadOptions(columns, rows, text, json, types, ALL_ROWS);
  }

  /** Parses {@code --infer-rows}; null gives the default. */
  static int parseInferRows(@Nullable String value) {
    if (value == null) {
      return INFER_ROWS;
    }
    if (value.equals("all")) {
      return ALL_ROWS;
    }
    try {
      int rows = Integer.parseInt(value);
      if (rows > 0) {
        return rows;
      }
    } catch (NumberFormatException e) {
      // The message below covers it.
    }
    throw new UsageException("--infer-rows " + value + ": a number above 0 or 'all'");
  }
}
