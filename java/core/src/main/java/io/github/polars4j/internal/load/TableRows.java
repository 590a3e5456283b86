package io.github.polars4j.internal.load;

import io.github.polars4j.internal.jni.NativeLibrary;

/**
 * How many rows of a frame {@code toString} shows: what polars' own {@code POLARS_FMT_MAX_ROWS}
 * says, else the property, negative for all, else 10.
 */
final class TableRows {
  private static final String PROPERTY = "polars4j.tableRows";

  private TableRows() {}

  /** Tells native code what the property says. */
  static void apply() {
    String property = System.getProperty(PROPERTY);
    if (property == null) {
      return;
    }
    int rows;
    try {
      rows = Integer.parseInt(property.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "-D" + PROPERTY + "=" + property + ": a whole number is allowed, negative for all rows");
    }
    System.getenv(); // Java copies the environment on its first look, before native code adds to it
    NativeLibrary.showRows(rows);
  }
}
