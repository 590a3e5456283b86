package io.github.polars4j;

import java.io.Serial;

/**
 * Says that categories come from sources that cannot be combined: {@code
 * PolarsError::StringCacheMismatch}.
 *
 * @deprecated Nothing throws it: categories of any sources are brought together.
 */
@Deprecated
public final class StringCacheMismatchException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what went wrong, and where. */
  public StringCacheMismatchException(String message) {
    super(message);
  }
}
