package io.github.polars4j;

import java.io.Serial;

/** Says that there is nothing to work on, such as an empty file: {@code PolarsError::NoData}. */
public final class NoDataException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what went wrong, and where. */
  public NoDataException(String message) {
    super(message);
  }
}
