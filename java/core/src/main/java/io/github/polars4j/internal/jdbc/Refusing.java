package io.github.polars4j.internal.jdbc;

import io.github.polars4j.Series;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Refuses every value of a type that has no form here.
 *
 * @param why what the message says
 */
record Refusing(String why) implements Cell {
  @Override
  public void read(ResultSet rows, int index, Series.Builder to) throws SQLException {
    if (rows.getObject(index) != null) {
      throw new IllegalArgumentException(why);
    }
    to.appendNull();
  }
}
