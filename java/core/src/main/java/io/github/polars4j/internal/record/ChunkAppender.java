package io.github.polars4j.internal.record;

import io.github.polars4j.DataType;
import io.github.polars4j.internal.column.ColumnBuilder;
import io.github.polars4j.internal.column.FixedColumn;
import io.github.polars4j.internal.wire.TypeTag;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** Appends arrays of values to a column, at once where they have the column's form. */
public final class ChunkAppender {
  private ChunkAppender() {}

  /** Appends the first {@code count} elements of an array of primitives or objects. */
  public static void append(Object array, int count, Codec codec, ColumnBuilder to) {
    boolean plain = codec instanceof ScalarCodec || codec instanceof PrimitiveCodec;
    TypeTag tag = TypeTag.of(codec.type());
    if (plain && to instanceof FixedColumn column && tag.bytes() <= Long.BYTES) {
      if (array instanceof Object[] objects) {
        appendBits(objects, count, codec, tag, column);
        return;
      } else if (codec.type().equals(ScalarCodec.typeOf(boxed(array)))) {
        column.addAll(array, count);
        return;
      }
    } else if (codec instanceof ScalarCodec && codec.type().equals(DataType.STRING)) {
      Object[] texts = (Object[]) array;
      for (int i = 0; i < count; i++) {
        to.appendString((String) texts[i]);
      }
      return;
    }
    appendEach(array, count, codec, to);
  }

  private static Class<?> boxed(Object array) {
    return ScalarCodec.boxed(array.getClass().getComponentType());
  }

  private static void appendEach(Object array, int count, Codec codec, ColumnBuilder to) {
    for (int i = 0; i < count; i++) {
      codec.append(Array.get(array, i), to);
    }
  }

  private static void appendBits(
      @Nullable Object[] objects, int count, Codec codec, TypeTag tag, FixedColumn to) {
    long[] bits = new long[count];
    boolean @Nullable [] nulls = null;
    try {
      for (int i = 0; i < count; i++) {
        Object value = objects[i];
        if (value != null) {
          bits[i] = FixedColumn.bits(tag, codec.type(), value);
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
