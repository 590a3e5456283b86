package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** SQL Server, by Microsoft's driver and the type table it publishes. */
final class SqlServer implements Catalog {
  private static final int DATETIMEOFFSET = -155;
  private static final int GUID = -145;
  private static final int SQL_VARIANT = -156;
  private static final int GEOMETRY = -157;
  private static final int GEOGRAPHY = -158;

  @Override
  public DataType type(Described column) {
    return switch (column.code()) {
      // 0 to 255
      case Types.TINYINT -> DataType.INT16;
      case DATETIMEOFFSET -> Times.instant(column.scale());
      case GEOMETRY, GEOGRAPHY -> DataType.BINARY;
      default -> Standard.byCode(column);
    };
  }

  @Override
  public @Nullable Getter time(Described column) {
    return switch (column.code()) {
      case Types.DATE, Types.TIME, Types.TIMESTAMP, DATETIMEOFFSET -> Times.of(type(column));
      default -> null;
    };
  }

  @Override
  public Cell cell(Described column, DataType type) {
    String name = column.sqlType().toLowerCase(Locale.ROOT);
    if (column.code() == SQL_VARIANT || name.equals("sql_variant")) {
      return Cells.refusing("each value of sql_variant has a type of its own");
    }
    return isText(column) ? Cells.of(type) : Standard.byCode(column, type);
  }

  @Override
  public List<Described> ofTable(List<Described> columns, Connection connection, String table)
      throws SQLException {
    return SqlServerTarget.ofTable(columns, connection, table);
  }

  @Override
  public Setter setter(Described column, DataType type) {
    return SqlServerTarget.setter(column, type, digits(column));
  }

  @Override
  public TextCell text(Described column) {
    return time(column) != null
        ? Catalog.super.text(column)
        : isText(column) ? ResultSet::getString : Standard.textByCode(column);
  }

  /** Of codes of its own. */
  private static boolean isText(Described column) {
    return column.code() == GUID || column.sqlType().toLowerCase(Locale.ROOT).equals("json");
  }
}
