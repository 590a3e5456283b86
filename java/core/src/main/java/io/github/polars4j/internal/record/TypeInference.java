package io.github.polars4j.internal.record;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Row;
import io.github.polars4j.Schema;
import io.github.polars4j.ValueOptions;
import io.github.polars4j.internal.column.PhysicalValue;
import io.github.polars4j.internal.wire.Shown;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the type of a column in its values: of one class, or numbers that one type holds. */
public final class TypeInference {
  private static final int MAX_PRECISION = 38;

  /** Classes of which each value has its say, not the first alone. */
  private static final Set<Class<?>> VARYING = Set.of(BigDecimal.class, ZonedDateTime.class);

  private final String path;
  private final ValueOptions options;

  /** What the values are, lists and structs each as one; null until there is one. */
  private @Nullable Class<?> only;

  private DataType scalar = DataType.NULL;
  private @Nullable TypeInference element;
  private @Nullable TypeInference key;
  private final Map<String, TypeInference> fields = new LinkedHashMap<>();
  private int whole;
  private int scale;

  private TypeInference(String path, ValueOptions options) {
    this.path = path;
    this.options = options;
  }

  /** The type of a column of these values. */
  public static DataType of(String name, List<?> values, ValueOptions options) {
    TypeInference column = new TypeInference(name, options);
    long row = 0;
    for (Object value : values) {
      column.add(value, row++);
    }
    return column.type();
  }

  /** The columns of maps: all their keys, in the order in which they come up. */
  public static Schema ofMaps(Iterable<? extends Map<String, ?>> maps, ValueOptions options) {
    Map<String, TypeInference> columns = new LinkedHashMap<>();
    long row = 0;
    for (Map<String, ?> map : maps) {
      long at = row++;
      Rows.checkKeys(map, at);
      map.forEach(
          (name, value) ->
              columns
                  .computeIfAbsent(name, column -> new TypeInference(column, options))
                  .add(value, at));
    }
    List<Field> found = new ArrayList<>();
    columns.forEach((name, column) -> found.add(new Field(name, column.type())));
    return new Schema(found);
  }

  private void add(@Nullable Object given, long row) {
    if (given == null || given.getClass() == only && !VARYING.contains(only)) {
      return;
    }
    @Nullable Object value = PhysicalValue.unwrapped(given);
    if (value == null) {
      return;
    }
    if (value instanceof Collection<?> list) {
      settle(List.class, value, row);
      list.forEach(v -> element().add(v, row));
    } else if (value instanceof Map<?, ?> map) {
      settle(Map.class, value, row);
      map.forEach((name, v) -> addEntry(name, v, row));
    } else if (value instanceof Row struct) {
      settle(Map.class, value, row);
      for (int i = 0; i < struct.values().size(); i++) {
        addEntry(struct.schema().field(i).name(), struct.get(i), row);
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
    } else if (JavaTypes.INSTANTS.contains(value.getClass())) {
      addInstant(value, row);
    } else {
      addScalar(value, row);
    }
  }

  /** Of one zone, where all have that; else, and of classes without a zone, in UTC. */
  private void addInstant(Object value, long row) {
    ZoneId zone = value instanceof ZonedDateTime zoned ? zoned.getZone() : ZoneOffset.UTC;
    DataType found = DataType.datetime(options.timeUnit(), zone);
    if (only == null || !JavaTypes.INSTANTS.contains(only)) {
      settle(value.getClass(), value, row);
      scalar = found;
    } else if (!scalar.equals(found)) {
      scalar = DataType.datetime(options.timeUnit(), ZoneOffset.UTC);
    }
  }

  private void addScalar(Object value, long row) {
    Class<?> kind =
        value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
    @Nullable Class<?> wide = only == null ? null : JavaTypes.wider(only, kind);
    if (wide != null) {
      only = wide;
      scalar = JavaTypes.typeOf(wide);
      return;
    } else if (kind == only) {
      return; // an enum's constant of a class of its own
    }
    settle(kind, value, row);
    scalar = typeOf(kind, row);
  }

  private DataType typeOf(Class<?> kind, long row) {
    @Nullable DataType known = JavaTypes.typeOf(kind);
    if (known != null) {
      return JavaTypes.in(options.timeUnit(), known);
    } else if (kind.isEnum()) {
      return DataType.enumeration(
          Stream.of(kind.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toArray(String[]::new));
    } else if (kind.isRecord()) {
      try {
        return RecordCodec.writing(kind, null, options).type();
      } catch (InvalidOperationException e) {
        throw new InvalidOperationException(at(row) + e.getMessage());
      }
    }
    throw new InvalidOperationException(
        at(row)
            + "no column type follows from "
            + PhysicalValue.an(Shown.cut(kind.getTypeName()))
            + "; see the table of ValueOptions for what may be used");
  }

  private void settle(Class<?> kind, Object value, long row) {
    if (only == null) {
      only = kind;
    } else if (only != kind) {
      throw new IllegalArgumentException(
          at(row)
              + PhysicalValue.an(Shown.cut(value.getClass().getTypeName()))
              + " among values of "
              + Shown.cut(only.getTypeName())
              + ", which make a column of "
              + Shown.cut(type().toString())
              + (value instanceof Number && Number.class.isAssignableFrom(only)
                  ? "; no type holds all numbers of both exactly: convert one of the two"
                  : ""));
    }
  }

  private TypeInference element() {
    if (element == null) {
      element = new TypeInference(path + "[]", options);
    }
    return element;
  }

  /** Of a map: a field where the key names one, else one of a list of entries. */
  private void addEntry(@Nullable Object name, @Nullable Object value, long row) {
    if (name == null) {
      throw new IllegalArgumentException(at(row) + "a key of a map is null");
    } else if (name instanceof String text && key == null) {
      fields
          .computeIfAbsent(text, field -> new TypeInference(path + "." + field, options))
          .add(value, row);
    } else if (name instanceof String || !fields.isEmpty()) {
      throw new IllegalArgumentException(
          at(row)
              + "a key of a map is "
              + PhysicalValue.an(Shown.cut(name.getClass().getTypeName()))
              + (name instanceof String ? " among others" : " among Strings")
              + ": Strings name the fields of a Struct, others are those of a list of entries");
    } else {
      if (key == null) {
        key = new TypeInference(path + "[].key", options);
        element = new TypeInference(path + "[].value", options);
      }
      key.add(name, row);
      element().add(value, row);
    }
  }

  private DataType type() {
    if (only == List.class) {
      return DataType.list(element().type());
    }
    if (only == Map.class && key != null) {
      return DataType.list(EntryCodec.typeOf(key.type(), element().type()));
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
            "column \""
                + Shown.cut(path)
                + "\": no Decimal keeps "
                + precision
                + " digits: round them, or give a Decimal or String");
      }
      return DataType.decimal(precision, scale);
    }
    return scalar;
  }

  private String at(long row) {
    return "column \"" + Shown.cut(path) + "\", row " + row + ": ";
  }
}
