package io.github.polars4j.spark;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.spark.ArrowBatch.ArrowColumn;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.VariantType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.jspecify.annotations.Nullable;

/** Variants are Arrow's extension type of that name: a struct of two fields of bytes. */
final class Variants {
  static final String METADATA = "metadata";
  static final String VALUE = "value";

  private static final String NAME = "arrow.parquet.variant";

  /** The type that is written. */
  static final DataType TYPE =
      DataType.extension(
          NAME,
          DataType.struct(
              Field.of(METADATA, DataType.BINARY).withNullable(false),
              Field.of(VALUE, DataType.BINARY).withNullable(false)),
          "");

  private Variants() {}

  /** Whether values of the type are variants. */
  static boolean is(DataType.Extension type) {
    return type.name().equals(NAME);
  }

  /** Whether they are stored as Spark has them, and not in columns of their own by their type. */
  static boolean isWhole(DataType.Extension type) {
    return type.storage() instanceof DataType.Struct struct
        && struct.fields().size() == 2
        && struct.fields().stream()
            .allMatch(
                field ->
                    field.dataType() instanceof DataType.Binary
                        && (field.name().equals(METADATA) || field.name().equals(VALUE)));
  }

  /** The vector of a struct, or null if it is not of these two fields. */
  static @Nullable ColumnVector vector(
      VariantType type, ArrowColumn column, long shift, String where) {
    if (column.children() != 2) {
      return null;
    }
    long inner = column.offset() + shift;
    ColumnVector[] fields = new ColumnVector[2]; // in this order for ColumnVector.getVariant
    for (int i = 0; i < 2; i++) {
      ArrowColumn child = column.child(i);
      int place = child.name().equals(VALUE) ? 0 : child.name().equals(METADATA) ? 1 : -1;
      if (place < 0 || !child.format().equals("vz")) {
        return null;
      }
      fields[place] = new Part(child, inner, where + "." + child.name());
    }
    return fields[0] == null || fields[1] == null
        ? null
        : new NestedVectors.Structs(type, column, shift, fields);
  }

  /** The metadata or the values, which Spark takes without a look at whether they are there. */
  private static final class Part extends VarVectors.Views {
    private final String where;

    Part(ArrowColumn column, long shift, String where) {
      super(DataTypes.BinaryType, column, shift);
      this.where = where;
    }

    @Override
    public byte[] getBinary(int row) {
      if (isNullAt(row)) {
        throw new IllegalArgumentException(
            where
                + ", row "
                + row
                + " of its record batch: it is null in a variant that is not; read the column as a"
                + " struct of its fields");
      }
      return super.getBinary(row);
    }
  }
}
