package io.github.polars4j.internal.jni;

import io.github.polars4j.DataFrame;
import io.github.polars4j.Series;
import java.lang.invoke.MethodHandles;
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

  private Handles() {}

  /** Registers how a series is made of a key, and what its key is. */
  public static void registerSeries(LongFunction<Series> open, ToLongFunction<Series> key) {
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
}
