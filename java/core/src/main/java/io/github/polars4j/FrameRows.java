package io.github.polars4j;

import io.github.polars4j.internal.jni.NativeFrame;
import io.github.polars4j.internal.series.Slices;
import io.github.polars4j.internal.verbs.Difference;
import io.github.polars4j.internal.verbs.FrameWork;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a {@link DataFrame} does with its rows. */
abstract sealed class FrameRows extends FrameColumns permits DataFrame {
  private static final int DEFAULT_ROWS = 5;

  FrameRows() {}

  abstract Schema schema();

  abstract long height();

  @Override
  final DataFrame self() {
    return (DataFrame) this;
  }

  /**
   * Returns {@code length} rows from {@code offset} on, which counts from 0, or as many as there
   * are.
   *
   * @throws IndexOutOfBoundsException if the offset is negative or beyond the height
   * @throws IllegalArgumentException if the length is negative
   */
  public DataFrame slice(long offset, long length) {
    long rows = Slices.length("this DataFrame", height(), offset, length);
    Schema same = schema(); // first: a key must not be lost if the frame is closed meanwhile
    return new DataFrame(NativeFrame.sliceRows(handle(), offset, rows), same, rows);
  }

  /** Returns the first {@code n} rows, or as many as there are. */
  public DataFrame head(long n) {
    return slice(0, n);
  }

  /** Returns the first five rows. */
  public DataFrame head() {
    return head(DEFAULT_ROWS);
  }

  /** Returns the last {@code n} rows, or as many as there are. */
  public DataFrame tail(long n) {
    return slice(Math.max(0, height() - Slices.count(n)), n);
  }

  /** Returns the last five rows. */
  public DataFrame tail() {
    return tail(DEFAULT_ROWS);
  }

  /**
   * Returns the rows of this frame followed by those of {@code other}, as further chunks. In {@code
   * other}, a column of type {@code Null} and decimals that fit take the type of this frame.
   *
   * @throws PolarsException if names or types differ
   */
  public DataFrame vstack(DataFrame other) {
    try {
      return new DataFrame(NativeFrame.vstackWith(handle(), other.handle()));
    } finally {
      Reference.reachabilityFence(other);
    }
  }

  /**
   * Returns the rows where the mask, a {@code Boolean} column of the same length, is true; not
   * those where it is false or null. Comparisons such as {@link Series#gt(Object)} make masks.
   *
   * @throws ShapeMismatchException if the mask has another length
   * @throws InvalidOperationException if it is not {@code Boolean}
   */
  public DataFrame filter(Series mask) {
    return FrameWork.filter(self(), mask);
  }

  /**
   * Returns the rows where the mask is true that is made of one column, such as {@code
   * frame.filter("age", age -> age.ge(18))}. The column and the mask are closed.
   *
   * @throws ColumnNotFoundException if there is no such column
   */
  public DataFrame filter(String column, Function<Series, Series> mask) {
    return FrameWork.filter(self(), column, mask);
  }

  /**
   * Returns the rows in ascending order of these columns, nulls first. Rows that are equal in them
   * stay in their order.
   *
   * @throws ColumnNotFoundException if one is missing
   */
  public DataFrame sort(String... columns) {
    return FrameWork.sort(self(), Stream.of(columns).map(SortKey::ascending).toList());
  }

  /** Does the same in the order that the keys say, the first before the second. */
  public DataFrame sort(SortKey... keys) {
    return FrameWork.sort(self(), List.of(keys));
  }

  /**
   * Returns the rows of these numbers, from 0, in this order; a number may stand more than once.
   *
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public DataFrame take(long... rows) {
    return FrameWork.take(self(), rows);
  }

  /** Does the same with numbers of 32 bits. */
  public DataFrame take(int[] rows) {
    return take(Arrays.stream(rows).asLongStream().toArray());
  }

  /**
   * Returns {@code n} rows drawn at random, each at most once, in the order that they have here.
   * The same seed draws the same rows of as many.
   *
   * @throws IllegalArgumentException if {@code n} is negative or beyond the height
   */
  public DataFrame sample(long n, long seed) {
    return FrameWork.sample(self(), n, seed);
  }

  /**
   * Returns the first row of each combination of values in these columns, or in all if none is
   * named, in their order. Nulls are equal to each other, and so are NaNs.
   *
   * @throws ColumnNotFoundException if one is missing
   */
  public DataFrame unique(String... columns) {
    return FrameWork.unique(self(), List.of(columns));
  }

  /**
   * Returns the number of the first row, from 0, that is not the same in the other frame, or that
   * one of them alone has; -1 if there is none. Nulls are equal to nulls, and NaN to NaN. Whole
   * columns are compared, by halves.
   *
   * @throws SchemaMismatchException if names or types of the columns differ, or their order
   */
  public long firstDifference(DataFrame other) {
    return Difference.first(self(), other);
  }

  /**
   * Returns a row for each element of the lists in these columns, whose other values repeat. A list
   * that is null gives a null, an empty one no row, as in Python polars.
   *
   * @throws ColumnNotFoundException if one is missing
   * @throws InvalidOperationException if one is neither a {@code List} nor an {@code Array}
   * @throws ShapeMismatchException if the lists of several columns differ in length
   */
  public DataFrame explode(String... columns) {
    return FrameWork.explode(self(), List.of(columns));
  }

  /**
   * Returns a frame for each combination of values in these columns, in the order of their first
   * rows. Each has all columns, and the caller must close it.
   *
   * @throws ColumnNotFoundException if one is missing
   */
  public List<DataFrame> partitionBy(String... columns) {
    return FrameWork.partition(self(), List.of(columns));
  }
}
