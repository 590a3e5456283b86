package io.github.polars4j;

import java.io.Serial;

/**
 * Trouble reported by polars; each variant of Rust's {@code PolarsError} has its own subclass,
 * except I/O trouble, which is a {@link java.io.IOException}.
 */
public class PolarsException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Made with what went wrong, and where. */
  public PolarsException(String message) {
    super(message);
  }
}
