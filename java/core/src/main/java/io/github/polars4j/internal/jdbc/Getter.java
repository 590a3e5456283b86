package io.github.polars4j.internal.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Gets a column's value from the current row, as a class that {@code Series.Builder} takes. */
@FunctionalInterface
interface Getter {
  /** The value in column {@code index}, from 1; null if there is none. */
  @Nullable Object get(ResultSet rows, int index) throws SQLException;

  /** Appends what this gets. */
  default Cell cell() {
    return (rows, index, to) -> to.append(get(rows, index));
  }
}
