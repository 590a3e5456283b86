package io.github.polars4j;

import java.io.Serial;

/** Says that names or types are not the expected ones: {@code PolarsError::SchemaMismatch}. */
public final class SchemaMismatchException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what went wrong, and where. */
  public SchemaMismatchException(String message) {
    super(message);
  }
}
