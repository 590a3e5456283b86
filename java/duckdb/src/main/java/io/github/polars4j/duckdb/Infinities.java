package io.github.polars4j.duckdb;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.Schema;
import io.github.polars4j.Series;
import java.util.ArrayList;
import java.util.List;

/** Finds DuckDB's infinite dates and timestamps, which are the ends of the range of numbers. */
final class Infinities {
  private final List<Field> dates = new ArrayList<>();
  private long before;

  Infinities(Schema schema) {
    for (Field field : schema.fields()) {
      if (field.dataType() instanceof DataType.Date
          || field.dataType() instanceof DataType.Datetime) {
        dates.add(field);
      }
    }
  }

  /** Refuses the first infinity in the next frame, by its column and row. */
  void refuse(DataFrame frame) {
    for (Field field : dates) {
      try (Series column = frame.column(field.name())) {
        int row =
            field.dataType() instanceof DataType.Date
                ? find(column.toIntArray(0))
                : find(column.toLongArray(0));
        if (row >= 0) {
          throw new IllegalArgumentException(
              "column \""
                  + field.name()
                  + "\", row "
                  + (before + row + 1)
                  + ": an infinite date is no "
                  + field.dataType()
                  + "; replace it in the query, such as by nullif(column, 'infinity')");
        }
      }
    }
    before += frame.height();
  }

  /** How many rows have been looked at. */
  long rows() {
    return before;
  }

  private static int find(int[] values) {
    for (int row = 0; row < values.length; row++) {
      if (values[row] == Integer.MAX_VALUE || values[row] == -Integer.MAX_VALUE) {
        return row;
      }
    }
    return -1;
  }

  private static int find(long[] values) {
    for (int row = 0; row < values.length; row++) {
      if (values[row] == Long.MAX_VALUE || values[row] == -Long.MAX_VALUE) {
        return row;
      }
    }
    return -1;
  }
}
