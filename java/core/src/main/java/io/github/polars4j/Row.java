package io.github.polars4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a frame, on the heap; it outlives the frame.
 *
 * @param schema the names and types of the values
 * @param values a value a column, as {@link Series#toList} has them, null for null; immutable
 */
public record Row(Schema schema, List<@Nullable Object> values) {
  /**
   * Copies the values.
   *
   * @throws IllegalArgumentException if there is not one for each field
   */
  public Row {
    if (values.size() != schema.size()) {
      throw new IllegalArgumentException(
          values.size() + " values for the " + schema.size() + " fields of " + schema);
    }
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /**
   * The value of the column at {@code index}, from 0.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public @Nullable Object get(int index) {
    return values.get(index);
  }

  /**
   * The value of the column of that name.
   *
   * @throws SchemaFieldNotFoundException if there is none
   */
  public @Nullable Object get(String name) {
    schema.field(name);
    return values.get(schema.indexOf(name));
  }
}
