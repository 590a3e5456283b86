package io.github.polars4j;

import java.io.Serial;

/**
 * Says that SQL text is not valid: {@code PolarsError::SQLSyntax}.
 *
 * @deprecated Nothing throws it: SQL is DuckDB's, by {@code polars4j-duckdb}.
 */
@Deprecated
public final class SqlSyntaxException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what went wrong, and where. */
  public SqlSyntaxException(String message) {
    super(message);
  }
}
