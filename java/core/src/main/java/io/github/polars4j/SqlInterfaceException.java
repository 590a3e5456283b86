package io.github.polars4j;

import java.io.Serial;

/**
 * Says that the SQL interface of polars failed: {@code PolarsError::SQLInterface}.
 *
 * @deprecated Nothing throws it: SQL is DuckDB's, by {@code polars4j-duckdb}.
 */
@Deprecated
public final class SqlInterfaceException extends PolarsException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what went wrong, and where. */
  public SqlInterfaceException(String message) {
    super(message);
  }
}
