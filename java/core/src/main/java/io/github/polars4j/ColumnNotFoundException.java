package io.github.polars4j;

import java.io.Serial;

/** No column has that name: {@code PolarsError::ColumnNotFound}. */
public final class ColumnNotFoundException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Made with what went wrong, and where. */
  public ColumnNotFoundException(String message) {
    super(message);
  }
}
