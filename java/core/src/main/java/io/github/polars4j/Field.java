package io.github.polars4j;

import io.github.polars4j.internal.wire.Utf8;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A column's name and data type, and what Arrow says of it besides: Rust's {@code Field}.
 *
 * <p>Frames keep the latter through {@code select}, {@code rename}, {@code drop} and {@code slice},
 * and Arrow IPC, Arrow's C interfaces and Arrow Java carry it in and out.
 *
 * @param nullable whether values may be null, which is so if nothing else is said; a field that is
 *     not nullable is refused with nulls when it is written
 * @param metadata texts by their keys, in order; immutable. Of a key that stands in a file twice,
 *     the last one counts. Keys by which polars knows its own types ({@code _PL_ENUM_VALUES2},
 *     {@code _PL_CATEGORICAL2} and the like) are not told: the type says it
 */
public record Field(
    String name, DataType dataType, boolean nullable, Map<String, String> metadata) {
  /**
   * Checks that all are there, and copies the metadata.
   *
   * @throws IllegalArgumentException if a text is not Unicode text
   */
  public Field {
    Utf8.check("field name", name);
    Objects.requireNonNull(dataType, "dataType");
    metadata = copy(metadata);
  }

  /**
   * A field that may be null and has no metadata.
   *
   * @throws IllegalArgumentException if the name is not Unicode text
   */
  public Field(String name, DataType dataType) {
    this(name, dataType, true, Map.of());
  }

  /** The same as the constructor. */
  public static Field of(String name, DataType dataType) {
    return new Field(name, dataType);
  }

  /** The same field, which may or may not be null. */
  public Field withNullable(boolean nullable) {
    return new Field(name, dataType, nullable, metadata);
  }

  /** The same field with this metadata, and none besides. */
  public Field withMetadata(Map<String, String> metadata) {
    return new Field(name, dataType, nullable, metadata);
  }

  private static Map<String, String> copy(Map<String, String> metadata) {
    if (metadata.isEmpty()) {
      return Map.of();
    }
    Map<String, String> copy = new LinkedHashMap<>();
    metadata.forEach(
        (key, value) ->
            copy.put(Utf8.check("metadata key", key), Utf8.check("metadata value", value)));
    return Collections.unmodifiableMap(copy);
  }

  /** The name, a colon, the type, and whether it is not nullable. */
  @Override
  public String toString() {
    return name + ": " + dataType + (nullable ? "" : " not null");
  }
}
