package io.github.polars4j.internal.record;

import io.github.polars4j.internal.column.ColumnBuilder;
import io.github.polars4j.internal.column.FixedColumn;
import io.github.polars4j.internal.column.PhysicalValue;
import io.github.polars4j.internal.wire.TypeTag;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** Appends arrays of values to a column, at once where they have the column's form. */
public final class ChunkAppender {
  private ChunkAppender() {}

  /** Appends the first {@code count} elements of an array of primitives or objects. */
  public static void append(Object array, int count, Codec codec, ColumnBuilder to) {
    TypeTag tag = TypeTag.of(codec.type());
    if (to instanceof FixedColumn column && tag.bytes() <= Long.BYTES) {
      if (codec instanceof ScalarCodec scalar && array instanceof Object[] objects) {
        appendBits(objects, count, scalar, tag, column);
        return;
      } else if (codec instanceof PrimitiveCodec
          && codec.type().equals(JavaTypes.typeOf(boxed(array)))) {
        column.addAll(array, count);
        return;
      }
    }
    appendEach(array, count, codec, to);
  }

  private static Class<?> boxed(Object array) {
    return ScalarCodec.boxed(array.getClass().getComponentType());
  }

  private static void appendEach(Object array, int count, Codec codec, ColumnBuilder to) {
    if (array instanceof Object[] objects) {
      for (int i = 0; i < count; i++) {
        codec.append(objects[i], to);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      codec.append(Array.get(array, i), to);
    }
  }

  private static void appendBits(
      @Nullable Object[] objects, int count, ScalarCodec codec, TypeTag tag, FixedColumn to) {
    long[] bits = new long[count];
    boolean @Nullable [] nulls = null;
    try {
      for (int i = 0; i < count; i++) {
        @Nullable Object value = PhysicalValue.unwrapped(objects[i]);
        if (value != null) {
          bits[i] = FixedColumn.bits(tag, codec.type(), value, codec.rounding());
        } else {
          nulls = nulls == null ? new boolean[count] : nulls;
          nulls[i] = true;
        }
      }
    } catch (IllegalArgumentException e) {
      appendEach(objects, count, codec, to); // up to the one at fault, which is told with its row
      throw e;
    }
    to.addBits(bits, nulls, count);
  }
}
