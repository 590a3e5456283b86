package io.github.polars4j;

import java.io.Serial;

/** Says that a position or value is out of range: {@code PolarsError::OutOfBounds}. */
public final class OutOfBoundsException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what went wrong, and where. */
  public OutOfBoundsException(String message) {
    super(message);
  }
}
