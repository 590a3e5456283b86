package io.github.polars4j.spark;

import io.github.polars4j.spark.ArrowBatch.ArrowColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.Platform;

/** Vectors of lists, maps and structs. */
final class NestedVectors {
  private NestedVectors() {}

  /** Lists of any length, or of {@code width} if that is not -1. */
  abstract static class Ranges extends ArrowVector {
    private final long offsets;
    private final int width;

    Ranges(DataType type, ArrowColumn column, long shift, int width) {
      super(type, column, shift);
      this.width = width;
      this.offsets = width >= 0 ? 0 : column.buffer(1) + 8 * offset;
    }

    final int start(int row) {
      return Math.toIntExact(
          width >= 0 ? (offset + row) * width : Platform.getLong(null, offsets + 8L * row));
    }

    final int count(int row) {
      return width >= 0 ? width : start(row + 1) - start(row);
    }
  }

  /** Lists. */
  static final class Lists extends Ranges {
    private final ColumnVector values;

    Lists(DataType type, ArrowColumn column, long shift, int width, ColumnVector values) {
      super(type, column, shift, width);
      this.values = values;
    }

    @Override
    public ColumnarArray getArray(int row) {
      return new ColumnarArray(values, start(row), count(row));
    }
  }

  /** Maps, which are lists of entries; one without a key is refused. */
  static final class Maps extends Ranges {
    private final Structs entries;
    private final String where;

    /** {@code entries} have two fields: keys and values. */
    Maps(DataType type, ArrowColumn column, long shift, Structs entries, String where) {
      super(type, column, shift, -1);
      this.entries = entries;
      this.where = where;
    }

    @Override
    public ColumnarMap getMap(int row) {
      ColumnVector keys = entries.getChild(0);
      int start = start(row);
      int count = count(row);
      if (entries.hasNull() || keys.hasNull()) {
        for (int i = start; i < start + count; i++) {
          if (entries.isNullAt(i) || keys.isNullAt(i)) {
            throw new IllegalArgumentException(
                where
                    + ", row "
                    + row
                    + " of its record batch: a key is null, which a map cannot have; read the"
                    + " column as an array of structs");
          }
        }
      }
      return new ColumnarMap(keys, entries.getChild(1), start, count);
    }
  }

  /** Structs. */
  static final class Structs extends ArrowVector {
    private final ColumnVector[] fields;

    Structs(DataType type, ArrowColumn column, long shift, ColumnVector[] fields) {
      super(type, column, shift);
      this.fields = fields;
    }

    @Override
    public ColumnVector getChild(int ordinal) {
      return fields[ordinal];
    }
  }
}
