package io.github.polars4j;

import java.io.Serial;

/**
 * Says that the work itself failed, such as parsing broken data: {@code PolarsError::ComputeError}.
 */
public final class ComputeException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what went wrong, and where. */
  public ComputeException(String message) {
    super(message);
  }
}
