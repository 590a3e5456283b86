package io.github.polars4j;

import java.io.Serial;

/** The SQL interface failed: {@code PolarsError::SQLInterface}. */
public final class SqlInterfaceException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Made with what went wrong, and where. */
  public SqlInterfaceException(String message) {
    super(message);
  }
}
