package io.github.polars4j;

import java.io.Serial;

/** The SQL text has no meaning: {@code PolarsError::SQLSyntax}. */
public final class SqlSyntaxException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Made with what went wrong, and where. */
  public SqlSyntaxException(String message) {
    super(message);
  }
}
