package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import io.github.polars4j.internal.wire.Shown;
import io.github.polars4j.internal.wire.TypeTag;
import java.nio.ByteBuffer;
import java.sql.Types;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Columns read as the type that somebody asked for, by way of the database's exact text. */
final class Requests {
  private Requests() {}

  static Cell cell(Catalog catalog, Described column, DataType wanted) {
    if (isNested(wanted) || wanted instanceof DataType.Null) {
      throw impossible(column, wanted);
    } else if (wanted instanceof DataType.Binary) {
      return bytes(catalog, column);
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

  static boolean isText(DataType type) {
    return type instanceof DataType.String
        || type instanceof DataType.Categorical
        || type instanceof DataType.Enum;
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
            + Shown.cut(wanted.toString())
            + ": ask for String, or CAST it in the query");
  }

  private static boolean isTemporal(DataType type) {
    return type instanceof DataType.Date
        || type instanceof DataType.Time
        || type instanceof DataType.Datetime;
  }

  /** Drivers give the bytes of a text for what is none: what has bytes is known by its type. */
  private static Cell bytes(Catalog catalog, Described column) {
    if (catalog.hasBytes(column)) {
      return Cells::readBytes;
    } else if (column.code() == Types.OTHER || column.code() == Types.JAVA_OBJECT) {
      return (rows, index, to) -> to.appendBinary(bytes(rows.getObject(index)));
    }
    throw impossible(column, DataType.BINARY);
  }

  private static byte @Nullable [] bytes(@Nullable Object value) {
    if (value == null || value instanceof byte[]) {
      return (byte[]) value;
    } else if (value instanceof UUID uuid) {
      ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
      bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
      return bytes.array();
    }
    throw new IllegalArgumentException(
        "a " + value.getClass().getTypeName() + " has no bytes: ask for String");
  }
}
