package io.github.polars4j.internal.wire;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.Schema;
import java.util.List;

/** Fields and types as polars has them, without what Arrow says of them besides. */
public final class Plain {
  private Plain() {}

  /** The schema's own instance if nothing more is said. */
  public static Schema of(Schema schema) {
    List<Field> fields = of(schema.fields());
    return fields == schema.fields() ? schema : new Schema(fields);
  }

  /** The field's own instance if nothing more is said. */
  public static Field of(Field field) {
    DataType type = of(field.dataType());
    boolean plain = field.nullable() && field.metadata().isEmpty() && type == field.dataType();
    return plain ? field : new Field(field.name(), type);
  }

  /** The type's own instance if nothing more is said. */
  public static DataType of(DataType type) {
    if (type instanceof DataType.Extension extension) {
      return of(extension.storage());
    } else if (type instanceof DataType.List list) {
      DataType inner = of(list.inner());
      return inner == list.inner() ? type : new DataType.List(inner);
    } else if (type instanceof DataType.Array array) {
      DataType inner = of(array.inner());
      return inner == array.inner() ? type : new DataType.Array(inner, array.width());
    } else if (type instanceof DataType.Struct struct) {
      List<Field> fields = of(struct.fields());
      return fields == struct.fields() ? type : new DataType.Struct(fields);
    }
    return type;
  }

  private static List<Field> of(List<Field> fields) {
    for (Field field : fields) {
      if (of(field) != field) {
        return fields.stream().map(Plain::of).toList();
      }
    }
    return fields;
  }
}
