package io.github.polars4j.internal.record;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import io.github.polars4j.internal.column.Bits;
import io.github.polars4j.internal.column.ColumnBuilder;
import io.github.polars4j.internal.column.StructColumn;
import io.github.polars4j.internal.jni.Handles;
import io.github.polars4j.internal.jni.NativeSeries;
import java.lang.reflect.Array;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Maps whose keys name the fields of a struct; they are read as lists of entries.
 *
 * @param type the struct
 * @param fields for the values of each field
 */
record FieldsCodec(DataType.Struct type, List<Codec> fields) implements Codec {
  @Override
  public void append(@Nullable Object map, ColumnBuilder to) {
    if (map == null) {
      to.appendNull();
      return;
    }
    ((Map<?, ?>) map)
        .forEach(
            (name, value) -> {
              int field = ((StructColumn) to).index(name);
              fields.get(field).append(value, to.field(field));
            });
    to.endStruct();
  }

  @Override
  public Object read(Series column, long offset, int count, byte @Nullable [] wanted) {
    @Nullable Object[] lists = new Object[count];
    if (count == 0) {
      return lists;
    }
    byte[] valid = NativeSeries.exportValidity(Handles.key(column), offset, count);
    Object[] columns = new Object[fields.size()];
    for (int f = 0; f < columns.length; f++) {
      try (Series field = Handles.child(column, f)) {
        columns[f] = fields.get(f).read(field, offset, count, wanted);
      }
    }
    for (int i = 0; i < count; i++) {
      if (Bits.isSet(valid, i)) {
        List<Map.Entry<?, ?>> entries = new ArrayList<>();
        for (int f = 0; f < columns.length; f++) {
          String name = type.fields().get(f).name();
          entries.add(new SimpleImmutableEntry<>(name, Array.get(columns[f], i)));
        }
        lists[i] = entries;
      }
    }
    return lists;
  }
}
