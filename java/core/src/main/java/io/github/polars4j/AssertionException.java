package io.github.polars4j;

import java.io.Serial;

/** An assertion inside polars did not hold: {@code PolarsError::AssertionError}. */
public final class AssertionException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Made with what went wrong, and where. */
  public AssertionException(String message) {
    super(message);
  }
}
