package io.github.polars4j.internal.record;

import io.github.polars4j.ColumnNotFoundException;
import io.github.polars4j.DataType;
import io.github.polars4j.Decimal;
import io.github.polars4j.Field;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Schema;
import io.github.polars4j.SchemaMismatchException;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds how the component of a record goes into a column, or comes out of it. */
public final class CodecFinder {
  /** Of records in records: who comes so far goes on for ever. */
  private static final int MAX_DEPTH = 64;

  private final RecordType.Component component;
  private final boolean reading;
  private final Map<TypeVariable<?>, Type> arguments;
  private final int depth;
  private final String place;

  private CodecFinder(
      RecordType.Component component,
      boolean reading,
      Map<TypeVariable<?>, Type> arguments,
      int depth) {
    this.component = component;
    this.reading = reading;
    this.arguments = arguments;
    this.depth = depth;
    this.place = component.toString();
  }

  /**
   * For records of a class.
   *
   * @param fields the fields that there are; null for those that the class makes
   * @param arguments what the class's type variables stand for
   * @param depth how many records this is in
   */
  public static RecordCodec record(
      RecordType shape,
      @Nullable Schema fields,
      boolean reading,
      Map<TypeVariable<?>, Type> arguments,
      int depth,
      String place) {
    if (shape.components().isEmpty()) {
      throw new InvalidOperationException(place + ": a record of no components makes no column");
    }
    List<Codec> codecs = new ArrayList<>();
    List<Field> made = new ArrayList<>();
    for (RecordType.Component component : shape.components()) {
      @Nullable DataType column = fields == null ? null : column(component, fields);
      CodecFinder finder = new CodecFinder(component, reading, arguments, depth);
      Codec codec = finder.find(component.source().getGenericType(), column);
      codecs.add(codec);
      made.add(Field.of(component.column(), codec.type()));
    }
    Schema schema = fields == null ? new Schema(made) : fields;
    if (!reading && schema.size() != made.size()) {
      throw unfilled(shape, schema);
    }
    List<RecordCodec.Member> members = new ArrayList<>();
    for (int i = 0; i < codecs.size(); i++) {
      RecordType.Component component = shape.components().get(i);
      int field = schema.indexOf(component.column());
      members.add(new RecordCodec.Member(component, codecs.get(i), field));
    }
    return new RecordCodec(new DataType.Struct(schema.fields()), shape, List.copyOf(members));
  }

  private static DataType column(RecordType.Component component, Schema fields) {
    if (!fields.contains(component.column())) {
      throw new ColumnNotFoundException(
          component
              + " ("
              + component.source().getGenericType().getTypeName()
              + "): no column is named \""
              + component.column()
              + "\"; there are "
              + fields.names());
    }
    return fields.field(component.column()).dataType();
  }

  private static SchemaMismatchException unfilled(RecordType shape, Schema schema) {
    Set<String> filled =
        shape.components().stream().map(RecordType.Component::column).collect(Collectors.toSet());
    return new SchemaMismatchException(
        "no component of "
            + shape.type().getTypeName()
            + " fills "
            + schema.fields().stream().filter(field -> !filled.contains(field.name())).toList());
  }

