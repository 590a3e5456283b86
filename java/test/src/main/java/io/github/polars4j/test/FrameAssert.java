package io.github.polars4j.test;

import io.github.polars4j.DataFrame;
import io.github.polars4j.Field;
import io.github.polars4j.Schema;
import io.github.polars4j.Series;
import java.util.ArrayList;
import java.util.List;

/**
 * Asserts that frames or series are equal: names and types of columns, then all values. The message
 * of a failure names the first column that differs, its first row that does, and both values.
 *
 * <p>Values are equal as {@link DataFrame#contentEquals} has it: a null equals a null, NaN equals
 * NaN, -0.0 equals 0.0. Metadata and nullability of fields, also of those within structs, are not
 * compared. The frames stay open, and may be used by other threads meanwhile.
 */
public final class FrameAssert {
  private FrameAssert() {}

  /**
   * Asserts that two frames are equal.
   *
   * @param expected how the frame should be
   * @param actual how it is
   * @throws AssertionError if they differ
   */
  public static void assertFrameEquals(DataFrame expected, DataFrame actual) {
    assertFrameEquals(expected, actual, FrameAssertOptions.exact());
  }

  /**
   * Asserts that two frames are equal but for what the options overlook.
   *
   * @param expected how the frame should be
   * @param actual how it is
   * @param options what is overlooked
   * @throws AssertionError if they differ
   * @throws io.github.polars4j.PolarsException if the order of rows is overlooked and a column
   *     cannot be sorted by
   */
  public static void assertFrameEquals(
      DataFrame expected, DataFrame actual, FrameAssertOptions options) {
    List<String> faults = schemaFaults(expected.schema(), actual.schema(), options);
    if (expected.height() != actual.height()) {
      faults.add("rows: expected " + expected.height() + ", actual " + actual.height());
    }
    if (!faults.isEmpty()) {
      throw new AssertionError("frames differ: " + String.join("; ", faults));
    }
    if (expected.width() == 0) {
      return;
    }
    if (options.rowOrder()) {
      compare(expected, actual, options);
      return;
    }
    String[] names = expected.columnNames().toArray(String[]::new);
    try (DataFrame left = expected.sort(names);
        DataFrame right = actual.sort(names)) {
      compare(left, right, options);
    }
  }

  /**
   * Asserts that two series are equal: name, type and values.
   *
   * @param expected how the series should be
   * @param actual how it is
   * @throws AssertionError if they differ
   */
  public static void assertSeriesEquals(Series expected, Series actual) {
    assertSeriesEquals(expected, actual, FrameAssertOptions.exact());
  }

  /**
   * Asserts that two series are equal but for what the options overlook.
   *
   * @param expected how the series should be
   * @param actual how it is
   * @param options what is overlooked
   * @throws AssertionError if they differ
   * @throws io.github.polars4j.PolarsException if the order of rows is overlooked and the type
   *     cannot be sorted
   */
  public static void assertSeriesEquals(
      Series expected, Series actual, FrameAssertOptions options) {
    try (DataFrame left = expected.toFrame();
        DataFrame right = actual.toFrame()) {
      assertFrameEquals(left, right, options);
    }
  }

  private static List<String> schemaFaults(
      Schema expected, Schema actual, FrameAssertOptions options) {
    List<String> faults = new ArrayList<>();
    for (Field field : expected.fields()) {
      String name = field.name();
      if (!actual.contains(name)) {
        faults.add("column '" + name + "' (" + field.dataType() + ") is missing");
      } else if (!actual.field(name).dataType().sameType(field.dataType())) {
        faults.add(
            "column '"
                + name
                + "': expected type "
                + field.dataType()
                + ", actual "
                + actual.field(name).dataType());
      }
    }
    for (Field field : actual.fields()) {
      if (!expected.contains(field.name())) {
        faults.add("column '" + field.name() + "' (" + field.dataType() + ") is not expected");
      }
    }
    if (faults.isEmpty() && options.columnOrder() && !expected.names().equals(actual.names())) {
      faults.add("order of columns: expected " + expected.names() + ", actual " + actual.names());
    }
    return faults;
  }

  private static void compare(DataFrame expected, DataFrame actual, FrameAssertOptions options) {
    if (expected.contentEquals(actual)) {
      return;
    }
    String first = null;
    List<String> differing = new ArrayList<>();
    for (String name : expected.columnNames()) {
      try (Series left = expected.column(name);
          Series right = actual.column(name)) {
        long row = Difference.firstRow(left, right, options);
        if (row < 0) {
          continue;
        }
        differing.add("'" + name + "'");
        if (first == null) {
          first =
              "column '"
                  + name
                  + "', row "
                  + row
                  + " of "
                  + left.length()
                  + ": expected "
                  + Difference.show(left.get(row))
                  + ", actual "
                  + Difference.show(right.get(row));
        }
      }
    }
    if (first == null) {
      return;
    }
    String order = options.rowOrder() ? "" : " (rows are sorted by all columns)";
    String columns = differing.size() == 1 ? "" : "; columns that differ: " + differing;
    throw new AssertionError("frames differ: " + first + order + columns);
  }
}
