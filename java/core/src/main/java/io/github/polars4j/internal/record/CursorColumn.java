package io.github.polars4j.internal.record;

import io.github.polars4j.Series;
import io.github.polars4j.internal.column.Bits;
import io.github.polars4j.internal.jni.Handles;
import io.github.polars4j.internal.jni.NativeSeries;
import io.github.polars4j.internal.series.SeriesValues;
import io.github.polars4j.internal.wire.TypeTag;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/** A column under a cursor: some thousand values at a time, in the form that is asked for. */
public final class CursorColumn implements AutoCloseable {
  private static final int ROWS = 4096;

  private final Series series;
  private final TypeTag tag;
  private long first = -1;
  private int count;
  private boolean validKnown;
  private byte @Nullable [] valid;
  private long @Nullable [] whole;
  private double @Nullable [] doubles;
  private @Nullable Object @Nullable [] objects;

  /** Takes over a column. */
  public CursorColumn(Series series) {
    this.series = series;
    this.tag = TypeTag.of(series.dataType());
  }

  /** Whether it is of integers that a {@code long} holds. */
  public boolean isWhole() {
    return switch (tag) {
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> true;
      default -> false;
    };
  }

  /** Whether it is of {@code double}s. */
  public boolean isFloat64() {
    return tag == TypeTag.FLOAT64;
  }

  /** Whether the value is null. */
  public boolean isNull(long row) {
    move(row);
    if (tag == TypeTag.NULL) {
      return true;
    }
    if (!validKnown) {
      valid = NativeSeries.exportValidity(Handles.key(series), first, count);
      validKnown = true;
    }
    return !Bits.isSet(valid, (int) (row - first));
  }

  /** An integer. */
  public long whole(long row) {
    move(row);
    long[] values = whole;
    if (values == null) {
      values = fetch();
      whole = values;
    }
    return values[(int) (row - first)];
  }

  /** A {@code double}. */
  public double float64(long row) {
    move(row);
    double[] values = doubles;
    if (values == null) {
      values = new double[count];
      NativeSeries.exportDoubles(Handles.key(series), first, values);
      doubles = values;
    }
    return values[(int) (row - first)];
  }

  /** The value as an object, or null. */
  public @Nullable Object object(long row) {
    move(row);
    @Nullable Object[] values = objects;
    if (values == null) {
      values = SeriesValues.read(series, first, count);
      objects = values;
    }
    return values[(int) (row - first)];
  }

  private void move(long row) {
    if (first >= 0 && row >= first && row - first < count) {
      return;
    }
    first = row;
    count = (int) Math.min(ROWS, series.length() - row);
    validKnown = false;
    valid = null;
    whole = null;
    doubles = null;
    objects = null;
  }

  private long[] fetch() {
    long key = Handles.key(series);
    long[] wide = new long[count];
    switch (tag) {
      case INT64 -> NativeSeries.exportLongs(key, first, wide);
      case INT32, UINT32 -> {
        int[] values = new int[count];
        NativeSeries.exportInts(key, first, values);
        for (int i = 0; i < count; i++) {
          wide[i] = tag == TypeTag.INT32 ? values[i] : Integer.toUnsignedLong(values[i]);
        }
      }
      case INT16, UINT16 -> {
        short[] values = new short[count];
        NativeSeries.exportShorts(key, first, values);
        for (int i = 0; i < count; i++) {
          wide[i] = tag == TypeTag.INT16 ? values[i] : Short.toUnsignedLong(values[i]);
        }
      }
      default -> {
        byte[] values = new byte[count];
        NativeSeries.exportBytes(key, first, values);
        for (int i = 0; i < count; i++) {
          wide[i] = tag == TypeTag.INT8 ? values[i] : Byte.toUnsignedLong(values[i]);
        }
      }
    }
    Reference.reachabilityFence(series);
    return wide;
  }

  @Override
  public void close() {
    series.close();
  }
}
