package io.github.polars4j.internal.record;

import io.github.polars4j.ColumnNotFoundException;
import io.github.polars4j.DataType;
import io.github.polars4j.Decimal;
import io.github.polars4j.Field;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Row;
import io.github.polars4j.Schema;
import io.github.polars4j.SchemaMismatchException;
import io.github.polars4j.Time;
import io.github.polars4j.ValueOptions;
import io.github.polars4j.internal.column.ListColumn;
import io.github.polars4j.internal.column.PhysicalValue;
import io.github.polars4j.internal.wire.Shown;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
  private final Use use;
  private final TypeArguments arguments;
  private final int depth;
  private final String place;
  private boolean temporal;

  private CodecFinder(RecordType.Component component, Use use, TypeArguments arguments, int depth) {
    this.component = component;
    this.use = use;
    this.arguments = arguments;
    this.depth = depth;
    this.place = component.toString();
  }

  /**
   * What codecs are for.
   *
   * @param reading whether values come out of columns, rather than go in
   * @param options how they go in
   */
  record Use(boolean reading, ValueOptions options) {}

  /**
   * For records of a class.
   *
   * @param fields the fields that there are; null for those that the class makes
   * @param arguments what the class's type variables stand for
   * @param depth how many records this is in
   */
  static RecordCodec record(
      RecordType shape,
      @Nullable Schema fields,
      Use use,
      TypeArguments arguments,
      int depth,
      String place) {
    if (shape.components().isEmpty()) {
      throw new InvalidOperationException(place + ": a record of no components makes no column");
    }
    List<Codec> codecs = new ArrayList<>();
    List<Field> made = new ArrayList<>();
    for (RecordType.Component component : shape.components()) {
      @Nullable DataType column = fields == null ? null : column(component, fields);
      Codec codec = new CodecFinder(component, use, arguments, depth).find(column);
      codecs.add(codec);
      made.add(Field.of(component.column(), codec.type()));
    }
    Schema schema = fields == null ? new Schema(made) : fields;
    if (!use.reading() && schema.size() != made.size()) {
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
              + shown(component.source().getGenericType())
              + "): no column is named \""
              + Shown.cut(component.column())
              + "\"; there are "
              + Shown.cut(fields.names().toString()));
    }
    return fields.field(component.column()).dataType();
  }

  private static SchemaMismatchException unfilled(RecordType shape, Schema schema) {
    Set<String> filled =
        shape.components().stream().map(RecordType.Component::column).collect(Collectors.toSet());
    List<Field> rest =
        schema.fields().stream().filter(field -> !filled.contains(field.name())).toList();
    return new SchemaMismatchException(
        "no component of " + shape.name() + " fills " + Shown.cut(rest.toString()));
  }

  private Codec find(@Nullable DataType column) {
    Codec codec = find(component.source().getGenericType(), column);
    if (component.source().isAnnotationPresent(Time.class) && !use.reading() && !temporal) {
      throw new InvalidOperationException(
          place
              + ": @Time suits points in time and spans, not "
              + shown(component.source().getGenericType()));
    }
    return codec;
  }

  private Codec find(Type declared, @Nullable DataType column) {
    Type type = arguments.resolve(declared);
    Class<?> raw = arguments.raw(type);
    if (raw == Object.class || raw == Row.class && column == null) {
      return column == null ? refuse(type, null) : scalar(raw, column);
    } else if (raw.isPrimitive()) {
      Codec boxed =
          raw == char.class ? letters(type, column) : known(type, ScalarCodec.boxed(raw), column);
      return new PrimitiveCodec(boxed.type(), raw, boxed, place);
    } else if (column instanceof DataType.Null) {
      return scalar(raw, column);
    } else if (raw == Character.class) {
      return letters(type, column);
    } else if (raw == UUID.class) {
      return text(type, raw, column, DataType.STRING, UUID::fromString);
    } else if (JavaTypes.knows(raw) && !(raw.isArray() && isList(column))) {
      return known(type, raw, column);
    } else if (raw == Row.class && column instanceof DataType.Struct struct) {
      Schema fields = new Schema(struct.fields());
      return new MappedCodec(
          scalar(raw, column), UnaryOperator.identity(), map -> row(fields, map), place);
    } else if (raw.isEnum()) {
      return constants(type, raw, column);
    } else if (raw.isRecord()) {
      return nested(type, raw, column);
    } else if (Collection.class.isAssignableFrom(raw)) {
      return collection(type, raw, column);
    } else if (Map.class.isAssignableFrom(raw)) {
      return map(type, raw, column);
    } else if (raw.isArray()) {
      Type element =
          type instanceof GenericArrayType array
              ? array.getGenericComponentType()
              : raw.getComponentType();
      Codec inner = find(element, inner(type, column));
      return list(column, inner, raw.getComponentType());
    }
    return optional(type, raw, column);
  }

  private ScalarCodec scalar(Class<?> raw, DataType column) {
    Time time = component.source().getAnnotation(Time.class);
    RoundingMode rounding = time == null ? use.options().timeRounding() : time.rounding();
    temporal |= column instanceof DataType.Datetime || column instanceof DataType.Duration;
    return ScalarCodec.of(raw, column, rounding);
  }

  private static boolean isList(@Nullable DataType column) {
    return column instanceof DataType.List || column instanceof DataType.Array;
  }

  private Codec known(Type type, Class<?> raw, @Nullable DataType column) {
    if (column == null) {
      return scalar(raw, made(raw));
    }
    boolean fits =
        use.reading() ? JavaTypes.readable(raw, column) : JavaTypes.writable(raw, column);
    return fits ? scalar(raw, column) : refuse(type, column);
  }

  /** The type that follows from a class, and from annotations. */
  private DataType made(Class<?> raw) {
    Decimal decimal = component.source().getAnnotation(Decimal.class);
    if (decimal != null && (raw == BigDecimal.class || raw == BigInteger.class)) {
      return DataType.decimal(decimal.precision(), decimal.scale());
    }
    Time time = component.source().getAnnotation(Time.class);
    return JavaTypes.in(
        time == null ? use.options().timeUnit() : time.unit(), JavaTypes.typeOf(raw));
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
                "\"" + Shown.cut(name) + "\" is no constant of " + raw.getTypeName());
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
    if (column != null && !JavaTypes.readable(String.class, column)) {
      return refuse(type, column);
    }
    return new MappedCodec(
        scalar(raw, column == null ? made : column),
        UnaryOperator.identity(), // the column knows them
        value -> value == null ? null : raised.apply((String) value),
        place);
  }

  private static @Nullable Object row(Schema fields, @Nullable Object map) {
    return map == null ? null : new Row(fields, new ArrayList<>(((Map<?, ?>) map).values()));
  }

  private Codec letters(Type type, @Nullable DataType column) {
    return text(type, Character.class, column, DataType.STRING, CodecFinder::letter);
  }

  private static Character letter(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException("\"" + Shown.cut(text) + "\" is not one char");
    }
    return text.charAt(0);
  }

  private Codec collection(Type type, Class<?> raw, @Nullable DataType column) {
    UnaryOperator<@Nullable Object> maker = Containers.collection(raw);
    if (use.reading() && maker == null) {
      throw unmade(type);
    }
    Codec inner = element(type, Collection.class, 0, inner(type, column));
    Codec list = list(column, inner, null);
    return maker == null || raw.isAssignableFrom(List.class)
        ? list
        : new MappedCodec(list, UnaryOperator.identity(), maker, place);
  }

  private Codec map(Type type, Class<?> raw, @Nullable DataType column) {
    UnaryOperator<@Nullable Object> maker = Containers.map(raw);
    if (use.reading() && maker == null) {
      throw unmade(type);
    }
    if (column instanceof DataType.Struct struct) {
      return fields(type, struct, maker == null ? UnaryOperator.identity() : maker);
    } else if (column != null && !ListColumn.holdsEntries(column)) {
      return refuse(type, column);
    }
    @Nullable DataType entry = inner(type, column);
    List<Field> fields = entry == null ? List.of() : ((DataType.Struct) entry).fields();
    EntryCodec inner =
        new EntryCodec(
            element(type, Map.class, 0, entry == null ? null : fields.get(0).dataType()),
            element(type, Map.class, 1, entry == null ? null : fields.get(1).dataType()));
    return new MappedCodec(
        list(column, inner, null),
        value -> ((Map<?, ?>) value).entrySet(),
        maker == null ? UnaryOperator.identity() : maker,
        place);
  }

  /** For a map whose keys name the fields of a struct. */
  private Codec fields(Type type, DataType.Struct struct, UnaryOperator<@Nullable Object> maker) {
    Type key = arguments.with(type).resolve(Map.class.getTypeParameters()[0]);
    if (key != String.class) {
      return refuse(type, struct);
    }
    List<Codec> codecs =
        struct.fields().stream().map(f -> element(type, Map.class, 1, f.dataType())).toList();
    return new MappedCodec(new FieldsCodec(struct, codecs), UnaryOperator.identity(), maker, place);
  }

  /** For what a type gives to a parameter of a class that it extends. */
  private Codec element(Type type, Class<?> of, int parameter, @Nullable DataType column) {
    TypeArguments within = arguments.with(type);
    CodecFinder finder = new CodecFinder(component, use, within, depth);
    Codec codec = finder.find(of.getTypeParameters()[parameter], column);
    temporal |= finder.temporal;
    return codec;
  }

  private static ListCodec list(@Nullable DataType column, Codec inner, @Nullable Class<?> array) {
    return new ListCodec(column == null ? DataType.list(inner.type()) : column, inner, array);
  }

  private InvalidOperationException unmade(Type type) {
    return new InvalidOperationException(
        place
            + ": this library does not make a "
            + shown(type)
            + ": use an interface of java.util, or a public class with a constructor of no"
            + " arguments");
  }

  private Codec nested(Type type, Class<?> raw, @Nullable DataType column) {
    if (depth == MAX_DEPTH) {
      throw new InvalidOperationException(
          place + ": " + raw.getTypeName() + " holds itself, which no column can");
    } else if (column != null && !(column instanceof DataType.Struct)) {
      return refuse(type, column);
    }
    @Nullable Schema fields =
        column == null ? null : new Schema(((DataType.Struct) column).fields());
    return record(RecordType.of(raw), fields, use, arguments.with(type), depth + 1, place);
  }

  private Codec optional(Type type, Class<?> raw, @Nullable DataType column) {
    if (raw == Optional.class) {
      return mapped(element(type, Optional.class, 0, column), Optional::ofNullable);
    } else if (raw == OptionalInt.class) {
      return mapped(
          find(Integer.class, column),
          value -> value == null ? OptionalInt.empty() : OptionalInt.of((Integer) value));
    } else if (raw == OptionalLong.class) {
      return mapped(
          find(Long.class, column),
          value -> value == null ? OptionalLong.empty() : OptionalLong.of((Long) value));
    } else if (raw == OptionalDouble.class) {
      return mapped(
          find(Double.class, column),
          value -> value == null ? OptionalDouble.empty() : OptionalDouble.of((Double) value));
    }
    return refuse(type, column);
  }

  private Codec mapped(Codec inner, UnaryOperator<@Nullable Object> raised) {
    return new MappedCodec(inner, PhysicalValue::unwrapped, raised, place);
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
    if (column == null) {
      throw new InvalidOperationException(
          place
              + ": no column type follows from "
              + shown(type)
              + (type == Object.class || type == Row.class
                  ? "; one can be given in a Schema"
                  : "; see the table of ValueOptions for what may be used"));
    }
    throw new SchemaMismatchException(
        place
            + " is of type "
            + shown(type)
            + ", which does not fit the column \""
            + Shown.cut(component.column())
            + "\" of type "
            + Shown.cut(column.toString()));
  }

  private static String shown(Type type) {
    return Shown.cut(type.getTypeName());
  }
}
