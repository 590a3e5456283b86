package io.github.polars4j;

import java.io.Serial;

/** A position lies outside the data: {@code PolarsError::OutOfBounds}. */
public final class OutOfBoundsException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Made with what went wrong, and where. */
  public OutOfBoundsException(String message) {
    super(message);
  }
}
