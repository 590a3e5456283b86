package io.github.polars4j.cli;

import io.github.polars4j.DataFrame;
import io.github.polars4j.Series;
import java.io.IOException;
import java.io.PrintWriter;

/** Prints rows that differ, up to so many. */
final class Differences {
  private final PrintWriter out;
  private final int most;
  private int shown;

  Differences(PrintWriter out, int most) {
    this.out = out;
    this.most = most;
  }

  /** What a row is called. */
  interface Label {
    String of(long row) throws IOException;
  }

  /** Shows which rows differ, of frames of the same columns and height; true if none does. */
  boolean same(DataFrame a, DataFrame b, Label label) throws IOException {
    if (a.width() == 0) {
      return true;
    }
    if (shown == most) {
      return a.contentEquals(b);
    }
    for (long from = 0; ; ) {
      try (DataFrame left = a.slice(from, a.height() - from);
          DataFrame right = b.slice(from, b.height() - from)) {
        long row = left.firstDifference(right);
        if (row < 0) {
          return from == 0;
        }
        show(left, right, row, label.of(from + row));
        from += row + 1;
      }
      if (++shown == most) {
        return false;
      }
    }
  }

  private void show(DataFrame a, DataFrame b, long row, String label) throws IOException {
    try (DataFrame one = a.slice(row, 1);
        DataFrame other = b.slice(row, 1)) {
      for (String name : a.columnNames()) {
        try (Series own = one.column(name);
            Series its = other.column(name)) {
          if (!own.contentEquals(its)) {
            String values =
                Values.shown(one, 0, name) + " in A, " + Values.shown(other, 0, name) + " in B";
            out.println(label + ", column '" + name + "': " + values);
          }
        }
      }
    }
  }
}
