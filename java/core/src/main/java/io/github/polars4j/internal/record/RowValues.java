package io.github.polars4j.internal.record;

import io.github.polars4j.Cursor;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Row;
import io.github.polars4j.RowAccess;
import io.github.polars4j.Schema;
import io.github.polars4j.internal.wire.Plain;
import io.github.polars4j.internal.wire.Shown;
import io.github.polars4j.internal.wire.TypeTag;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The values of a row as the classes that are asked for. */
public final class RowValues {
  private static final int UUID_BYTES = 16;

  private RowValues() {}

  /** A value that must be there. */
  public static <T> T required(RowAccess row, int index, Class<T> type) {
    T value = of(row, index, type);
    if (value == null) {
      throw isNull(row, index);
    }
    return value;
  }

  /** The value as a class, or null. */
  public static <T> @Nullable T of(RowAccess row, int index, Class<T> type) {
    Field field = row.schema().field(index);
    DataType column = Plain.of(field).dataType();
    Class<?> boxed = ScalarCodec.boxed(type);
    if (!suits(boxed, column)) {
      throw unsuited(row, index, type);
    }
    Object value = row.get(index);
    @SuppressWarnings("unchecked")
    T converted = value == null ? null : (T) convert(row, index, value, boxed, column);
    return converted;
  }

  /** The refusal of a type that the column does not give. */
  public static InvalidOperationException unsuited(RowAccess row, int index, Class<?> type) {
    Field field = row.schema().field(index);
    return new InvalidOperationException(
        "column \""
            + Shown.cut(field.name())
            + "\" is "
            + Shown.cut(field.dataType().toString())
            + ", not "
            + type.getSimpleName());
  }

  /** The refusal of a null where a primitive is asked for. */
  public static NullPointerException isNull(RowAccess row, int index) {
    return new NullPointerException(where(row, index) + " is null: isNull tells");
  }

  /** The refusal of a number that a primitive cannot hold. */
  public static ArithmeticException unfit(RowAccess row, int index, Object value, String type) {
    return new ArithmeticException(where(row, index) + ": " + value + " is no " + type);
  }

  private static String where(RowAccess row, int index) {
    String column = "column \"" + Shown.cut(row.schema().field(index).name()) + "\"";
    return row instanceof Cursor cursor ? column + ", row " + cursor.row() + "," : column;
  }

  private static boolean suits(Class<?> type, DataType column) {
    TypeTag tag = TypeTag.of(column);
    if (type == Object.class) {
      return true;
    }
    if (isWhole(type)) {
      return tag.compareTo(TypeTag.INT8) >= 0 && tag.compareTo(TypeTag.UINT128) <= 0;
    }
    if (type == Row.class || type == Map.class) {
      return tag == TypeTag.STRUCT;
    }
    if (type == List.class) {
      return tag == TypeTag.LIST || tag == TypeTag.ARRAY;
    }
    if (type == UUID.class && tag == TypeTag.BINARY) {
      return true;
    }
    return type.isEnum()
        ? JavaTypes.readable(String.class, column)
        : JavaTypes.knows(type) && type != Character.class && JavaTypes.readable(type, column);
  }

  private static boolean isWhole(Class<?> type) {
    return type == Integer.class || type == Long.class || type == Short.class || type == Byte.class;
  }

  private static Object convert(
      RowAccess row, int index, Object value, Class<?> type, DataType column) {
    if (isWhole(type)) {
      return whole(row, index, (Number) value, type);
    }
    if (type == UUID.class) {
      return uuid(row, index, value);
    }
    if (type.isEnum()) {
      return constant(row, index, (String) value, type);
    }
    if (type == Row.class) {
      return struct((Map<?, ?>) value, (DataType.Struct) column);
    }
    Object raised = ScalarCodec.raising(type).apply(value);
    return raised == null ? value : raised;
  }

  private static Object whole(RowAccess row, int index, Number value, Class<?> type) {
    long wide = value.longValue();
    boolean fits = !(value instanceof BigInteger big) || big.bitLength() < Long.SIZE;
    if (fits && type == Long.class) {
      return wide;
    }
    if (fits && type == Integer.class && wide == (int) wide) {
      return (int) wide;
    }
    if (fits && type == Short.class && wide == (short) wide) {
      return (short) wide;
    }
    if (fits && type == Byte.class && wide == (byte) wide) {
      return (byte) wide;
    }
    throw unfit(row, index, value, type == Integer.class ? "int" : type.getSimpleName());
  }

  private static UUID uuid(RowAccess row, int index, Object value) {
    if (value instanceof byte[] bytes && bytes.length == UUID_BYTES) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new UUID(buffer.getLong(), buffer.getLong());
    }
    try {
      UUID uuid = value instanceof String text ? UUID.fromString(text) : null;
      if (uuid != null && uuid.toString().equalsIgnoreCase((String) value)) {
        return uuid;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    String shown = value instanceof byte[] bytes ? bytes.length + " bytes" : "\"" + value + "\"";
    throw new IllegalArgumentException(where(row, index) + ": " + Shown.cut(shown) + " is no UUID");
  }

  private static Object constant(RowAccess row, int index, String value, Class<?> type) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        where(row, index) + ": \"" + Shown.cut(value) + "\" is no " + type.getSimpleName());
  }

  private static Row struct(Map<?, ?> value, DataType.Struct type) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Field field : type.fields()) {
      values.add(value.get(field.name()));
    }
    return new Row(new Schema(type.fields()), values);
  }
}
