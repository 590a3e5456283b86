package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A type by its name.
 *
 * @param kind how it nests
 * @param name in upper case and without what stands in parentheses; of scalars only
 * @param precision the first number in the parentheses, or what the driver says
 * @param scale the second one, likewise
 * @param given whether the name had numbers
 * @param width of an array of one length
 * @param names of fields
 * @param inner of elements and fields
 */
record SqlType(
    Kind kind,
    String name,
    int precision,
    int scale,
    boolean given,
    int width,
    List<String> names,
    List<SqlType> inner) {
  enum Kind {
    SCALAR,
    LIST,
    ARRAY,
    STRUCT,
    MAP
  }

  static SqlType scalar(String name, int precision, int scale, boolean given) {
    return new SqlType(Kind.SCALAR, name, precision, scale, given, 0, List.of(), List.of());
  }

  static SqlType list(SqlType inner) {
    return new SqlType(Kind.LIST, "", 0, 0, false, 0, List.of(), List.of(inner));
  }

  static SqlType array(SqlType inner, int width) {
    return new SqlType(Kind.ARRAY, "", 0, 0, false, width, List.of(), List.of(inner));
  }

  static SqlType struct(List<String> names, List<SqlType> inner) {
    return new SqlType(Kind.STRUCT, "", 0, 0, false, 0, names, inner);
  }

  static SqlType map(SqlType key, SqlType value) {
    return new SqlType(Kind.MAP, "", 0, 0, false, 0, List.of("key", "value"), List.of(key, value));
  }

  /** A struct of its named inner types, each as {@code type} has it. */
  DataType.Struct toStruct(Function<SqlType, DataType> type) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < inner.size(); i++) {
      fields.add(Field.of(names.get(i), type.apply(inner.get(i))));
    }
    return new DataType.Struct(fields);
  }

  boolean isScalar() {
    return kind == Kind.SCALAR;
  }

  /** How many digits of a second it says that it has. */
  int fraction() {
    return given ? precision : scale;
  }

  /** The scalars in it, in order. */
  Stream<SqlType> scalars() {
    return isScalar() ? Stream.of(this) : inner.stream().flatMap(SqlType::scalars);
  }

  /** Whether this or something in it is named so. */
  boolean contains(Predicate<String> scalar) {
    return scalars().anyMatch(type -> scalar.test(type.name));
  }
}
