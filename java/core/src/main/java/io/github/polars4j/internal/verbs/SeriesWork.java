package io.github.polars4j.internal.verbs;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import io.github.polars4j.internal.jni.Handles;
import io.github.polars4j.internal.jni.NativeVerbs;
import io.github.polars4j.internal.series.SeriesChecks;
import io.github.polars4j.internal.wire.Plain;
import io.github.polars4j.internal.wire.WireWriter;
import java.lang.ref.Reference;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The verbs of series. */
public final class SeriesWork {
  private SeriesWork() {}

  /** How two values may compare; the native side has the same order. */
  public enum Comparison {
    EQ,
    NE,
    LT,
    LE,
    GT,
    GE
  }

  /** What can be reckoned; the native side has the same order. */
  public enum Operation {
    ADD,
    SUB,
    MUL,
    DIV
  }

  /** What can be said of a column as a whole; the native side has the same order. */
  public enum Aggregate {
    SUM,
    MIN,
    MAX,
    MEAN,
    STD
  }

  private interface Call {
    long on(long series, long other);
  }

  /** Compares row by row. */
  public static Series compare(Series series, Comparison how, Series other) {
    return with(series, other, (a, b) -> NativeVerbs.compare(a, b, how.ordinal(), false));
  }

  /** Compares every row with one value. */
  public static Series compare(Series series, Comparison how, Object value) {
    try (Series scalar = Scalars.beside(series, given(series, value))) {
      return with(series, scalar, (a, b) -> NativeVerbs.compare(a, b, how.ordinal(), true));
    }
  }

  /** Reckons row by row. */
  public static Series reckon(Series series, Operation what, Series other) {
    return with(series, other, (a, b) -> NativeVerbs.arithmetic(a, b, what.ordinal(), false));
  }

  /** Reckons every row with one value. */
  public static Series reckon(Series series, Operation what, Object value) {
    try (Series scalar = Scalars.beside(series, given(series, value))) {
      return with(series, scalar, (a, b) -> NativeVerbs.arithmetic(a, b, what.ordinal(), true));
    }
  }

  /** Where the value is one of these. */
  public static Series isIn(Series series, Collection<?> values) {
    List<?> known = values.stream().filter(Objects::nonNull).toList();
    if (known.isEmpty()) {
      try (Series none = Series.of(series.name(), DataType.NULL, List.of())) {
        return with(series, none, NativeVerbs::isIn);
      }
    }
    try (Series among = Scalars.values(series, known)) {
      return with(series, among, NativeVerbs::isIn);
    }
  }

  /** Where the value is one of the other series'. */
  public static Series isIn(Series series, Series values) {
    return with(series, values, NativeVerbs::isIn);
  }

  /** And, or or. */
  public static Series combine(Series series, Series other, boolean both) {
    return with(series, other, (a, b) -> NativeVerbs.combine(a, b, both));
  }

  /** Converts the values. */
  public static Series cast(Series series, DataType type, boolean strict) {
    DataType plain = Plain.of(type);
    if (plain.equals(series.dataType())) {
      return series.head(series.length()); // with all that is said of its field
    }
    byte[] wanted = WireWriter.of(plain);
    return with(series, series, (a, b) -> NativeVerbs.cast(a, wanted, strict));
  }

  /** The value in place of nulls. */
  public static Series fillNull(Series series, Object value) {
    given(series, value);
    try (Series filling = Series.of(series.name(), series.dataType(), List.of(value))) {
      return with(series, filling, NativeVerbs::fill);
    }
  }

  /** What is said of the column as a whole, of the class that {@code toList} uses. */
  public static @Nullable Object aggregate(Series series, Aggregate what) {
    try (Series row = with(series, series, (a, b) -> NativeVerbs.aggregate(a, what.ordinal()))) {
      return row.get(0);
    }
  }

  /** The sum: a {@code Long} where the values are at most as wide. */
  public static Object sum(Series series) {
    Object sum = Objects.requireNonNull(aggregate(series, Aggregate.SUM));
    boolean wide =
        series.dataType() instanceof DataType.Int128
            || series.dataType() instanceof DataType.UInt128
            || series.dataType() instanceof DataType.UInt64;
    if (!(sum instanceof BigInteger whole) || wide) {
      return sum;
    }
    if (whole.bitLength() >= Long.SIZE) {
      throw new ArithmeticException(
          SeriesChecks.where(series) + "the sum " + whole + " is no long: cast it to Int128 first");
    }
    return whole.longValue();
  }

  /** How many different values there are. */
  public static long distinct(Series series) {
    try {
      return NativeVerbs.distinct(Handles.key(series));
    } finally {
      Reference.reachabilityFence(series);
    }
  }

  /** A call on one series alone. */
  public static Series alone(Series series, java.util.function.LongUnaryOperator call) {
    return with(series, series, (a, b) -> call.applyAsLong(a));
  }

  private static Object given(Series series, @Nullable Object value) {
    if (value == null) {
      throw new NullPointerException(
          SeriesChecks.where(series) + "the value is null: isNull finds nulls");
    }
    return value;
  }

  private static Series with(Series series, Series other, Call call) {
    try {
      return Handles.series(call.on(Handles.key(series), Handles.key(other)));
    } finally {
      Reference.reachabilityFence(series);
      Reference.reachabilityFence(other);
    }
  }
}
