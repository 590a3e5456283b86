package io.github.polars4j;

import java.io.Serial;

/** Lengths or widths do not agree: {@code PolarsError::ShapeMismatch}. */
public final class ShapeMismatchException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Made with what went wrong, and where. */
  public ShapeMismatchException(String message) {
    super(message);
  }
}
