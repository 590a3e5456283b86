package io.github.polars4j;

import java.io.Serial;

/** A name occurs twice where names must differ: {@code PolarsError::Duplicate}. */
public final class DuplicateException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Made with what went wrong, and where. */
  public DuplicateException(String message) {
    super(message);
  }
}
