package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A column's type and how its values are read.
 *
 * @param column as the driver describes it
 * @param type what it becomes
 * @param cell reads it
 */
public record Plan(Described column, DataType type, Cell cell) {
  /** The plans of a result's columns, by the catalogue of its database. */
  public static List<Plan> of(ResultSet rows) throws SQLException {
    Catalog catalog = Catalogs.of(rows);
    ResultSetMetaData about = rows.getMetaData();
    List<Plan> plans = new ArrayList<>();
    for (int i = 1; i <= about.getColumnCount(); i++) {
      plans.add(catalog.plan(Described.of(about, i)));
    }
    return plans;
  }

  /** The column's name and type. */
  public Field field() {
    return Field.of(column.name(), type);
  }

  /**
   * The same column as another type.
   *
   * @throws IllegalArgumentException if its values can't be read so
   */
  public Plan as(ResultSet rows, DataType wanted) throws SQLException {
    if (wanted.equals(type) && !(cell instanceof Refusing)) {
      return this;
    }
    return new Plan(column, wanted, Catalogs.of(rows).as(column, wanted));
  }
}
