package io.github.polars4j;

import java.io.Serial;

/** Says that an assertion inside polars failed: {@code PolarsError::AssertionError}. */
public final class AssertionException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what went wrong, and where. */
  public AssertionException(String message) {
    super(message);
  }
}
