package io.github.polars4j.internal.jdbc;

import io.github.polars4j.Series;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Reads one column of the current row. A driver is asked for a null only after what it gives for
 * one: 0, or NaN with DuckDB's.
 */
@FunctionalInterface
public interface Cell {
  /** Appends the value in column {@code index}, from 1. */
  void read(ResultSet rows, int index, Series.Builder to) throws SQLException;
}
