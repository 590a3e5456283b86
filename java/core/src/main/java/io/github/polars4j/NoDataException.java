package io.github.polars4j;

import java.io.Serial;

/** There is nothing to work on, such as an empty file: {@code PolarsError::NoData}. */
public final class NoDataException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Made with what went wrong, and where. */
  public NoDataException(String message) {
    super(message);
  }
}
