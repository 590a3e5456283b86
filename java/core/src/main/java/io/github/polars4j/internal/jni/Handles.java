package io.github.polars4j.internal.jni;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes public handles of keys for other rooms, and tells the keys of those that they are given.
 * The public classes register here as they are loaded: nobody else sees their keys.
 */
public final class Handles {
  private static volatile @Nullable Kind<Series> series;
  private static volatile @Nullable Kind<DataFrame> frames;
  private static volatile @Nullable TypedSeries typed;

  private Handles() {}

  /** Registers how a series is made of a key, alone or with what it is, and what its key is. */
  public static void registerSeries(
      LongFunction<Series> open, TypedSeries openTyped, ToLongFunction<Series> key) {
    typed = openTyped;
    series = new Kind<>(open, key);
  }

  /** Registers how a frame is made of a key, and what its key is. */
  public static void registerFrames(LongFunction<DataFrame> open, ToLongFunction<DataFrame> key) {
    frames = new Kind<>(open, key);
  }

  /** Takes over a native series. */
  public static Series series(long key) {
    return kindOfSeries().open.apply(key);
  }

  /**
   * The values that a nested series is made of, of a struct those of one field, with the type that
   * its own has for them: a native series knows no other names of time zones.
   */
  public static Series child(Series parent, int index) {
    DataType type = parent.dataType();
    if (type instanceof DataType.List list) {
      type = list.inner();
    } else if (type instanceof DataType.Array array) {
      type = array.inner();
    } else if (type instanceof DataType.Struct struct) {
      type = struct.fields().get(index).dataType();
    }
    kindOfSeries(); // which registers
    long key = NativeSeries.child(key(parent), index);
    return Objects.requireNonNull(typed).open(key, type);
  }

  /** The key of a series, which the caller keeps reachable. */
  public static long key(Series held) {
    return kindOfSeries().key.applyAsLong(held);
  }

  /** Takes over a native frame. */
  public static DataFrame frame(long key) {
    return kindOfFrames().open.apply(key);
  }

  /** The key of a frame, which the caller keeps reachable. */
  public static long key(DataFrame held) {
    return kindOfFrames().key.applyAsLong(held);
  }

  private static Kind<Series> kindOfSeries() {
    Kind<Series> kind = series;
    while (kind == null) {
      initialize(Series.class);
      kind = series;
    }
    return kind;
  }

  private static Kind<DataFrame> kindOfFrames() {
    Kind<DataFrame> kind = frames;
    while (kind == null) {
      initialize(DataFrame.class);
      kind = frames;
    }
    return kind;
  }

  private static void initialize(Class<?> type) {
    try {
      MethodHandles.lookup().ensureInitialized(type);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private record Kind<T>(LongFunction<T> open, ToLongFunction<T> key) {}

  /** Makes a series of a key, whose values are of that type. */
  public interface TypedSeries {
    Series open(long key, DataType type);
  }
}
