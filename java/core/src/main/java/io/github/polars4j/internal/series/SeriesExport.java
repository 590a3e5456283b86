package io.github.polars4j.internal.series;

import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Series;
import io.github.polars4j.internal.column.Bits;
import io.github.polars4j.internal.jni.Handle;
import io.github.polars4j.internal.jni.Handles;
import io.github.polars4j.internal.jni.NativeSeries;
import io.github.polars4j.internal.wire.TypeTag;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Gives out the values of a series as buffers and primitives. */
public final class SeriesExport {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final int WINDOW = 1 << 13;

  private SeriesExport() {}

  public static void copy(Series series, ByteBuffer target) {
    int width = width(series, "copyTo");
    if (width > 1 && target.order() != ByteOrder.nativeOrder()) {
      throw new IllegalArgumentException(
          SeriesChecks.where(series)
              + "the buffer must have the byte order "
              + ByteOrder.nativeOrder());
    }
    long rows = series.length();
    if (rows > target.remaining() / width) {
      throw new BufferOverflowException();
    }
    ByteBuffer writable = target.isReadOnly() ? target.put(new byte[0]) : target; // throws
    // The JDK itself writes to the user's memory: it knows whether that is still there.
    if (rows > 0 && series.nChunks() == 1) {
      Handle kept = keep(series);
      try {
        writable.put(NativeSeries.valuesView(kept.get()));
      } finally {
        kept.close();
      }
      return;
    }
    ByteBuffer window = ByteBuffer.allocateDirect((int) Math.min(rows, WINDOW) * width);
    for (int row = 0; row < rows; row += WINDOW) {
      int count = (int) Math.min(WINDOW, rows - row);
      NativeSeries.copyToBuffer(Handles.key(series), row, count, window, 0);
      writable.put(window.clear().limit(count * width));
    }
  }

  public static ByteBuffer values(Series series) {
    int width = width(series, "valuesBuffer");
    if (series.length() > Integer.MAX_VALUE / width) {
      throw new InvalidOperationException(
          SeriesChecks.where(series)
              + series.length()
              + " values are more than a buffer holds; take a slice");
    }
    if (series.length() == 0) {
      return ByteBuffer.allocateDirect(0).asReadOnlyBuffer().order(ByteOrder.nativeOrder());
    }
    Handle kept = keep(series); // ends with the buffer
    try {
      ByteBuffer view = NativeSeries.valuesView(kept.get());
      CLEANER.register(view, kept::close); // buffers made of this one refer to it
      return view.asReadOnlyBuffer().order(ByteOrder.nativeOrder());
    } catch (Throwable e) {
      kept.close();
      throw e;
    }
  }

  /** A handle of its own on the memory of a series. */
  private static Handle keep(Series series) {
    return new Handle(
        "the memory of a view", NativeSeries.renamed(Handles.key(series), series.name()));
  }

  public static @Nullable ByteBuffer validity(Series series, int rows) {
    byte[] bits = rows == 0 ? null : NativeSeries.exportValidity(Handles.key(series), 0, rows);
    return bits == null
        ? null
        : ByteBuffer.allocateDirect(bits.length).put(bits).flip().asReadOnlyBuffer();
  }

  public static void forEachLong(Series series, Series.LongRow action) {
    TypeTag tag = TypeTag.of(series.dataType());
    SeriesChecks.require(
        series,
        "forEachLong",
        TypeTag.INT8,
        TypeTag.INT16,
        TypeTag.INT32,
        TypeTag.INT64,
        TypeTag.UINT8,
        TypeTag.UINT16,
        TypeTag.UINT32,
        TypeTag.UINT64,
        TypeTag.DATE,
        TypeTag.TIME,
        TypeTag.DATETIME,
        TypeTag.DURATION);
    forEachWindow(
        series,
        tag.bytes(),
        (start, count, values, bits) -> {
          for (int i = 0; i < count; i++) {
            if (Bits.isSet(bits, i)) {
              action.accept(start + i, number(series, tag, values, start, i));
            }
          }
        });
  }

  public static void forEachDouble(Series series, Series.DoubleRow action) {
    SeriesChecks.require(
        series, "forEachDouble", TypeTag.FLOAT16, TypeTag.FLOAT32, TypeTag.FLOAT64);
    for (long start = 0; start < series.length(); start += WINDOW) {
      int count = (int) Math.min(WINDOW, series.length() - start);
      byte[] bits = NativeSeries.exportValidity(Handles.key(series), start, count);
      if (TypeTag.of(series.dataType()) == TypeTag.FLOAT64) {
        double[] values = new double[count];
        NativeSeries.exportDoubles(Handles.key(series), start, values);
        for (int i = 0; i < count; i++) {
          if (Bits.isSet(bits, i)) {
            action.accept(start + i, values[i]);
          }
        }
      } else {
        float[] values = new float[count];
        NativeSeries.exportFloats(Handles.key(series), start, values);
        for (int i = 0; i < count; i++) {
          if (Bits.isSet(bits, i)) {
            action.accept(start + i, values[i]);
          }
        }
      }
    }
  }

  public static void forEachString(Series series, Series.StringRow action) {
    for (long start = 0; start < series.length(); start += WINDOW) {
      String[] values = new String[(int) Math.min(WINDOW, series.length() - start)];
      SeriesValues.readVar(series, start, values, SeriesValues::decode);
      for (int i = 0; i < values.length; i++) {
        if (values[i] != null) {
          action.accept(start + i, values[i]);
        }
      }
    }
  }

  private static long number(Series series, TypeTag tag, ByteBuffer values, long start, int i) {
    return switch (tag) {
      case INT8 -> values.get(i);
      case UINT8 -> values.get(i) & 0xffL;
      case INT16 -> values.getShort(2 * i);
      case UINT16 -> values.getShort(2 * i) & 0xffffL;
      case INT32, DATE -> values.getInt(4 * i);
      case UINT32 -> values.getInt(4 * i) & 0xffff_ffffL;
      case UINT64 -> {
        long value = values.getLong(8 * i);
        if (value < 0) {
          throw SeriesChecks.unfit(series, start + i, Long.toUnsignedString(value), "long");
        }
        yield value;
      }
      default -> values.getLong(8 * i);
    };
  }

  private static void forEachWindow(Series series, int width, Window action) {
    long rows = series.length();
    ByteBuffer values =
        ByteBuffer.allocateDirect((int) Math.min(rows, WINDOW) * width)
            .order(ByteOrder.nativeOrder());
    for (long start = 0; start < rows; start += WINDOW) {
      int count = (int) Math.min(WINDOW, rows - start);
      NativeSeries.copyToBuffer(Handles.key(series), start, count, values, 0);
      action.accept(
          start, count, values, NativeSeries.exportValidity(Handles.key(series), start, count));
    }
    Reference.reachabilityFence(values);
  }

  private static int width(Series series, String method) {
    TypeTag tag = TypeTag.of(series.dataType());
    int width = tag == TypeTag.FLOAT16 ? Short.BYTES : tag.bytes();
    if (width == 0 || tag == TypeTag.BOOLEAN) {
      throw new InvalidOperationException(
          SeriesChecks.where(series)
              + method
              + " does not suit "
              + series.dataType()
              + ", but toList does");
    }
    return width;
  }

  private interface Window {
    void accept(long start, int count, ByteBuffer values, byte @Nullable [] bits);
  }
}
