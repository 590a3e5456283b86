package io.github.polars4j.internal.record;

import io.github.polars4j.DataType;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Series;
import io.github.polars4j.internal.column.Bits;
import io.github.polars4j.internal.column.ColumnBuilder;
import io.github.polars4j.internal.column.PhysicalValue;
import io.github.polars4j.internal.jni.Handles;
import io.github.polars4j.internal.jni.NativeSeries;
import java.lang.reflect.Array;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values of a primitive type, which has no null.
 *
 * @param type the data type
 * @param primitive the Java type
 * @param boxed for the values as objects, where the column does not hold them as they are
 * @param place what is read, for messages
 */
public record PrimitiveCodec(DataType type, Class<?> primitive, Codec boxed, String place)
    implements Codec {
  private static final Set<DataType> FLOATS = Set.of(DataType.FLOAT16, DataType.FLOAT32);

  @Override
  public void append(@Nullable Object value, ColumnBuilder to) {
    boxed.append(value, to);
  }

  @Override
  public Object read(Series column, long offset, int count, byte @Nullable [] wanted) {
    Object values = Array.newInstance(primitive, count);
    if (count == 0) {
      return values;
    }
    byte[] valid = NativeSeries.exportValidity(Handles.key(column), offset, count);
    Bits.forEachUnset(
        valid,
        count,
        i -> {
          if (Bits.isSet(wanted, i)) {
            throw new InvalidOperationException(
                place
                    + ": row "
                    + (offset + i)
                    + " is null, which "
                    + PhysicalValue.an(primitive.getName())
                    + " cannot be");
          }
        });
    if (!export(column, offset, values)) {
      Object[] objects = (Object[]) boxed.read(column, offset, count, wanted);
      for (int i = 0; i < count; i++) {
        if (objects[i] != null && Bits.isSet(wanted, i)) {
          Array.set(values, i, objects[i]);
        }
      }
    }
    return values;
  }

  private boolean export(Series column, long offset, Object values) {
    long key = Handles.key(column);
    if (values instanceof long[] v && type.equals(DataType.INT64)) {
      NativeSeries.exportLongs(key, offset, v);
    } else if (values instanceof int[] v && type.equals(DataType.INT32)) {
      NativeSeries.exportInts(key, offset, v);
    } else if (values instanceof short[] v && type.equals(DataType.INT16)) {
      NativeSeries.exportShorts(key, offset, v);
    } else if (values instanceof byte[] v && type.equals(DataType.INT8)) {
      NativeSeries.exportBytes(key, offset, v);
    } else if (values instanceof boolean[] v) {
      NativeSeries.exportBooleans(key, offset, v);
    } else if (values instanceof float[] v && FLOATS.contains(type)) {
      NativeSeries.exportFloats(key, offset, v);
    } else if (values instanceof double[] v && type.equals(DataType.FLOAT64)) {
      NativeSeries.exportDoubles(key, offset, v);
    } else {
      return false;
    }
    return true;
  }
}
