package io.github.polars4j.spark;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ResolveDefaultColumns;
import org.apache.spark.sql.execution.RowToColumnConverter;
import org.apache.spark.sql.execution.vectorized.ColumnVectorUtils;
import org.apache.spark.sql.execution.vectorized.ConstantColumnVector;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.jspecify.annotations.Nullable;

/** What rows have in columns that their file lacks: the default of the schema, or null. */
final class Defaults implements Serializable {
  private static final long serialVersionUID = 1;

  private final StructType columns;

  /** Spark's own form of each value, null where there is none. */
  @SuppressWarnings("serial") // rows, arrays and maps of Spark are serializable
  private final @Nullable Object[] values;

  /** Those of a schema; for the driver, since Spark evaluates their SQL. */
  Defaults(StructType columns) {
    this.columns = columns;
    this.values = ResolveDefaultColumns.existenceDefaultValues(columns);
  }

  /** The vector of a column that is not there, as long as {@code rows}. */
  ColumnVector vector(int column, int rows) {
    StructField field = columns.fields()[column];
    if (values[column] == null) {
      return Vectors.nulls(field.dataType(), rows);
    }
    GenericInternalRow row = new GenericInternalRow(new Object[] {values[column]});
    if (!isNested(field.dataType())) {
      ConstantColumnVector constant = new ConstantColumnVector(rows, field.dataType());
      ColumnVectorUtils.populate(constant, row, 0);
      return constant;
    }
    RowToColumnConverter converter = new RowToColumnConverter(new StructType().add(field));
    WritableColumnVector vector = new OnHeapColumnVector(rows, field.dataType());
    for (int i = 0; i < rows; i++) {
      converter.convert(row, new WritableColumnVector[] {vector});
    }
    return vector;
  }

  private static boolean isNested(DataType type) {
    return type instanceof ArrayType || type instanceof MapType || type instanceof StructType;
  }
}
