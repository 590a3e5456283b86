package io.github.polars4j;

import java.lang.reflect.Array;
import java.sql.Blob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Appends what a driver gives for values within arrays and structs.
 *
 * @param type the type of the column, or of what is in it
 * @param inner for the elements or fields
 */
record JdbcObject(DataType type, List<JdbcObject> inner) {
  JdbcObject(DataType type) {
    this(type, children(type).stream().map(JdbcObject::new).toList());
  }

  private static List<DataType> children(DataType type) {
    if (type instanceof DataType.List list) {
      return List.of(list.inner());
    } else if (type instanceof DataType.Array array) {
      return List.of(array.inner());
    } else if (type instanceof DataType.Struct struct) {
      return struct.fields().stream().map(Field::dataType).toList();
    }
    return List.of();
  }

  void append(@Nullable Object value, Series.Builder to) throws SQLException {
    if (value == null) {
      to.appendNull();
    } else if (type instanceof DataType.List || type instanceof DataType.Array) {
      elements(value, to);
    } else if (type instanceof DataType.Struct && value instanceof Struct struct) {
      fields(struct.getAttributes(), to);
    } else {
      to.append(scalar(value));
    }
  }

  private void elements(Object value, Series.Builder to) throws SQLException {
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        Object[] pair = {entry.getKey(), entry.getValue()};
        inner.get(0).fields(pair, to.element());
      }
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        inner.get(0).append(element, to.element());
      }
    } else {
      Object array = value instanceof java.sql.Array sql ? sql.getArray() : value;
      if (!array.getClass().isArray()) {
        to.append(value); // refuses it
        return;
      }
      int length = Array.getLength(array);
      for (int i = 0; i < length; i++) {
        inner.get(0).append(Array.get(array, i), to.element());
      }
    }
    to.endList();
  }

  private void fields(@Nullable Object[] values, Series.Builder to) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      inner.get(i).append(values[i], to.field(i));
    }
    to.endStruct();
  }

  /** The class that the column takes. */
  private Object scalar(Object value) throws SQLException {
    if (type instanceof DataType.String) {
      return value.toString();
    } else if (value instanceof Blob blob) {
      return blob.length() == 0 ? new byte[0] : blob.getBytes(1, (int) blob.length());
    } else if (value instanceof Date date) {
      return date.toLocalDate();
    } else if (value instanceof Time time) {
      return time.toLocalTime();
    } else if (value instanceof Timestamp timestamp) {
      return zone() == null ? timestamp.toLocalDateTime() : timestamp.toInstant();
    } else if (value instanceof OffsetDateTime time) {
      Instant instant = time.toInstant();
      return instant;
    } else if (value instanceof Number number && isInteger()) {
      return JdbcCell.integer(number);
    }
    return value;
  }

  private boolean isInteger() {
    return io.github.polars4j.internal.TypeTag.of(type).ordinal()
        <= io.github.polars4j.internal.TypeTag.UINT128.ordinal();
  }

  private @Nullable ZoneId zone() {
    return type instanceof DataType.Datetime datetime ? datetime.zone() : null;
  }
}
