package io.github.polars4j;

import java.io.Serial;

/**
 * Says that no field of the struct has the given name: {@code PolarsError::StructFieldNotFound}.
 */
public final class StructFieldNotFoundException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what went wrong, and where. */
  public StructFieldNotFoundException(String message) {
    super(message);
  }
}
