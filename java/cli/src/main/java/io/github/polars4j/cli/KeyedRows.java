package io.github.polars4j.cli;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.Schema;
import io.github.polars4j.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of two frames that belong together, for the values of some columns are the same: which pairs
 * there are, and which rows only one frame has, all in the order of their keys.
 *
 * @param a numbers of rows of the first frame that have a mate
 * @param b the mates in the other frame, in the same order
 * @param onlyA rows of the first frame without a mate
 * @param onlyB rows of the other one without a mate
 */
record KeyedRows(long[] a, long[] b, long[] onlyA, long[] onlyB) {
  private static final String SIDE = "side";
  private static final String ROW = "row";

  /**
   * Matches all rows.
   *
   * @throws CommandException if a key is there twice on one side; a null is a key as others are
   */
  static KeyedRows of(DataFrame a, DataFrame b, List<String> keys) throws IOException {
    try (DataFrame left = marked(a, keys, (byte) 0);
        DataFrame right = marked(b, keys, (byte) 1);
        DataFrame both = DataFrame.concat(left, right);
        DataFrame sorted = both.sort(both.columnNames().toArray(String[]::new));
        Series sides = sorted.column(SIDE);
        Series rows = sorted.column(ROW)) {
      boolean[] again = again(sorted, keys.size());
      return matched(again, sides.toByteArray(), rows.toLongArray(), a, b, keys);
    }
  }

  /** Refuses columns that cannot tell rows apart. */
  static void check(Schema schema, List<String> keys) {
    for (String key : keys) {
      DataType type = schema.field(key).dataType();
      boolean nested =
          type instanceof DataType.List
              || type instanceof DataType.Array
              || type instanceof DataType.Struct
              || type instanceof DataType.Extension
              || type instanceof DataType.Null;
      if (nested) {
        throw new CommandException(
            "--key " + key + ": " + type + " is no key: numbers, text, bytes and times are");
      }
    }
  }

  /** What a row's key is. */
  static String shown(DataFrame frame, long row, List<String> keys) throws IOException {
    List<String> parts = new ArrayList<>();
    for (String key : keys) {
      parts.add(key + "=" + Values.shown(frame, row, key));
    }
    return String.join(", ", parts);
  }

  /** The keys, the side and the number of each row. */
  private static DataFrame marked(DataFrame frame, List<String> keys, byte side) {
    int height = Math.toIntExact(frame.height());
    byte[] sides = new byte[height];
    Arrays.fill(sides, side);
    List<Series> columns = new ArrayList<>();
    try {
      for (int i = 0; i < keys.size(); i++) {
        Field field = frame.schema().field(keys.get(i));
        try (Series key = frame.column(field.name());
            Series text =
                isNames(field.dataType()) ? key.cast(DataType.STRING) : key.slice(0, height)) {
          columns.add(text.rename("key" + i));
        }
      }
      columns.add(Series.of(SIDE, sides));
      columns.add(Series.of(ROW, IntStream.range(0, height).asLongStream().toArray()));
      return DataFrame.of(columns);
    } finally {
      columns.forEach(Series::close);
    }
  }

  private static boolean isNames(DataType type) {
    return type instanceof DataType.Categorical || type instanceof DataType.Enum;
  }

  /** Which rows have the key of the row before. */
  private static boolean[] again(DataFrame sorted, int keys) {
    int height = (int) sorted.height();
    boolean[] again = new boolean[height];
    if (height == 0) {
      return again;
    }
    Arrays.fill(again, 1, height, true);
    for (int i = 0; i < keys; i++) {
      try (Series all = sorted.column(i);
          Series before = all.slice(0, height - 1);
          Series after = all.slice(1, height - 1);
          Series equal = before.eq(after)) {
        boolean[] same = equal.toBooleanArray(false);
        boolean[] there = all.validity();
        for (int row = 1; row < height; row++) {
          again[row] &= same[row - 1] || !there[row - 1] && !there[row];
        }
      }
    }
    return again;
  }

  private static KeyedRows matched(
      boolean[] again, byte[] sides, long[] rows, DataFrame a, DataFrame b, List<String> keys)
      throws IOException {
    Numbers pairsA = new Numbers();
    Numbers pairsB = new Numbers();
    Numbers onlyA = new Numbers();
    Numbers onlyB = new Numbers();
    for (int row = 0; row < rows.length; row++) {
      boolean next = row + 1 < rows.length && again[row + 1];
      if (next && sides[row] == sides[row + 1]) {
        DataFrame frame = sides[row] == 0 ? a : b;
        throw new CommandException(
            "--key: rows "
                + rows[row]
                + " and "
                + rows[row + 1]
                + " of "
                + (sides[row] == 0 ? "A" : "B")
                + " have the same key "
                + shown(frame, rows[row], keys));
      }
      if (next) {
        pairsA.add(rows[row]);
        pairsB.add(rows[++row]);
      } else if (sides[row] == 0) {
        onlyA.add(rows[row]);
      } else {
        onlyB.add(rows[row]);
      }
    }
    return new KeyedRows(pairsA.all(), pairsB.all(), onlyA.all(), onlyB.all());
  }

  /** Numbers as they come. */
  private static final class Numbers {
    private long[] all = new long[16];
    private int count;

    void add(long number) {
      if (count == all.length) {
        all = Arrays.copyOf(all, 2 * count);
      }
      all[count++] = number;
    }

    long[] all() {
      return Arrays.copyOf(all, count);
    }
  }
}
