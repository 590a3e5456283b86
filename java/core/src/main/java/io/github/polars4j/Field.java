package io.github.polars4j;

import io.github.polars4j.internal.wire.Utf8;
import java.util.Objects;

/** A column's name and data type: Rust's {@code Field}. */
public record Field(String name, DataType dataType) {
  /**
   * Checks that both are there.
   *
   * @throws IllegalArgumentException if the name is not Unicode text
   */
  public Field {
    Utf8.check("field name", name);
    Objects.requireNonNull(dataType, "dataType");
  }

  /** The same as the constructor. */
  public static Field of(String name, DataType dataType) {
    return new Field(name, dataType);
  }

  /** The name, a colon, the type. */
  @Override
  public String toString() {
    return name + ": " + dataType;
  }
}
