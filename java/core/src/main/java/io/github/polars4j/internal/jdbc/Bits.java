package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

/** Bits, whose text is digits of 0 and 1, and which are a number of the base 2. */
final class Bits {
  private Bits() {}

  /** Whether somebody asks for a BIT as anything but its text. */
  static boolean areNumbers(SqlType from, DataType wanted) {
    List<SqlType> scalars = from.scalars().toList();
    List<DataType> types = scalars(wanted).toList();
    for (int i = 0; i < Math.min(scalars.size(), types.size()); i++) {
      if (scalars.get(i).name().equals("BIT") && !isText(types.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** The number, of which the first bit is no sign. */
  static Cell number(TextCell text, DataType wanted) {
    return (rows, index, to) -> {
      String bits = text.read(rows, index);
      TextValue.append(bits == null ? null : new BigInteger(bits, 2).toString(), wanted, to);
    };
  }

  private static Stream<DataType> scalars(DataType type) {
    if (type instanceof DataType.List list) {
      return scalars(list.inner());
    } else if (type instanceof DataType.Array array) {
      return scalars(array.inner());
    } else if (type instanceof DataType.Struct struct) {
      return struct.fields().stream().flatMap(field -> scalars(field.dataType()));
    }
    return Stream.of(type);
  }

  private static boolean isText(DataType type) {
    return type instanceof DataType.String
        || type instanceof DataType.Categorical
        || type instanceof DataType.Enum
        || type instanceof DataType.Binary;
  }
}
