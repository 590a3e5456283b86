package io.github.polars4j.internal.record;

import io.github.polars4j.DataType;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Series;
import io.github.polars4j.internal.column.Bits;
import io.github.polars4j.internal.column.ColumnBuilder;
import io.github.polars4j.internal.jni.Handles;
import io.github.polars4j.internal.jni.NativeSeries;
import io.github.polars4j.internal.wire.Checks;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Collections, or Java arrays, in columns of type List or Array.
 *
 * @param type the data type
 * @param inner for the elements
 * @param element what a Java array holds; null for collections, which are read as lists
 */
public record ListCodec(DataType type, Codec inner, @Nullable Class<?> element) implements Codec {
  @Override
  public void append(@Nullable Object value, ColumnBuilder to) {
    if (value == null) {
      to.appendNull();
      return;
    }
    ColumnBuilder elements = to.element();
    if (value instanceof Collection<?> collection) {
      for (Object item : collection) {
        inner.append(item, elements);
      }
    } else if (value instanceof double[] doubles && inner.type().equals(DataType.FLOAT64)) {
      for (double item : doubles) {
        elements.appendDouble(item);
      }
    } else if (value instanceof float[] floats && inner.type().equals(DataType.FLOAT32)) {
      for (float item : floats) {
        elements.appendFloat(item);
      }
    } else if (value instanceof long[] longs && inner.type().equals(DataType.INT64)) {
      for (long item : longs) {
        elements.appendLong(item);
      }
    } else if (value instanceof int[] ints && inner.type().equals(DataType.INT32)) {
      for (int item : ints) {
        elements.appendInt(item);
      }
    } else {
      int length = Array.getLength(value);
      for (int i = 0; i < length; i++) {
        inner.append(Array.get(value, i), elements);
      }
    }
    to.endList();
  }

  @Override
  public Object read(Series column, long offset, int count, byte @Nullable [] wanted) {
    @Nullable Object[] lists = new Object[count];
    if (count == 0) {
      return lists;
    }
    byte[] valid = NativeSeries.exportValidity(Handles.key(column), offset, count);
    long[] offsets = offsets(column, offset, count);
    long first = offsets[0];
    long length = offsets[count] - first;
    if (length > Checks.MAX_ARRAY) {
      throw new InvalidOperationException(
          "column \"" + column.name() + "\": the lists hold " + length + " values: take a slice");
    }
    Object values;
    try (Series child = Handles.child(column, 0)) {
      values = inner.read(child, first, (int) length, within(valid, wanted, offsets, (int) length));
    }
    for (int i = 0; i < count; i++) {
      if (Bits.isSet(valid, i)) {
        lists[i] = list(values, (int) (offsets[i] - first), (int) (offsets[i + 1] - first));
      }
    }
    return lists;
  }

  private long[] offsets(Series column, long offset, int count) {
    long[] offsets = new long[count + 1];
    if (type instanceof DataType.Array array) {
      Arrays.setAll(offsets, i -> (offset + i) * array.width());
    } else {
      NativeSeries.exportOffsets(Handles.key(column), offset, offsets);
    }
    return offsets;
  }

  /** The elements of lists that are there; what a null list holds is of no meaning. */
  private static byte @Nullable [] within(
      byte @Nullable [] valid, byte @Nullable [] wanted, long[] offsets, int length) {
    if (valid == null && wanted == null) {
      return null;
    }
    byte[] bits = new byte[(length + 7) / 8];
    for (int i = 0; i + 1 < offsets.length; i++) {
      if (Bits.isSet(valid, i) && Bits.isSet(wanted, i)) {
        int end = (int) (offsets[i + 1] - offsets[0]);
        for (int e = (int) (offsets[i] - offsets[0]); e < end; e++) {
          bits[e >> 3] |= (byte) (1 << (e & 7));
        }
      }
    }
    return bits;
  }

  @SuppressWarnings("SuspiciousSystemArraycopy") // of objects to a narrower class
  private Object list(Object values, int from, int to) {
    if (element == null) {
      return Collections.unmodifiableList(
          Arrays.asList(Arrays.copyOfRange((Object[]) values, from, to)));
    }
    Object copy = Array.newInstance(element, to - from);
    System.arraycopy(values, from, copy, 0, to - from);
    return copy;
  }
}
