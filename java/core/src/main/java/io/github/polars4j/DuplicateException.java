package io.github.polars4j;

import java.io.Serial;

/** Says that a name occurs twice where names must differ: {@code PolarsError::Duplicate}. */
public final class DuplicateException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what went wrong, and where. */
  public DuplicateException(String message) {
    super(message);
  }
}
