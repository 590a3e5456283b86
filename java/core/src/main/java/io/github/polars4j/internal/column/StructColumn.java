package io.github.polars4j.internal.column;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.Row;
import io.github.polars4j.Schema;
import io.github.polars4j.internal.jni.Handle;
import io.github.polars4j.internal.jni.NativeSeries;
import io.github.polars4j.internal.load.NativeLoader;
import io.github.polars4j.internal.wire.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Structs: a column a field. */
public final class StructColumn extends ColumnBuilder {
  private final Schema schema;
  private final List<ColumnBuilder> fields = new ArrayList<>();
  private final Validity validity = new Validity();

  StructColumn(@Nullable ColumnBuilder parent, String path, DataType.Struct type, Intake intake) {
    super(parent, path, type, intake);
    this.schema = new Schema(type.fields());
    for (Field field : type.fields()) {
      fields.add(ColumnBuilder.of(this, path + "." + field.name(), field.dataType()));
    }
  }

  @Override
  public ColumnBuilder field(int index) {
    schema.field(index);
    return fields.get(index);
  }

  @Override
  public ColumnBuilder field(String name) {
    schema.field(name);
    return fields.get(schema.indexOf(name));
  }

  @Override
  public ColumnBuilder endStruct() {
    for (ColumnBuilder field : fields) {
      field.checkComplete();
      if (field.rows > rows + 1) {
        throw new IllegalStateException(
            field.where() + "the struct has " + (field.rows - rows) + " values of one field");
      }
    }
    for (ColumnBuilder field : fields) {
      if (field.rows == rows) {
        field.addNull();
      }
    }
    rows++;
    return this;
  }

  @Override
  public void addNull() {
    fields.forEach(ColumnBuilder::addNull);
    validity.setNull(rows++);
  }

  @Override
  public void addValue(Object value) {
    try {
      if (value instanceof Map<?, ?> map) {
        map.forEach(this::addField);
      } else if (value instanceof Row row) {
        for (int i = 0; i < row.values().size(); i++) {
          addField(row.schema().field(i).name(), row.get(i));
        }
      } else if (value instanceof Record other) {
        intake.records().append(other, this);
        return;
      } else {
        throw misfit(value.getClass().getTypeName());
      }
      endStruct();
    } catch (RuntimeException e) {
      fields.forEach(field -> field.truncate(rows));
      throw e;
    }
  }

  @Override
  public long bytes() {
    return fields.stream().mapToLong(ColumnBuilder::bytes).sum();
  }

  @Override
  public void truncate(long count) {
    rows = count;
    validity.truncate(count);
    fields.forEach(field -> field.truncate(count));
  }

  @Override
  public void checkComplete() {
    for (ColumnBuilder field : fields) {
      if (field.rows != rows) {
        throw new IllegalStateException(where() + "the struct was not ended with endStruct()");
      }
      field.checkComplete();
    }
  }

  @Override
  public long finish(String name) {
    NativeLoader.load();
    long all = rows;
    rows = 0;
    byte[] valid = validity.take(all);
    List<Handle> held = new ArrayList<>();
    try {
      for (ColumnBuilder field : fields) {
        String fieldName = schema.field(held.size()).name();
        held.add(new Handle("the field " + fieldName, field.finish(fieldName)));
      }
      long[] keys = held.stream().mapToLong(Handle::get).toArray();
      return NativeSeries.fromStruct(name, keys, all, valid);
    } finally {
      held.forEach(Handle::close);
    }
  }

  private void addField(@Nullable Object name, @Nullable Object value) {
    fields.get(index(name)).append(value);
  }

  /** The field that a map's key names. */
  public int index(@Nullable Object name) {
    if (!(name instanceof String text)) {
      String what = name == null ? "null" : PhysicalValue.an(name.getClass().getTypeName());
      throw refused(new IllegalArgumentException("a field is named by a String, not by " + what));
    }
    int index = schema.indexOf(text);
    if (index < 0) {
      throw refused(
          new IllegalArgumentException(
              "no field of " + Shown.cut(type.toString()) + " is named " + Shown.cut(text)));
    }
    return index;
  }
}
