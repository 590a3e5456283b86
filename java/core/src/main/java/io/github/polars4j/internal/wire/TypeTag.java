package io.github.polars4j.internal.wire;

import io.github.polars4j.DataType;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The data types as something to switch on; the order is the wire's numbering. */
public enum TypeTag {
  BOOLEAN(DataType.Boolean.class),
  INT8(DataType.Int8.class),
  INT16(DataType.Int16.class),
  INT32(DataType.Int32.class),
  INT64(DataType.Int64.class),
  INT128(DataType.Int128.class),
  UINT8(DataType.UInt8.class),
  UINT16(DataType.UInt16.class),
  UINT32(DataType.UInt32.class),
  UINT64(DataType.UInt64.class),
  UINT128(DataType.UInt128.class),
  FLOAT16(DataType.Float16.class),
  FLOAT32(DataType.Float32.class),
  FLOAT64(DataType.Float64.class),
  STRING(DataType.String.class),
  BINARY(DataType.Binary.class),
  DATE(DataType.Date.class),
  TIME(DataType.Time.class),
  DATETIME(DataType.Datetime.class),
  DURATION(DataType.Duration.class),
  DECIMAL(DataType.Decimal.class),
  LIST(DataType.List.class),
  ARRAY(DataType.Array.class),
  STRUCT(DataType.Struct.class),
  CATEGORICAL(DataType.Categorical.class),
  ENUM(DataType.Enum.class),
  NULL(DataType.Null.class),
  UNSUPPORTED(DataType.Unsupported.class),
  EXTENSION(DataType.Extension.class);

  private static final TypeTag[] TAGS = values();
  private static final Map<Class<?>, TypeTag> BY_CLASS = new HashMap<>();

  static {
    for (TypeTag tag : TAGS) {
      BY_CLASS.put(tag.type, tag);
    }
  }

  private final Class<? extends DataType> type;

  TypeTag(Class<? extends DataType> type) {
    this.type = type;
  }

  /** The tag of a type. */
  public static TypeTag of(DataType type) {
    return Objects.requireNonNull(BY_CLASS.get(type.getClass()));
  }

  /** How many bytes a value takes on its way into a column: 0 if that is not fixed. */
  public int bytes() {
    return switch (this) {
      case BOOLEAN, INT8, UINT8 -> 1;
      case INT16, UINT16 -> 2;
      case INT32, UINT32, FLOAT16, FLOAT32, DATE -> 4;
      case INT64, UINT64, FLOAT64, TIME, DATETIME, DURATION -> 8;
      case INT128, UINT128, DECIMAL -> 16;
      default -> 0;
    };
  }

  public static TypeTag ofWire(int number) {
    return TAGS[number];
  }
}
