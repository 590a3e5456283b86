package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import io.github.polars4j.InvalidOperationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the SQL types of one database become, and how they are read. Types are decided from metadata
 * alone, so that they are the same whatever rows come, but for {@link #isOpen}. {@code
 * docs/databases.md} shows them.
 */
interface Catalog {
  /** The type that holds every value of the column, or refuses those it can't hold. */
  DataType type(Described column);

  /** The column with what the driver does not say of it. */
  default Described described(Described column, ResultSet rows) throws SQLException {
    return column;
  }

  /** Whether only values tell the column's whole type; {@link #settle} looks at the first one. */
  default boolean isOpen(Described column) {
    return false;
  }

  /** The plan of an open column, by its value in the row that {@code rows} is at. */
  default Plan settle(Plan plan, ResultSet rows, int index) throws SQLException {
    return plan;
  }

  /** Gets a temporal column's exact value, or refuses it; null if the column is another. */
  default @Nullable Getter time(Described column) {
    return null;
  }

  /** Reads a column that is not temporal as its type. */
  default Cell cell(Described column, DataType type) {
    return Cells.of(type);
  }

  /** Reads the column's exact text. */
  default TextCell text(Described column) {
    Getter time = time(column);
    if (time == null) {
      return ResultSet::getString;
    }
    return (rows, index) -> {
      Object value = time.get(rows, index);
      return value == null ? null : TemporalText.show(value);
    };
  }

  /**
   * Reads the column as a type that was asked for.
   *
   * @throws IllegalArgumentException if its values can't be read so
   */
  default Cell as(Described column, DataType wanted) {
    return Requests.cell(this, column, wanted);
  }

  /** Whether {@code getBytes} gives the column's own bytes. */
  default boolean hasBytes(Described column) {
    return switch (column.code()) {
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> true;
      default -> type(column) instanceof DataType.Binary;
    };
  }

  /** How many digits of a second the column keeps, where it is a time. */
  default int digits(Described column) {
    return Math.max(column.parsed().fraction(), 0);
  }

  /**
   * The columns of a table that is written to, as the database itself describes them.
   *
   * @throws InvalidOperationException if the connection is such that values are changed
   */
  default List<Described> ofTable(List<Described> columns, Connection connection, String table)
      throws SQLException {
    return columns;
  }

  /**
   * How values of a frame's type, which the column's own type holds, go into the column.
   *
   * @param type of values that the column's own type holds, by {@link Fits}
   * @throws IllegalArgumentException if the database would change them
   */
  default Setter setter(Described column, DataType type) {
    Setter plain = SqlValue.setter(type, digits(column));
    if (Requests.isText(type)) {
      return TextTarget.of(column, plain);
    }
    return type instanceof DataType.Binary ? BytesTarget.of(column, plain) : plain;
  }

  /** The column's type with its reader. */
  default Plan plan(Described column) {
    DataType type = type(column);
    Getter time = time(column);
    if (time == null) {
      return new Plan(column, type, cell(column, type));
    } else if (type instanceof DataType.String) {
      return new Plan(column, type, Requests.cell(this, column, type));
    }
    return new Plan(column, type, time.cell());
  }
}
