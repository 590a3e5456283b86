package io.github.polars4j;

import io.github.polars4j.internal.jni.NativeVerbs;
import io.github.polars4j.internal.verbs.Difference;
import io.github.polars4j.internal.verbs.SeriesWork;
import io.github.polars4j.internal.verbs.SeriesWork.Aggregate;
import io.github.polars4j.internal.verbs.SeriesWork.Comparison;
import io.github.polars4j.internal.verbs.SeriesWork.Operation;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Series} does with whole columns. */
abstract sealed class SeriesVerbs permits Series {
  SeriesVerbs() {}

  /**
   * Returns a {@code Boolean} column: true where the values are equal to those of the other one,
   * null where either is null. Numbers of different types compare by their exact values; of all
   * other types both must be the same, but text compares with {@code Categorical} and {@code Enum}.
   * NaN equals NaN and is above all numbers. An {@code Enum} is in the order of its categories.
   *
   * @throws ShapeMismatchException if the lengths differ
   * @throws SchemaMismatchException if the types differ
   * @throws InvalidOperationException if an integer of 64 bits or more cannot be a {@code Float64}
   *     to be compared with one; the message names row and value
   */
  public Series eq(Series other) {
    return SeriesWork.compare(self(), Comparison.EQ, other);
  }

  /**
   * Returns a {@code Boolean} column: true where the values are equal to this one, null where they
   * are null. The value is a number for numeric columns; for others it is of a class that the type
   * takes, as {@link Series#of(String, DataType, List)} says.
   *
   * @throws IllegalArgumentException if the value does not fit the type
   */
  public Series eq(Object value) {
    return SeriesWork.compare(self(), Comparison.EQ, value);
  }

  /** Returns where the values differ from those of the other one, as {@link #eq(Series)}. */
  public Series ne(Series other) {
    return SeriesWork.compare(self(), Comparison.NE, other);
  }

  /** Returns where the values differ from this one, as {@link #eq(Object)}. */
  public Series ne(Object value) {
    return SeriesWork.compare(self(), Comparison.NE, value);
  }

  /** Returns where the values are less than those of the other one, as {@link #eq(Series)}. */
  public Series lt(Series other) {
    return SeriesWork.compare(self(), Comparison.LT, other);
  }

  /** Returns where the values are less than this one, as {@link #eq(Object)}. */
  public Series lt(Object value) {
    return SeriesWork.compare(self(), Comparison.LT, value);
  }

  /**
   * Returns where the values are less than or equal to those of the other one, as {@link
   * #eq(Series)}.
   */
  public Series le(Series other) {
    return SeriesWork.compare(self(), Comparison.LE, other);
  }

  /** Returns where the values are less than or equal to this one, as {@link #eq(Object)}. */
  public Series le(Object value) {
    return SeriesWork.compare(self(), Comparison.LE, value);
  }

  /** Returns where the values are greater than those of the other one, as {@link #eq(Series)}. */
  public Series gt(Series other) {
    return SeriesWork.compare(self(), Comparison.GT, other);
  }

  /** Returns where the values are greater than this one, as {@link #eq(Object)}. */
  public Series gt(Object value) {
    return SeriesWork.compare(self(), Comparison.GT, value);
  }

  /**
   * Returns where the values are greater than or equal to those of the other one, as {@link
   * #eq(Series)}.
   */
  public Series ge(Series other) {
    return SeriesWork.compare(self(), Comparison.GE, other);
  }

  /** Returns where the values are greater than or equal to this one, as {@link #eq(Object)}. */
  public Series ge(Object value) {
    return SeriesWork.compare(self(), Comparison.GE, value);
  }

  /** Returns a {@code Boolean} column: true where the row is null. */
  public Series isNull() {
    return SeriesWork.alone(self(), key -> NativeVerbs.nulls(key, true));
  }

  /** Returns a {@code Boolean} column: true where the row is not null. */
  public Series isNotNull() {
    return SeriesWork.alone(self(), key -> NativeVerbs.nulls(key, false));
  }

  /**
   * Returns a {@code Boolean} column: true where the value is one of these, null where it is null.
   * Nulls among these are passed over.
   *
   * @throws IllegalArgumentException if one does not fit the type
   */
  public Series isIn(Object... values) {
    return SeriesWork.isIn(self(), Arrays.asList(values));
  }

  /** Does the same with a collection. */
  public Series isIn(Collection<?> values) {
    return SeriesWork.isIn(self(), values);
  }

  /** Does the same with the values of a series. */
  public Series isIn(Series values) {
    return SeriesWork.isIn(self(), values);
  }

  /**
   * Returns where both {@code Boolean} columns are true: false where one is false, else null where
   * one is null.
   */
  public Series and(Series other) {
    return SeriesWork.combine(self(), other, true);
  }

  /**
   * Returns where one of two {@code Boolean} columns is true: true where one is true, else null
   * where one is null.
   */
  public Series or(Series other) {
    return SeriesWork.combine(self(), other, false);
  }

  /** Returns true where a {@code Boolean} column is false, and the other way round. */
  public Series not() {
    return SeriesWork.alone(self(), NativeVerbs::invert);
  }

