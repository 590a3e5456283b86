package io.github.polars4j;

import java.io.Serial;

/** No field of the struct has that name: {@code PolarsError::StructFieldNotFound}. */
public final class StructFieldNotFoundException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Made with what went wrong, and where. */
  public StructFieldNotFoundException(String message) {
    super(message);
  }
}