  private Codec find(Type declared, @Nullable DataType column) {
    Type type = resolve(declared);
    Class<?> raw = raw(type);
    if (raw == Object.class) {
      return column == null ? refuse(type, null) : ScalarCodec.of(raw, column);
    } else if (raw == char.class) {
      Codec boxed = find(Character.class, column);
      return new PrimitiveCodec(boxed.type(), raw, boxed, place);
    } else if (raw == Character.class) {
      return text(type, raw, column, DataType.STRING, CodecFinder::letter);
    } else if (raw == UUID.class) {
      return text(type, raw, column, DataType.STRING, UUID::fromString);
    } else if (raw.isPrimitive()) {
      ScalarCodec boxed = scalar(type, ScalarCodec.boxed(raw), column);
      return new PrimitiveCodec(boxed.type(), raw, boxed, place);
    } else if (ScalarCodec.knows(raw)) {
      return column instanceof DataType.Null
          ? ScalarCodec.of(raw, column)
          : scalar(type, raw, column);
    } else if (raw.isEnum()) {
      return constants(type, raw, column);
    } else if (raw.isRecord()) {
      return nested(type, raw, column);
    } else if (raw == List.class) {
      Codec inner = find(argument(type), inner(type, column));
      return new ListCodec(column == null ? DataType.list(inner.type()) : column, inner, null);
    } else if (raw == Set.class) {
      Codec inner = find(argument(type), inner(type, column));
      ListCodec list =
          new ListCodec(column == null ? DataType.list(inner.type()) : column, inner, null);
      return new MappedCodec(list, set -> new ArrayList<>((Set<?>) set), CodecFinder::set, place);
    } else if (raw.isArray()) {
      Type element =
          type instanceof GenericArrayType array
              ? array.getGenericComponentType()
              : raw.getComponentType();
      Codec inner = find(element, inner(type, column));
      return new ListCodec(
          column == null ? DataType.list(inner.type()) : column, inner, raw.getComponentType());
    }
    return optional(type, raw, column);
  }

  private ScalarCodec scalar(Type type, Class<?> boxed, @Nullable DataType column) {
    if (column == null) {
      DataType made = boxed == BigDecimal.class ? decimal() : ScalarCodec.typeOf(boxed);
      return made == null ? (ScalarCodec) refuse(type, null) : ScalarCodec.of(boxed, made);
    }
    boolean fits =
        reading ? ScalarCodec.readable(boxed, column) : ScalarCodec.writable(boxed, column);
    return fits ? ScalarCodec.of(boxed, column) : (ScalarCodec) refuse(type, column);
  }

  private DataType decimal() {
    Decimal given = component.source().getAnnotation(Decimal.class);
    return given == null
        ? ScalarCodec.typeOf(BigDecimal.class)
        : DataType.decimal(given.precision(), given.scale());
  }

  private Codec constants(Type type, Class<?> raw, @Nullable DataType column) {
    Map<String, Object> byName = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (Object constant : raw.getEnumConstants()) {
      names.add(((Enum<?>) constant).name());
      byName.put(((Enum<?>) constant).name(), constant);
    }
    return text(
        type,
        raw,
        column,
        new DataType.Enum(names),
        name -> {
          @Nullable Object constant = byName.get(name);
          if (constant == null) {
            throw new IllegalArgumentException(
                "\"" + name + "\" is no constant of " + raw.getTypeName());
          }
          return constant;
        });
  }

  /** For what is text in the column, of the type {@code made} where there is none yet. */
  private Codec text(
      Type type,
      Class<?> raw,
      @Nullable DataType column,
      DataType made,
      Function<String, Object> raised) {
    if (column != null && !ScalarCodec.readable(String.class, column)) {
      return column instanceof DataType.Null ? ScalarCodec.of(raw, column) : refuse(type, column);
    }
    return new MappedCodec(
        ScalarCodec.of(String.class, column == null ? made : column),
        value -> value instanceof Enum<?> constant ? constant.name() : value.toString(),
        value -> value == null ? null : raised.apply((String) value),
        place);
  }

