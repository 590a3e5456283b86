package io.github.polars4j.internal.record;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Row;
import io.github.polars4j.Schema;
import io.github.polars4j.internal.column.PhysicalValue;
import io.github.polars4j.internal.time.Zones;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the type of a column in its values: of one class, or numbers that one type holds. */
public final class TypeInference {
  private static final int MAX_PRECISION = 38;

  private final String path;

  /** What the values are, lists and structs each as one; null until there is one. */
  private @Nullable Class<?> only;

  private DataType scalar = DataType.NULL;
  private @Nullable TypeInference element;
  private final Map<String, TypeInference> fields = new LinkedHashMap<>();
  private int whole;
  private int scale;

  private TypeInference(String path) {
    this.path = path;
  }

  /** The type of a column of these values. */
  public static DataType of(String name, List<?> values) {
    TypeInference column = new TypeInference(name);
    long row = 0;
    for (Object value : values) {
      column.add(value, row++);
    }
    return column.type();
  }

  /** The columns of maps: all their keys, in the order in which they come up. */
  public static Schema ofMaps(Iterable<? extends Map<String, ?>> maps) {
    Map<String, TypeInference> columns = new LinkedHashMap<>();
    long row = 0;
    for (Map<String, ?> map : maps) {
      long at = row++;
      Rows.checkKeys(map, at);
      map.forEach(
          (name, value) -> columns.computeIfAbsent(name, TypeInference::new).add(value, at));
    }
    List<Field> found = new ArrayList<>();
    columns.forEach((name, column) -> found.add(new Field(name, column.type())));
    return new Schema(found);
  }

  private void add(@Nullable Object value, long row) {
    if (value == null) {
      return;
    }
    if (value instanceof Collection<?> list) {
      settle(List.class, value, row);
      list.forEach(v -> element().add(v, row));
    } else if (value instanceof Map<?, ?> map) {
      settle(Map.class, value, row);
      map.forEach((name, v) -> field(name, row).add(v, row));
    } else if (value instanceof Row struct) {
      settle(Map.class, value, row);
      for (int i = 0; i < struct.values().size(); i++) {
        field(struct.schema().field(i).name(), row).add(struct.get(i), row);
      }
    } else if (value instanceof BigDecimal decimal) {
      settle(BigDecimal.class, value, row);
      scale = Math.max(scale, decimal.scale());
      whole = Math.max(whole, decimal.precision() - decimal.scale());
    } else if (value.getClass().isArray() && !(value instanceof byte[])) {
      settle(List.class, value, row);
      for (int i = 0; i < Array.getLength(value); i++) {
        element().add(Array.get(value, i), row);
      }
    } else if (value.getClass() != only) {
      addScalar(value, row);
    }
  }

  private void addScalar(Object value, long row) {
    Class<?> kind =
        value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
    @Nullable Class<?> wide = only == null ? null : ScalarCodec.wider(only, kind);
    if (wide != null) {
      only = wide;
      scalar = ScalarCodec.typeOf(wide);
      return;
    }
    settle(kind, value, row);
    if (value instanceof ZonedDateTime zoned) {
      try {
        Zones.check(zoned.getZone());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(at(row) + e.getMessage(), e);
      }
    }
    DataType found = PhysicalValue.typeOf(value);
    if (found == null) {
      throw new InvalidOperationException(
          at(row)
              + "no column type follows from "
              + PhysicalValue.an(value.getClass().getTypeName()));
    }
    scalar = found;
  }

  private void settle(Class<?> kind, Object value, long row) {
    if (only == null) {
      only = kind;
    } else if (only != kind) {
      throw new IllegalArgumentException(
          at(row)
              + PhysicalValue.an(value.getClass().getTypeName())
              + " among values of "
              + only.getTypeName()
              + ", which make a column of "
              + type()
              + (value instanceof Number && Number.class.isAssignableFrom(only)
                  ? "; no type holds all numbers of both exactly: convert one of the two"
                  : ""));
    }
  }

  private TypeInference element() {
    if (element == null) {
      element = new TypeInference(path + "[]");
    }
    return element;
  }

  private TypeInference field(@Nullable Object name, long row) {
    if (name instanceof String text) {
      return fields.computeIfAbsent(text, key -> new TypeInference(path + "." + key));
    }
    throw new IllegalArgumentException(at(row) + "a field is named by a String, not " + name);
  }

  private DataType type() {
    if (only == List.class) {
      return DataType.list(element().type());
    }
    if (only == Map.class) {
      List<Field> found = new ArrayList<>();
      fields.forEach((name, field) -> found.add(new Field(name, field.type())));
      return new DataType.Struct(found);
    }
    if (only == BigDecimal.class) {
      int precision = Math.max(1, Math.max(whole, 0) + scale);
      if (precision > MAX_PRECISION) {
        throw new IllegalArgumentException(
            "column \"" + path + "\": no Decimal keeps " + precision + " digits");
      }
      return DataType.decimal(precision, scale);
    }
    return scalar;
  }

  private String at(long row) {
    return "column \"" + path + "\", row " + row + ": ";
  }
}
