package io.github.polars4j;

import java.io.Serial;

/**
 * The operation does not suit the data type or the values: {@code PolarsError::InvalidOperation}.
 */
public final class InvalidOperationException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Made with what went wrong, and where. */
  public InvalidOperationException(String message) {
    super(message);
  }
}
