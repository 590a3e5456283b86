package io.github.polars4j;

import java.io.Serial;

/**
 * Says that no column has the given name: {@code PolarsError::ColumnNotFound}. Where a schema lacks
 * it, it is a {@link SchemaFieldNotFoundException}.
 */
public sealed class ColumnNotFoundException extends PolarsException
    permits SchemaFieldNotFoundException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what went wrong, and where. */
  public ColumnNotFoundException(String message) {
    super(message);
  }
}
