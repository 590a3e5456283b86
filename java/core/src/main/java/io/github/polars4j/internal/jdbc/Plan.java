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
      plans.add(catalog.plan(catalog.described(Described.of(about, i), rows)));
    }
    return plans;
  }

  /** Settles the plans of open columns by the row that {@code rows} is at. */
  public static void settle(List<Plan> plans, ResultSet rows) throws SQLException {
    Catalog catalog = Catalogs.of(rows);
    for (int i = 0; i < plans.size(); i++) {
      if (catalog.isOpen(plans.get(i).column)) {
        plans.set(i, catalog.settle(plans.get(i), rows, i + 1));
      }
    }
  }

  /** Whether the type of a column is open until the first row is there. */
  public static boolean areOpen(List<Plan> plans, ResultSet rows) throws SQLException {
    Catalog catalog = Catalogs.of(rows);
    return plans.stream().anyMatch(plan -> catalog.isOpen(plan.column));
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
    // As String comes also what a column of text refuses unless it is asked for.
    if (wanted.equals(type) && !(wanted instanceof DataType.String || cell instanceof Refusing)) {
      return this;
    }
    return new Plan(column, wanted, Catalogs.of(rows).as(column, wanted));
  }
}
