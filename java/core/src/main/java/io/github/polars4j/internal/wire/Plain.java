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
    List<Field> fields = of(schema.fields(), false);
    return fields == schema.fields() ? schema : new Schema(fields);
  }

  /** The field's own instance if nothing more is said. */
  public static Field of(Field field) {
    return of(field, false);
  }

  /** The type's own instance if nothing more is said. */
  public static DataType of(DataType type) {
    return of(type, false);
  }

  /** Whether two types are the same but for nullability and metadata of fields within. */
  public static boolean same(DataType one, DataType other) {
    return of(one, true).equals(of(other, true));
  }

  private static Field of(Field field, boolean extensions) {
    DataType type = of(field.dataType(), extensions);
    boolean plain = field.nullable() && field.metadata().isEmpty() && type == field.dataType();
    return plain ? field : new Field(field.name(), type);
  }

  /** Extension types stay such, or become what they are stored as. */
  private static DataType of(DataType type, boolean extensions) {
    if (type instanceof DataType.Extension extension) {
      DataType storage = of(extension.storage(), extensions);
      if (!extensions) {
        return storage;
      }
      return storage == extension.storage()
          ? type
          : new DataType.Extension(extension.name(), storage, extension.metadata());
    } else if (type instanceof DataType.List list) {
      DataType inner = of(list.inner(), extensions);
      return inner == list.inner() ? type : new DataType.List(inner);
    } else if (type instanceof DataType.Array array) {
      DataType inner = of(array.inner(), extensions);
      return inner == array.inner() ? type : new DataType.Array(inner, array.width());
    } else if (type instanceof DataType.Struct struct) {
      List<Field> fields = of(struct.fields(), extensions);
      return fields == struct.fields() ? type : new DataType.Struct(fields);
    }
    return type;
  }

  private static List<Field> of(List<Field> fields, boolean extensions) {
    for (Field field : fields) {
      if (of(field, extensions) != field) {
        return fields.stream().map(each -> of(each, extensions)).toList();
      }
    }
    return fields;
  }
}
