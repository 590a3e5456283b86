package io.github.polars4j;

import java.io.Serial;

/** Names or types are not the expected ones: {@code PolarsError::SchemaMismatch}. */
public final class SchemaMismatchException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Made with what went wrong, and where. */
  public SchemaMismatchException(String message) {
    super(message);
  }
}
