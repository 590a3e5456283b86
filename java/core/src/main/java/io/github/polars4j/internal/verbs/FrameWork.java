package io.github.polars4j.internal.verbs;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Series;
import io.github.polars4j.SortKey;
import io.github.polars4j.internal.jni.Handles;
import io.github.polars4j.internal.jni.NativeVerbs;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.Plain;
import io.github.polars4j.internal.wire.Shown;
import io.github.polars4j.internal.wire.WireWriter;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/** The verbs of frames. */
public final class FrameWork {
  private FrameWork() {}

  /** Puts columns in, in place of those of the same names. */
  public static DataFrame withColumns(DataFrame frame, List<Series> columns) {
    return put(frame, columns, false);
  }

  /** Adds columns whose names are new. */
  public static DataFrame hstack(DataFrame frame, List<Series> columns) {
    return put(frame, columns, true);
  }

  /** Puts in what a function makes of a column. */
  public static DataFrame derived(
      DataFrame frame, String name, String from, Function<Series, Series> work) {
    try (Series source = frame.column(from);
        Series made = work.apply(source);
        Series named = made.rename(name)) {
      return withColumns(frame, List.of(named));
    }
  }

  /** Keeps the rows where what a function makes of a column is true. */
  public static DataFrame filter(DataFrame frame, String name, Function<Series, Series> work) {
    try (Series source = frame.column(name);
        Series mask = work.apply(source)) {
      return frame.filter(mask);
    }
  }

  /** Converts a column. */
  public static DataFrame cast(DataFrame frame, String name, DataType type, boolean strict) {
    try (Series source = frame.column(name);
        Series cast = SeriesWork.cast(source, type, strict)) {
      return withColumns(frame, List.of(cast));
    }
  }

  /** Fills the nulls of a column. */
  public static DataFrame fillNull(DataFrame frame, String name, Object value) {
    try (Series source = frame.column(name);
        Series filled = SeriesWork.fillNull(source, value)) {
      return withColumns(frame, List.of(filled));
    }
  }

  /** Fills the nulls of all columns that the value suits. */
  public static DataFrame fillNull(DataFrame frame, Object value) {
    Objects.requireNonNull(value, "value");
    List<Series> filled = new ArrayList<>();
    boolean suits = false;
    try {
      for (Field field : frame.schema().fields()) {
        if (!Scalars.suits(Plain.of(field).dataType(), value)) {
          continue;
        }
        suits = true;
        try (Series source = frame.column(field.name())) {
          if (source.hasNulls()) {
            filled.add(SeriesWork.fillNull(source, value));
          }
        }
      }
      if (!suits) {
        throw new InvalidOperationException(
            "no column takes "
                + Shown.cut(value.toString())
                + ", "
                + Shown.cut(value.getClass().getSimpleName())
                + ", in place of nulls: "
                + Shown.cut(frame.schema().toString()));
      }
      return withColumns(frame, filled);
    } finally {
      filled.forEach(Series::close);
    }
  }

  private static DataFrame put(DataFrame frame, List<Series> columns, boolean adds) {
    List<Series> held = List.copyOf(columns);
    long[] keys = held.stream().mapToLong(Handles::key).toArray();
    try {
      return call(frame, key -> NativeVerbs.withColumns(key, keys, adds));
    } finally {
      Reference.reachabilityFence(held);
    }
  }

  /** Keeps the rows where the mask is true. */
  public static DataFrame filter(DataFrame frame, Series mask) {
    try {
      return call(frame, key -> NativeVerbs.filterRows(key, Handles.key(mask)));
    } finally {
      Reference.reachabilityFence(mask);
    }
  }

  /** Takes rows by their numbers. */
  public static DataFrame take(DataFrame frame, long[] rows) {
    return call(frame, key -> NativeVerbs.takeRows(key, rows));
  }

  /** Sorts the rows. */
  public static DataFrame sort(DataFrame frame, List<SortKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("sort wants a column at least");
    }
    byte[] wire = new WireWriter().sortKeys(keys).toBytes();
    return call(frame, key -> NativeVerbs.sortRows(key, wire));
  }

  /** Draws rows at random, each at most once, which stay in their order. */
  public static DataFrame sample(DataFrame frame, long n, long seed) {
    long height = frame.height();
    Checks.atLeast("number of rows", n, 0);
    if (n > height || n > Checks.MAX_ARRAY) {
      throw new IllegalArgumentException(
          n + " rows cannot be drawn of " + height + ", each at most once");
    }
    long[] rows = new long[(int) n];
    SplittableRandom random = new SplittableRandom(seed);
    int drawn = 0;
    for (long row = 0; drawn < rows.length; row++) {
      if (random.nextLong(height - row) < rows.length - drawn) {
        rows[drawn++] = row;
      }
    }
    return take(frame, rows);
  }

  /** The first row of each combination of values. */
  public static DataFrame unique(DataFrame frame, List<String> names) {
    return call(frame, key -> NativeVerbs.uniqueRows(key, WireWriter.of(names)));
  }

  /** A row for each element. */
  public static DataFrame explode(DataFrame frame, List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("explode wants a column at least");
    }
    return call(frame, key -> NativeVerbs.explodeRows(key, WireWriter.of(names)));
  }

  /** A frame for each combination of values. */
  public static List<DataFrame> partition(DataFrame frame, List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("partitionBy wants a column at least");
    }
    List<DataFrame> parts = new ArrayList<>();
    try {
      for (long key : NativeVerbs.partitionRows(Handles.key(frame), WireWriter.of(names))) {
        parts.add(Handles.frame(key));
      }
      return List.copyOf(parts);
    } catch (Throwable e) {
      parts.forEach(DataFrame::close);
      throw e;
    } finally {
      Reference.reachabilityFence(frame);
    }
  }

  /** How many nulls each column has. */
  public static Map<String, Long> nullCount(DataFrame frame) {
    try {
      long[] counts = NativeVerbs.nullCounts(Handles.key(frame));
      Map<String, Long> named = new LinkedHashMap<>();
      for (int i = 0; i < counts.length; i++) {
        named.put(frame.columnNames().get(i), counts[i]);
      }
      return java.util.Collections.unmodifiableMap(named);
    } finally {
      Reference.reachabilityFence(frame);
    }
  }

  /** Frames one below the other; {@code how} has a bit for widening and one for diagonal. */
  public static DataFrame concat(List<DataFrame> frames, int how) {
    List<DataFrame> held = List.copyOf(frames);
    if (held.isEmpty()) {
      throw new IllegalArgumentException("there is no frame to concat");
    }
    try {
      long[] keys = held.stream().mapToLong(Handles::key).toArray();
      return Handles.frame(NativeVerbs.concat(keys, how));
    } finally {
      Reference.reachabilityFence(held);
    }
  }

  private static DataFrame call(DataFrame frame, LongUnaryOperator work) {
    try {
      return Handles.frame(work.applyAsLong(Handles.key(frame)));
    } finally {
      Reference.reachabilityFence(frame);
    }
  }
}
