package io.github.polars4j;

import java.io.Serial;

/**
 * Reports an error of polars. Each variant of Rust's {@code PolarsError} has a subclass, except I/O
 * errors, which are {@link java.io.IOException}s.
 */
public class PolarsException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what went wrong, and where. */
  public PolarsException(String message) {
    super(message);
  }
}
