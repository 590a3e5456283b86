package io.github.polars4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds one row of a frame on the Java heap. It stays usable after the frame is closed.
 *
 * @param schema the names and types of the values
 * @param values one value for each column, of the classes that {@link Series#toList} uses; nulls
 *     are {@code null}; immutable
 */
public record Row(Schema schema, List<@Nullable Object> values) implements RowAccess {
  /**
   * Copies the values.
   *
   * @throws IllegalArgumentException if their number is not that of the fields
   */
  public Row {
    if (values.size() != schema.size()) {
      throw new IllegalArgumentException(
          values.size() + " values for the " + schema.size() + " fields of " + schema);
    }
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /**
   * Returns the value of the column at {@code index}, from 0.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  @Override
  public @Nullable Object get(int index) {
    return values.get(index);
  }

  /**
   * Returns the value of the column of that name.
   *
   * @throws SchemaFieldNotFoundException if there is none
   */
  @Override
  public @Nullable Object get(String name) {
    return RowAccess.super.get(name);
  }
}
