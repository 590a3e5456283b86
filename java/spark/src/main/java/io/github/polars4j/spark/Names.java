package io.github.polars4j.spark;

import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The names of columns and fields: which are allowed, and which one a schema means. */
final class Names {
  private Names() {}

  /**
   * Checks the names of all columns and fields, before tasks write what none could read.
   *
   * @param where what comes before the names
   * @throws IllegalArgumentException if one has a NUL, which Arrow's C interface cannot have
   */
  static void check(DataType type, String where) {
    if (type instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        String path = where + "\"" + field.name() + "\"";
        if (field.name().indexOf('\0') >= 0) {
          throw new IllegalArgumentException(
              path.replace("\0", "\\0") + ": a name with a NUL is not allowed; rename it");
        }
        check(field.dataType(), path + ".");
      }
    } else if (type instanceof ArrayType array) {
      check(array.elementType(), where);
    } else if (type instanceof MapType map) {
      check(map.keyType(), where);
      check(map.valueType(), where);
    }
  }

  /**
   * The place of the one that is {@code wanted}, or -1.
   *
   * @param caseSensitive whether letters must be of the same case
   * @param where names file and column
   * @throws IllegalArgumentException if there are several, which differ in case only
   */
  static int find(List<String> names, String wanted, boolean caseSensitive, String where) {
    int found = -1;
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!(caseSensitive ? name.equals(wanted) : name.equalsIgnoreCase(wanted))) {
        continue;
      } else if (found >= 0) {
        throw new IllegalArgumentException(
            where
                + ": \""
                + wanted
                + "\" may be \""
                + names.get(found)
                + "\" or \""
                + name
                + "\"; set spark.sql.caseSensitive to true");
      }
      found = i;
    }
    return found;
  }
}
