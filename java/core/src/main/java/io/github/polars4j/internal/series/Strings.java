package io.github.polars4j.internal.series;

import io.github.polars4j.Series;
import io.github.polars4j.internal.jni.NativeSeries;
import io.github.polars4j.internal.wire.TypeTag;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The strings of a series one by one: where they are asked for in their order, some are fetched at
 * once. Several threads may ask; what they share is immutable.
 */
public final class Strings {
  private static final int ROWS = 64;

  /** Above this many bytes nothing is kept. */
  private static final int LARGE = 1 << 16;

  private long next;
  private @Nullable Window window;

  /** The string in a row. */
  public @Nullable String get(Series series, long key, long row) {
    Window near = window;
    if (near != null && near.holds(row)) {
      return near.values[(int) (row - near.from)];
    }
    boolean follows = row > 0 && row == next;
    next = row + 1;
    if (follows && row < series.length() && isText(series)) {
      int count = (int) Math.min(ROWS, series.length() - row);
      near = read(key, row, count);
      if (near != null) {
        window = near;
        next = row + near.values.length;
        return near.values[0];
      }
    }
    return NativeSeries.stringAt(key, row);
  }

  private static boolean isText(Series series) {
    return switch (TypeTag.of(series.dataType())) {
      case STRING, CATEGORICAL, ENUM -> true;
      default -> false;
    };
  }

  private static @Nullable Window read(long key, long from, int count) {
    int[] lengths = new int[count];
    byte[] bytes = NativeSeries.exportVar(key, from, lengths);
    if (bytes.length > LARGE || Arrays.stream(lengths).anyMatch(length -> length < -1)) {
      return null;
    }
    @Nullable String[] values = new String[count];
    int at = 0;
    for (int i = 0; i < count; i++) {
      if (lengths[i] >= 0) {
        values[i] = SeriesValues.decode(bytes, at, lengths[i]);
        at += lengths[i];
      }
    }
    return new Window(from, values);
  }

  private static final class Window {
    private final long from;
    private final @Nullable String[] values;

    private Window(long from, @Nullable String[] values) {
      this.from = from;
      this.values = values;
    }

    private boolean holds(long row) {
      return row >= from && row - from < values.length;
    }
  }
}
