package io.github.polars4j;

import java.io.Serial;

/** Says that lengths or widths differ: {@code PolarsError::ShapeMismatch}. */
public final class ShapeMismatchException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what went wrong, and where. */
  public ShapeMismatchException(String message) {
    super(message);
  }
}
