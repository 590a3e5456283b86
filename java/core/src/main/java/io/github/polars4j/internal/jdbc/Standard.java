package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import java.sql.ResultSet;
import java.sql.Types;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Databases that are not known: the JDBC standard's types, and nothing that it leaves open. */
final class Standard implements Catalog {
  @Override
  public DataType type(Described column) {
    return byCode(column);
  }

  /** What the code of a standard type becomes. */
  static DataType byCode(Described column) {
    boolean unsigned = column.sqlType().toUpperCase(Locale.ROOT).contains("UNSIGNED");
    return switch (column.code()) {
      case Types.BOOLEAN -> DataType.BOOLEAN;
      case Types.BIT -> column.precision() <= 1 ? DataType.BOOLEAN : DataType.STRING;
      // Signed here, unsigned there.
      case Types.TINYINT -> unsigned ? DataType.UINT8 : DataType.INT16;
      case Types.SMALLINT -> unsigned ? DataType.UINT16 : DataType.INT16;
      case Types.INTEGER -> unsigned ? DataType.UINT32 : DataType.INT32;
      case Types.BIGINT -> unsigned ? DataType.UINT64 : DataType.INT64;
      case Types.REAL -> DataType.FLOAT32;
      case Types.FLOAT, Types.DOUBLE -> DataType.FLOAT64;
      case Types.NUMERIC, Types.DECIMAL -> Decimals.of(column.precision(), column.scale());
      case Types.DATE -> DataType.DATE;
      case Types.TIME -> DataType.TIME;
      case Types.TIMESTAMP -> Times.datetime(column.scale());
      case Types.TIMESTAMP_WITH_TIMEZONE -> Times.instant(column.scale());
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> DataType.BINARY;
      case Types.NULL -> DataType.NULL;
      default -> DataType.STRING;
    };
  }

  @Override
  public @Nullable Getter time(Described column) {
    return switch (column.code()) {
      case Types.DATE, Types.TIME, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
          Times.orText(byCode(column));
      case Types.TIME_WITH_TIMEZONE -> Times::offsetTime;
      default -> null;
    };
  }

  @Override
  public TextCell text(Described column) {
    return type(column) instanceof DataType.Binary
        ? TextValue::utf8
        : time(column) == null ? textByCode(column) : Catalog.super.text(column);
  }

  /** The text of what is no time. */
  static TextCell textByCode(Described column) {
    return column.code() == Types.SQLXML
        ? TextValue::xml
        : isText(column) ? ResultSet::getString : TextValue::ofObject;
  }

  @Override
  public Cell cell(Described column, DataType type) {
    return byCode(column, type);
  }

  /** Reads a column whose code is standard; others only if they are text. */
  static Cell byCode(Described column, DataType type) {
    if (column.code() == Types.BLOB) {
      return Cells::readBlob;
    } else if (column.code() == Types.SQLXML) {
      return (rows, index, to) -> to.appendString(TextValue.xml(rows, index));
    } else if (type instanceof DataType.String && !isText(column)) {
      return Cells.refusing("values of this type have no form here");
    }
    return Cells.of(type);
  }

  /** Whether {@code getString} is sure to give a value's text and not that of a Java object. */
  private static boolean isText(Described column) {
    return switch (column.code()) {
      case Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB,
          Types.ROWID,
          Types.DATALINK ->
          true;
      // Arrays, structs, objects, the driver's own codes.
      default ->
          !(byCode(column) instanceof DataType.String)
              || column.code() == Types.BIT
              || column.javaClass().equals(String.class.getName());
    };
  }
}
