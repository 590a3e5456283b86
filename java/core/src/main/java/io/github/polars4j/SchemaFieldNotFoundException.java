package io.github.polars4j;

import java.io.Serial;

/** No field of the schema has that name: {@code PolarsError::SchemaFieldNotFound}. */
public final class SchemaFieldNotFoundException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Made with what went wrong, and where. */
  public SchemaFieldNotFoundException(String message) {
    super(message);
  }
}
