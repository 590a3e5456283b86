package io.github.polars4j;

import java.io.Serial;

/**
 * Says that no field of the schema has the given name: {@code PolarsError::SchemaFieldNotFound}.
 */
public final class SchemaFieldNotFoundException extends ColumnNotFoundException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what went wrong, and where. */
  public SchemaFieldNotFoundException(String message) {
    super(message);
  }
}
