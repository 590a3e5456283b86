package io.github.polars4j.internal.record;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.Series;
import io.github.polars4j.internal.column.Bits;
import io.github.polars4j.internal.column.ColumnBuilder;
import io.github.polars4j.internal.column.ListColumn;
import io.github.polars4j.internal.jni.Handles;
import io.github.polars4j.internal.jni.NativeSeries;
import java.lang.reflect.Array;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entries of maps, as structs.
 *
 * @param type {@code Struct(key, value)}
 * @param key for the keys
 * @param value for the values
 */
record EntryCodec(DataType type, Codec key, Codec value) implements Codec {
  EntryCodec(Codec key, Codec value) {
    this(typeOf(key.type(), value.type()), key, value);
  }

  /** The struct of an entry. */
  static DataType typeOf(DataType key, DataType value) {
    return DataType.struct(Field.of(ListColumn.KEY, key), Field.of(ListColumn.VALUE, value));
  }

  @Override
  public void append(@Nullable Object entry, ColumnBuilder to) {
    Map.Entry<?, ?> pair = (Map.Entry<?, ?>) entry;
    key.append(pair.getKey(), to.field(0));
    value.append(pair.getValue(), to.field(1));
    to.endStruct();
  }

  @Override
  public Object read(Series column, long offset, int count, byte @Nullable [] wanted) {
    Object[] entries = new Object[count];
    if (count == 0) {
      return entries;
    }
    byte[] valid = NativeSeries.exportValidity(Handles.key(column), offset, count);
    Object[] both = new Object[2];
    for (int f = 0; f < both.length; f++) {
      try (Series field = Handles.child(column, f)) {
        both[f] = (f == 0 ? key : value).read(field, offset, count, wanted);
      }
    }
    for (int i = 0; i < count; i++) {
      if (Bits.isSet(valid, i)) {
        entries[i] = new SimpleImmutableEntry<>(Array.get(both[0], i), Array.get(both[1], i));
      }
    }
    return entries;
  }
}
