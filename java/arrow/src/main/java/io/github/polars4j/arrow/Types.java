package io.github.polars4j.arrow;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.InvalidOperationException;
import java.util.List;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what cannot be passed at all; what polars has no type for is refused where it comes in.
 */
final class Types {
  private Types() {}

  static void checkImport(Schema schema, @Nullable DictionaryProvider dictionaries) {
    for (org.apache.arrow.vector.types.pojo.Field field : schema.getFields()) {
      checkImport(field.getName(), field, dictionaries);
    }
  }

  private static void checkImport(
      String column,
      org.apache.arrow.vector.types.pojo.Field field,
      @Nullable DictionaryProvider dictionaries) {
    if (field.getName() != null && field.getName().indexOf('\0') >= 0) {
      throw new InvalidOperationException(
          "column \"" + column + "\": a name has a NUL character, which would cut it: rename it");
    }
    DictionaryEncoding encoding = field.getDictionary();
    if (encoding != null) {
      Dictionary dictionary = dictionaries == null ? null : dictionaries.lookup(encoding.getId());
      if (dictionary == null) {
        throw new InvalidOperationException(
            "column \"" + column + "\": there is no dictionary " + encoding.getId());
      }
      checkImport(column, dictionary.getVector().getField(), dictionaries);
    }
    for (org.apache.arrow.vector.types.pojo.Field child : field.getChildren()) {
      checkImport(column, child, dictionaries);
    }
  }

  static void checkExport(io.github.polars4j.Schema schema) {
    for (Field field : schema.fields()) {
      checkExport(field.name(), field.dataType());
    }
  }

  private static void checkExport(String column, DataType type) {
    if (type instanceof DataType.Int128 || type instanceof DataType.UInt128) {
      throw new InvalidOperationException(
          "column \"" + column + "\" is " + type + ", which is polars' own and unknown to Arrow");
    } else if (type instanceof DataType.Extension extension) {
      checkExport(column, extension.storage());
    } else if (type instanceof DataType.List list) {
      checkExport(column, list.inner());
    } else if (type instanceof DataType.Array array) {
      checkExport(column, array.inner());
    } else if (type instanceof DataType.Struct struct) {
      List<Field> fields = struct.fields();
      fields.forEach(field -> checkExport(column, field.dataType()));
    }
  }
}
