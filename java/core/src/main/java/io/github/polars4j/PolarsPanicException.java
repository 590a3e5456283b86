package io.github.polars4j;

import java.io.Serial;

/** Reports a bug in native code: a Rust panic, with its message and the place it came from. */
public final class PolarsPanicException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what went wrong, and where. */
  public PolarsPanicException(String message) {
    super(message);
  }
}
