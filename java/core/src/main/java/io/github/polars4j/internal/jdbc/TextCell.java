package io.github.polars4j.internal.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the text of a column of the current row. */
@FunctionalInterface
interface TextCell {
  /** The text in column {@code index}, from 1; null if there is no value. */
  @Nullable String read(ResultSet rows, int index) throws SQLException;
}
