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
   * @param digits how many digits of a second it keeps, where it is a time
   * @param described what messages call its type
   */
  public record Target(Field field, int code, int digits, String described) {
    /** Sets a value, which the column holds, or refuses it without its place. */
    public void set(PreparedStatement to, int index, @Nullable Object value) throws SQLException {
      if (value == null) {
        to.setNull(index, code);
      } else {
        SqlValue.set(to, index, field.dataType(), value, digits);
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
      List<Target> targets = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (Field field : schema.fields()) {
        int place = place(plans, field.name(), table);
        Plan plan = plans.get(place);
        if (!Fits.all(field.dataType(), plan.type())) {
          throw misfit(table, field, plan);
        }
        int digits = catalog.digits(plan.column());
        String sqlType = plan.column().sqlType();
        targets.add(new Target(field, about.getColumnType(place + 1), digits, sqlType));
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

  private static SchemaMismatchException misfit(String table, Field field, Plan plan) {
    return new SchemaMismatchException(
        "column \""
            + Shown.cut(field.name())
            + "\" of type "
            + Shown.cut(field.dataType().toString())
            + ": its column of table "
            + Shown.cut(table)
            + " is "
            + Shown.cut(plan.column().sqlType())
            + ", which is "
            + Shown.cut(plan.type().toString())
            + " here and does not hold every value: cast(name, type) first, or use another table");
  }

  private static String quoted(Connection connection, String name) throws SQLException {
    String quote = connection.getMetaData().getIdentifierQuoteString();
    return quote.isBlank() ? name : quote + name.replace(quote, quote + quote) + quote;
  }
}