  private static Character letter(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException("\"" + text + "\" is not one char");
    }
    return text.charAt(0);
  }

  private static @Nullable Object set(@Nullable Object list) {
    if (list == null) {
      return null;
    }
    Set<Object> set = new LinkedHashSet<>((List<?>) list);
    if (set.size() != ((List<?>) list).size()) {
      throw new IllegalArgumentException("a value is twice in " + list + ", which no Set can hold");
    }
    return Collections.unmodifiableSet(set);
  }

  private Codec nested(Type type, Class<?> raw, @Nullable DataType column) {
    if (depth == MAX_DEPTH) {
      throw new InvalidOperationException(
          place + ": " + raw.getTypeName() + " holds itself, which no column can");
    }
    Map<TypeVariable<?>, Type> given = new HashMap<>(arguments);
    if (type instanceof ParameterizedType parameterized) {
      for (int i = 0; i < raw.getTypeParameters().length; i++) {
        given.put(raw.getTypeParameters()[i], resolve(parameterized.getActualTypeArguments()[i]));
      }
    }
    if (column == null) {
      return record(RecordType.of(raw), null, reading, given, depth + 1, place);
    } else if (column instanceof DataType.Struct struct) {
      Schema fields = new Schema(struct.fields());
      return record(RecordType.of(raw), fields, reading, given, depth + 1, place);
    }
    return column instanceof DataType.Null ? ScalarCodec.of(raw, column) : refuse(type, column);
  }

  private Codec optional(Type type, Class<?> raw, @Nullable DataType column) {
    if (raw == Optional.class) {
      UnaryOperator<@Nullable Object> lowered = value -> ((Optional<?>) value).orElse(null);
      return new MappedCodec(find(argument(type), column), lowered, Optional::ofNullable, place);
    } else if (raw == OptionalInt.class) {
      return mapped(
          Integer.class,
          column,
          value -> ((OptionalInt) value).isPresent() ? ((OptionalInt) value).getAsInt() : null,
          value -> value == null ? OptionalInt.empty() : OptionalInt.of((Integer) value));
    } else if (raw == OptionalLong.class) {
      return mapped(
          Long.class,
          column,
          value -> ((OptionalLong) value).isPresent() ? ((OptionalLong) value).getAsLong() : null,
          value -> value == null ? OptionalLong.empty() : OptionalLong.of((Long) value));
    } else if (raw == OptionalDouble.class) {
      return mapped(
          Double.class,
          column,
          v -> ((OptionalDouble) v).isPresent() ? ((OptionalDouble) v).getAsDouble() : null,
          value -> value == null ? OptionalDouble.empty() : OptionalDouble.of((Double) value));
    }
    return refuse(type, column);
  }

  private Codec mapped(
      Class<?> boxed,
      @Nullable DataType column,
      UnaryOperator<@Nullable Object> lowered,
      UnaryOperator<@Nullable Object> raised) {
    return new MappedCodec(find(boxed, column), lowered, raised, place);
  }

  private @Nullable DataType inner(Type type, @Nullable DataType column) {
    if (column == null) {
      return null;
    } else if (column instanceof DataType.List list) {
      return list.inner();
    } else if (column instanceof DataType.Array array) {
      return array.inner();
    }
    return refuse(type, column).type();
  }

  private Codec refuse(Type type, @Nullable DataType column) {
    String name = type.getTypeName();
    if (column == null) {
      boolean open = type == Object.class || type == ZonedDateTime.class;
      throw new InvalidOperationException(
          place
              + ": no column type follows from "
              + name
              + (open
                  ? "; one can be given in a Schema"
                  : "; see fromRecords for what may be used"));
    }
    throw new SchemaMismatchException(
        place
            + " is of type "
            + name
            + ", which does not fit the column \""
            + component.column()
            + "\" of type "
            + column);
  }

  private static Type argument(Type type) {
    return type instanceof ParameterizedType parameterized
        ? parameterized.getActualTypeArguments()[0]
        : Object.class;
  }

  private Type resolve(Type type) {
    if (type instanceof TypeVariable<?> variable) {
      @Nullable Type given = arguments.get(variable);
      return given == null ? resolve(variable.getBounds()[0]) : given;
    } else if (type instanceof WildcardType wildcard) {
      return resolve(wildcard.getUpperBounds()[0]);
    }
    return type;
  }

  private Class<?> raw(Type type) {
    if (type instanceof Class<?> raw) {
      return raw;
    } else if (type instanceof ParameterizedType parameterized) {
      return (Class<?>) parameterized.getRawType();
    } else if (type instanceof GenericArrayType array) {
      return raw(resolve(array.getGenericComponentType())).arrayType();
    }
    throw new InvalidOperationException(place + ": " + type.getTypeName() + " is not known");
  }
}
