package io.github.polars4j.internal.jdbc;

import io.github.polars4j.ColumnNotFoundException;
import io.github.polars4j.Field;
import io.github.polars4j.Schema;
import io.github.polars4j.SchemaMismatchException;
import io.github.polars4j.internal.wire.Shown;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Inserts rows into a table whose columns hold every value of theirs.
 *
 * @param sql the statement
 * @param columns what each place takes
 */
public record Insert(String sql, List<Target> columns) {
  /**
   * A column of the table.
   *
   * @param field the frame's
   * @param code of {@link java.sql.Types}, for nulls
   * @param described what messages call its type
   */
  public record Target(Field field, int code, Setter setter, String described) {
    /** Sets a value, which the column keeps as it is, or refuses it without its place. */
    public void set(PreparedStatement to, int index, @Nullable Object value) throws SQLException {
      if (value == null) {
        to.setNull(index, code);
      } else {
        setter.set(to, index, value);
      }
    }
  }

  /** Finds the table's columns by name; {@code table} is as it stands in SQL. */
  public static Insert into(Connection connection, String table, Schema schema)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
      Catalog catalog = Catalogs.of(none);
      List<Plan> plans = Plan.of(none);
      ResultSetMetaData about = none.getMetaData();
      List<Described> columns = new ArrayList<>();
      plans.forEach(plan -> columns.add(plan.column()));
      List<Described> own = catalog.ofTable(columns, connection, table);
      List<Target> targets = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (Field field : schema.fields()) {
        int place = place(plans, field.name(), table);
        Plan plan = plans.get(place);
        if (!Fits.all(field.dataType(), plan.type())) {
          String held = "which is " + Shown.cut(plan.type().toString());
          throw misfit(table, field, plan, held + " here and does not hold every value");
        }
        Setter setter;
        try {
          setter = catalog.setter(own.get(place), field.dataType());
        } catch (IllegalArgumentException e) {
          throw misfit(table, field, plan, String.valueOf(e.getMessage()));
        }
        String sqlType = plan.column().sqlType();
        targets.add(new Target(field, about.getColumnType(place + 1), setter, sqlType));
        names.add(quoted(connection, plan.column().name()));
      }
      String marks = names.stream().map(name -> "?").collect(Collectors.joining(", "));
      String sql =
          "INSERT INTO " + table + " (" + String.join(", ", names) + ") VALUES (" + marks + ")";
      return new Insert(sql, List.copyOf(targets));
    }
  }

  /** By the very name, or else by the only one that differs in case. */
  private static int place(List<Plan> plans, String name, String table) {
    List<Integer> similar = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      String column = plans.get(i).column().name();
      if (column.equals(name)) {
        return i;
      } else if (column.equalsIgnoreCase(name)) {
        similar.add(i);
      }
    }
    if (similar.size() == 1) {
      return similar.get(0);
    }
    String names = plans.stream().map(plan -> plan.column().name()).toList().toString();
    throw new ColumnNotFoundException(
        "table "
            + Shown.cut(table)
            + " has no column \""
            + Shown.cut(name)
            + "\", only "
            + Shown.cut(names));
  }

  private static SchemaMismatchException misfit(String table, Field field, Plan plan, String why) {
    return new SchemaMismatchException(
        "column \""
            + Shown.cut(field.name())
            + "\" of type "
            + Shown.cut(field.dataType().toString())
            + ": its column of table "
            + Shown.cut(table)
            + " is "
            + Shown.cut(plan.column().sqlType())
            + ", "
            + why
            + ": cast(name, type) first, or use another table");
  }

  private static String quoted(Connection connection, String name) throws SQLException {
    String quote = connection.getMetaData().getIdentifierQuoteString();
    return quote.isBlank() ? name : quote + name.replace(quote, quote + quote) + quote;
  }
}
