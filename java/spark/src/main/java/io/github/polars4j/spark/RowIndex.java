package io.github.polars4j.spark;

import org.apache.spark.sql.catalyst.expressions.FileSourceGeneratedMetadataStructField;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** The numbers of rows in their file, which Spark has as {@code _metadata.row_index}. */
final class RowIndex extends ArrowVector {
  /** What Spark calls the column while it reads; the same for all formats that have it. */
  private static final String NAME = ParquetFileFormat.ROW_INDEX_TEMPORARY_COLUMN_NAME();

  private static final String GENERATED =
      FileSourceGeneratedMetadataStructField.FILE_SOURCE_GENERATED_METADATA_COL_ATTR_KEY();

  private final long first;

  RowIndex(long first) {
    super(DataTypes.LongType);
    this.first = first;
  }

  /** Whether a query asks for them by this field. */
  static boolean is(StructField field) {
    // A file may have a column of that name, too.
    return field.name().equals(NAME) && field.metadata().contains(GENERATED);
  }

  @Override
  public long getLong(int row) {
    return first + row;
  }
}
