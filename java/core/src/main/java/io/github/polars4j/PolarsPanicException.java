package io.github.polars4j;

import java.io.Serial;

/**
 * A bug in the native code was caught: a Rust panic, with its message and the place it came from.
 */
public final class PolarsPanicException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Made with what went wrong, and where. */
  public PolarsPanicException(String message) {
    super(message);
  }
}
