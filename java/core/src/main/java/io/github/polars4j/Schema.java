package io.github.polars4j;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fields in order, with distinct names; immutable. Rust's {@code Schema}. */
public final class Schema {
  private final List<Field> fields;
  private final Map<String, Integer> indexes;

  /**
   * Made of fields.
   *
   * @throws DuplicateException if two of them have the same name
   */
  public Schema(List<Field> fields) {
    this.fields = List.copyOf(fields);
    this.indexes = new HashMap<>(2 * this.fields.size());
    for (Field field : this.fields) {
      if (indexes.putIfAbsent(field.name(), indexes.size()) != null) {
        throw new DuplicateException("two fields are named \"" + field.name() + "\"");
      }
    }
  }

  /**
   * Made of fields.
   *
   * @throws DuplicateException if two of them have the same name
   */
  public static Schema of(Field... fields) {
    return new Schema(List.of(fields));
  }

  /** The fields, in order; immutable. */
  public List<Field> fields() {
    return fields;
  }

  /** The names, in order; immutable. */
  public List<String> names() {
    return fields.stream().map(Field::name).toList();
  }

  /**
   * The field at {@code index}, from 0.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public Field field(int index) {
    if (index < 0 || index >= fields.size()) {
      throw new IndexOutOfBoundsException("field " + index + ": there are " + fields.size());
    }
    return fields.get(index);
  }

  /**
   * The field of that name.
   *
   * @throws SchemaFieldNotFoundException if there is none
   */
  public Field field(String name) {
    int index = indexOf(name);
    if (index < 0) {
      throw new SchemaFieldNotFoundException(
          "no field is named \"" + name + "\"; there are " + names());
    }
    return fields.get(index);
  }

  /** The position of the field of that name, or -1. */
  public int indexOf(String name) {
    return indexes.getOrDefault(name, -1);
  }

  /** Whether a field has that name. */
  public boolean contains(String name) {
    return indexes.containsKey(name);
  }

  /** How many fields there are. */
  public int size() {
    return fields.size();
  }

  /** Whether {@code other} is a schema of the same fields in the same order. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Schema schema && fields.equals(schema.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  /** The fields, as {@code {id: Int64, name: String}}. */
  @Override
  public String toString() {
    return fields.stream().map(Field::toString).collect(Collectors.joining(", ", "{", "}"));
  }
}
