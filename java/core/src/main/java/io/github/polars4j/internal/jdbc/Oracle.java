package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Oracle, by its driver and the type table it publishes. */
final class Oracle implements Catalog {
  private static final int BINARY_FLOAT = 100;
  private static final int BINARY_DOUBLE = 101;
  private static final int BOOLEAN = 252;
  private static final int TIMESTAMPTZ = -101;
  private static final int TIMESTAMPLTZ = -102;
  private static final int INTERVALYM = -103;
  private static final int INTERVALDS = -104;
  private static final int JSON = 2016;

  @Override
  public DataType type(Described column) {
    return switch (column.code()) {
      case Types.NUMERIC, Types.DECIMAL ->
          column.scale() == OracleTarget.FLOATING
              ? Decimals.ANY
              : Decimals.of(column.precision(), column.scale());
      // NUMBER, whatever the name
      case Types.FLOAT -> column.sqlType().equals("BINARY_FLOAT") ? DataType.FLOAT32 : Decimals.ANY;
      case BINARY_FLOAT -> DataType.FLOAT32;
      case BINARY_DOUBLE -> DataType.FLOAT64;
      case BOOLEAN -> DataType.BOOLEAN;
      // DATE has a time.
      case Types.DATE -> Times.MICROS;
      case TIMESTAMPTZ, TIMESTAMPLTZ -> Times.instant(column.scale());
      default -> Standard.byCode(column);
    };
  }

  @Override
  public @Nullable Getter time(Described column) {
    return switch (column.code()) {
      case Types.DATE, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE, TIMESTAMPTZ, TIMESTAMPLTZ ->
          Times.of(type(column));
      default -> null;
    };
  }

  @Override
  public Cell cell(Described column, DataType type) {
    return switch (column.code()) {
      // Of these the driver has the database's text.
      case INTERVALYM, INTERVALDS, JSON -> Cells.of(type);
      default -> Standard.byCode(column, type);
    };
  }

  @Override
  public List<Described> ofTable(List<Described> columns, Connection connection, String table)
      throws SQLException {
    return OracleTarget.ofTable(columns, connection);
  }

  @Override
  public Setter setter(Described column, DataType type) {
    return OracleTarget.setter(column, type, SqlValue.setter(type, digits(column)));
  }

  @Override
  public TextCell text(Described column) {
    if (time(column) != null) {
      return Catalog.super.text(column);
    }
    return switch (column.code()) {
      case INTERVALYM, INTERVALDS, JSON -> ResultSet::getString;
      case Types.BLOB -> TextValue::utf8;
      default -> Standard.textByCode(column);
    };
  }
}
