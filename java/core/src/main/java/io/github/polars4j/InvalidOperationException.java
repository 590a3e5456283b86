package io.github.polars4j;

import java.io.Serial;

/**
 * Says that an operation does not fit the data type or the values: {@code
 * PolarsError::InvalidOperation}.
 */
public final class InvalidOperationException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what went wrong, and where. */
  public InvalidOperationException(String message) {
    super(message);
  }
}