  /**
   * Returns the sums of both columns row by row, null where either is null. Integers give the wider
   * of both types, with a {@code Float64} a {@code Float64}; two {@code String} columns are joined.
   * Integers that overflow are refused; floating point numbers round.
   *
   * @throws ComputeException if a result is beyond the type; the message names column, row and
   *     numbers
   * @throws InvalidOperationException if the types are not numbers, no type holds both, or an
   *     integer of 64 bits or more is not exact as a {@code Float64}
   * @throws ShapeMismatchException if the lengths differ
   */
  public Series add(Series other) {
    return SeriesWork.reckon(self(), Operation.ADD, other);
  }

  /**
   * Adds the number to each value. An integer column keeps its type and takes whole numbers in its
   * range; with a {@code Double} it gives a {@code Float64}. Else as {@link #add(Series)}.
   */
  public Series add(Object value) {
    return SeriesWork.reckon(self(), Operation.ADD, value);
  }

  /** Returns the differences, as {@link #add(Series)}. */
  public Series sub(Series other) {
    return SeriesWork.reckon(self(), Operation.SUB, other);
  }

  /** Subtracts the number from each value, as {@link #add(Object)}. */
  public Series sub(Object value) {
    return SeriesWork.reckon(self(), Operation.SUB, value);
  }

  /** Returns the products, as {@link #add(Series)}. */
  public Series mul(Series other) {
    return SeriesWork.reckon(self(), Operation.MUL, other);
  }

  /** Multiplies each value by the number, as {@link #add(Object)}. */
  public Series mul(Object value) {
    return SeriesWork.reckon(self(), Operation.MUL, value);
  }

  /**
   * Returns the quotients, those of integers as {@code Float64}: Python's {@code /}. Dividing by
   * zero gives an infinity or NaN.
   *
   * @throws InvalidOperationException as {@link #add(Series)}
   */
  public Series div(Series other) {
    return SeriesWork.reckon(self(), Operation.DIV, other);
  }

  /** Divides each value by the number, as {@link #div(Series)}. */
  public Series div(Object value) {
    return SeriesWork.reckon(self(), Operation.DIV, value);
  }

  /**
   * Returns the values as another type. A value that the type cannot hold is refused, text that is
   * none among them. As in polars, a floating point number loses its fraction on the way to an
   * integer, a {@code Decimal} digits beyond the scale of another one, a time what is below its new
   * unit, and a large integer is rounded to a floating point number. A {@code Decimal} with a
   * fraction is no integer. Text becomes a date or time in the shapes of ISO 8601, such as {@code
   * 2024-01-31} and {@code 2024-01-31 23:59:59.5}, if the type holds all of it: what has an offset
   * from UTC becomes a {@code Datetime} with a zone, what has none one without, or in UTC. Text of
   * a number too large for a floating point type or too near to zero is refused, but in lists
   * becomes infinite or zero. A {@code Datetime} without a zone is taken to be in UTC on the way to
   * one with, and back. Metadata of the field stays, an extension type goes.
   *
   * @throws InvalidOperationException if a value does not fit, or no value of the one type can be
   *     one of the other; the message names column, row and value
   */
  public Series cast(DataType type) {
    return SeriesWork.cast(self(), type, true);
  }

  /** Does the same; a value that does not fit becomes null. */
  public Series castOrNull(DataType type) {
    return SeriesWork.cast(self(), type, false);
  }

  /**
   * Returns the same values with this one in place of nulls.
   *
   * @throws IllegalArgumentException if it does not fit the type
   */
  public Series fillNull(Object value) {
    return SeriesWork.fillNull(self(), value);
  }

  /**
   * Returns the sum of all values that are not null, 0 if there are none: a {@code Long} for
   * integers of up to 64 bits and for {@code Boolean}, whose true values it counts; a {@code
   * BigInteger} for {@code UInt64} and 128 bits; a {@code Double} for floating point numbers, added
   * as such; a {@code BigDecimal} or {@code Duration}. It never wraps around.
   *
   * @throws ArithmeticException if the sum of integers is beyond {@code long}
   * @throws ComputeException if it is beyond the 128 bits, 38 digits or 64 bits of the type
   * @throws InvalidOperationException if the column is of another type
   */
  public Object sum() {
    return SeriesWork.sum(self());
  }

  /**
   * Returns the least value, of the class that {@link Series#toList} uses; null if there is none.
   */
  public @Nullable Object min() {
    return SeriesWork.aggregate(self(), Aggregate.MIN);
  }

  /** Returns the greatest value, of the class that {@link Series#toList} uses; null if none. */
  public @Nullable Object max() {
    return SeriesWork.aggregate(self(), Aggregate.MAX);
  }

  /** Returns the mean of numbers or booleans as a {@code Float64}; null if there is no value. */
  public @Nullable Double mean() {
    return (Double) SeriesWork.aggregate(self(), Aggregate.MEAN);
  }

  /** Returns the sample's standard deviation (n - 1); null if there are fewer than two values. */
  public @Nullable Double std() {
    return (Double) SeriesWork.aggregate(self(), Aggregate.STD);
  }

  /** Returns how many different values there are; null is one, NaN too. */
  public long nUnique() {
    return SeriesWork.distinct(self());
  }

  /**
   * Returns the index of the first value, from 0, that is not the same in the other series, or that
   * one of them alone has; -1 if there is none. Nulls are equal to nulls, and NaN to NaN; names are
   * not compared.
   *
   * @throws SchemaMismatchException if the types differ
   */
  public long firstDifference(Series other) {
    return Difference.first(self(), other);
  }

  private Series self() {
    return (Series) this;
  }
}
