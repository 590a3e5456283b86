package io.github.polars4j.internal.column;

import io.github.polars4j.DataType;
import io.github.polars4j.internal.jni.Handle;
import io.github.polars4j.internal.jni.NativeSeries;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.Shown;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists, of any length or of one width. */
public final class ListColumn extends ColumnBuilder {
  /** What the fields of a map's entries are named. */
  public static final String KEY = "key";

  /** The other one. */
  public static final String VALUE = "value";

  private static final int ANY = -1;

  private final int width;
  private final ColumnBuilder inner;
  private final Validity validity = new Validity();

  /** Where the lists end among the inner values, from index 1 on; unused if there is a width. */
  private long[] offsets = new long[16];

  ListColumn(@Nullable ColumnBuilder parent, String path, DataType type, Intake intake) {
    super(parent, path, type, intake);
    this.width = type instanceof DataType.Array array ? array.width() : ANY;
    DataType element =
        type instanceof DataType.Array array ? array.inner() : ((DataType.List) type).inner();
    this.inner = ColumnBuilder.of(this, path + "[]", element);
  }

  @Override
  public ColumnBuilder element() {
    return inner;
  }

  @Override
  public ColumnBuilder endList() {
    inner.checkComplete();
    checkWidth(inner.rows - end());
    rows++;
    markEnd();
    return this;
  }

  @Override
  public void addNull() {
    for (int i = 0; i < width; i++) {
      inner.addNull();
    }
    validity.setNull(rows++);
    markEnd();
  }

  @Override
  public void addValue(Object value) {
    long before = inner.rows;
    try {
      if (value instanceof Collection<?> elements) {
        checkWidth(elements.size());
        elements.forEach(inner::append);
      } else if (value instanceof Object[] elements) {
        checkWidth(elements.length);
        for (Object element : elements) {
          inner.append(element);
        }
      } else if (value instanceof Map<?, ?> map && holdsEntries(type)) {
        checkWidth(map.size());
        map.forEach(this::addEntry);
      } else if (value.getClass().isArray()) {
        addPrimitives(value);
      } else {
        throw misfit(value.getClass().getTypeName());
      }
      endList();
    } catch (RuntimeException e) {
      inner.truncate(before);
      throw e;
    }
  }

  @Override
  public long bytes() {
    return rows * Long.BYTES + inner.bytes();
  }

  @Override
  public void truncate(long count) {
    rows = count;
    validity.truncate(count);
    inner.truncate(end());
  }

  @Override
  public void checkComplete() {
    if (inner.rows != end()) {
      throw new IllegalStateException(where() + "the list was not ended with endList()");
    }
    inner.checkComplete();
  }

  @Override
  public long finish(String name) {
    long all = rows;
    rows = 0;
    byte[] valid = validity.take(all);
    try (Handle values = new Handle("the inner values", inner.finish(""))) {
      return width == ANY
          ? NativeSeries.fromList(name, values.get(), Arrays.copyOf(offsets, (int) all + 1), valid)
          : NativeSeries.fromArray(name, values.get(), width, all, valid);
    }
  }

  /** Whether a type holds the entries of maps: lists of {@code Struct(key, value)}. */
  public static boolean holdsEntries(DataType type) {
    DataType inner =
        type instanceof DataType.List list
            ? list.inner()
            : type instanceof DataType.Array array ? array.inner() : type;
    return inner != type
        && inner instanceof DataType.Struct entry
        && entry.fields().size() == 2
        && entry.fields().get(0).name().equals(KEY)
        && entry.fields().get(1).name().equals(VALUE);
  }

  private void addEntry(@Nullable Object key, @Nullable Object value) {
    inner.field(0).append(key);
    inner.field(1).append(value);
    inner.endStruct();
  }

  private void addPrimitives(Object array) {
    int length = Array.getLength(array);
    checkWidth(length);
    if (array instanceof long[] elements) {
      for (long element : elements) {
        inner.appendLong(element);
      }
    } else if (array instanceof int[] elements) {
      for (int element : elements) {
        inner.appendInt(element);
      }
    } else if (array instanceof double[] elements) {
      for (double element : elements) {
        inner.appendDouble(element);
      }
    } else if (array instanceof float[] elements) {
      for (float element : elements) {
        inner.appendFloat(element);
      }
    } else {
      for (int i = 0; i < length; i++) {
        inner.append(Array.get(array, i));
      }
    }
  }

  private void checkWidth(long length) {
    if (width != ANY && length != width) {
      throw refused(
          new IllegalArgumentException(
              "a list of " + length + " values in a column of " + Shown.cut(type.toString())));
    }
  }

  /** Where the rows so far end among the inner values. */
  private long end() {
    return width == ANY ? offsets[(int) rows] : rows * width;
  }

  private void markEnd() {
    if (width == ANY) {
      if (rows == offsets.length) {
        offsets = Arrays.copyOf(offsets, grown(offsets.length));
      }
      offsets[(int) rows] = inner.rows;
    }
  }

  private int grown(int length) {
    if (length == Checks.MAX_ARRAY) {
      throw new IllegalStateException(where() + "a builder takes no more lists: build in parts");
    }
    return (int) Math.min(Checks.MAX_ARRAY, 2L * length);
  }
}
