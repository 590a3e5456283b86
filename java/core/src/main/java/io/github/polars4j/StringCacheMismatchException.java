package io.github.polars4j;

import java.io.Serial;

/** Categories come from incompatible sources: {@code PolarsError::StringCacheMismatch}. */
public final class StringCacheMismatchException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Made with what went wrong, and where. */
  public StringCacheMismatchException(String message) {
    super(message);
  }
}
