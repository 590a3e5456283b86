package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import io.github.polars4j.internal.wire.Shown;
import io.github.polars4j.internal.wire.TypeTag;
import java.sql.Types;

/** Columns read as the type that somebody asked for, by way of the database's exact text. */
final class Requests {
  private Requests() {}

  static Cell cell(Catalog catalog, Described column, DataType wanted) {
    if (isNested(wanted) || wanted instanceof DataType.Null) {
      throw impossible(column, wanted);
    } else if (wanted instanceof DataType.Binary) {
      if (!isBinary(column)) {
        throw impossible(column, wanted);
      }
      return Cells::readBytes;
    }
    Getter time = catalog.time(column);
    if (time != null && isTemporal(wanted)) {
      return time.cell();
    }
    TextCell text = catalog.text(column);
    return (rows, index, to) -> TextValue.append(text.read(rows, index), wanted, to);
  }

  static boolean isNested(DataType type) {
    return type instanceof DataType.List
        || type instanceof DataType.Array
        || type instanceof DataType.Struct;
  }

  static boolean isInteger(DataType type) {
    TypeTag tag = TypeTag.of(type);
    return tag.compareTo(TypeTag.INT8) >= 0 && tag.compareTo(TypeTag.UINT128) <= 0;
  }

  static IllegalArgumentException impossible(Described column, DataType wanted) {
    return new IllegalArgumentException(
        "column \""
            + Shown.cut(column.name())
            + "\" ("
            + Shown.cut(column.sqlType())
            + ") can't be read as "
            + Shown.cut(wanted.toString()));
  }

  private static boolean isTemporal(DataType type) {
    return type instanceof DataType.Date
        || type instanceof DataType.Time
        || type instanceof DataType.Datetime;
  }

  private static boolean isBinary(Described column) {
    return switch (column.code()) {
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB, Types.BIT -> true;
      case Types.JAVA_OBJECT, Types.OTHER -> true;
      default -> false;
    };
  }
}
