package io.github.polars4j;

import io.github.polars4j.internal.wire.Forms;
import io.github.polars4j.internal.wire.Missing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lists fields in order, with distinct names: Rust's {@code Schema}. It is immutable.
 *
 * <p>The schema of a reader or frame also knows how a file stores the columns, where polars has no
 * type of its own for it, such as bytes of a fixed width: what is written with it is stored alike.
 */
public final class Schema {
  private final List<Field> fields;
  private final Map<String, Integer> indexes;

  /** How the fields are stored, as native code says it. */
  private final byte[] forms;

  static {
    Forms.register(Schema::new, schema -> schema.forms);
  }

  /**
   * Makes a schema of fields.
   *
   * @throws DuplicateException if two of them have the same name
   */
  public Schema(List<Field> fields) {
    this(fields, new byte[0]);
  }

  private Schema(List<Field> fields, byte[] forms) {
    this.forms = forms;
    this.fields = List.copyOf(fields);
    this.indexes = new HashMap<>(2 * this.fields.size());
    for (Field field : this.fields) {
      if (indexes.putIfAbsent(field.name(), indexes.size()) != null) {
        throw new DuplicateException("two fields are named \"" + field.name() + "\"");
      }
    }
  }

  /**
   * Makes a schema of fields.
   *
   * @throws DuplicateException if two of them have the same name
   */
  public static Schema of(Field... fields) {
    return new Schema(List.of(fields));
  }

  /** Returns the fields in their order, as an immutable list. */
  public List<Field> fields() {
    return fields;
  }

  /** Returns the names in their order, as an immutable list. */
  public List<String> names() {
    return fields.stream().map(Field::name).toList();
  }

  /**
   * Returns the field at {@code index}, from 0.
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
   * Returns the field of that name.
   *
   * @throws SchemaFieldNotFoundException if there is none
   */
  public Field field(String name) {
    int index = indexOf(name);
    if (index < 0) {
      throw new SchemaFieldNotFoundException(Missing.column(name, this));
    }
    return fields.get(index);
  }

  /** Returns the position of the field of that name, or -1 if there is none. */
  public int indexOf(String name) {
    return indexes.getOrDefault(name, -1);
  }

  /** Tells whether a field has that name. */
  public boolean contains(String name) {
    return indexes.containsKey(name);
  }

  /** Returns the number of fields. */
  public int size() {
    return fields.size();
  }

  /** Tells whether {@code other} is a schema of the same fields in the same order. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Schema schema && fields.equals(schema.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  /** Returns the fields, as in {@code {id: Int64, name: String}}. */
  @Override
  public String toString() {
    return fields.stream().map(Field::toString).collect(Collectors.joining(", ", "{", "}"));
  }
}
