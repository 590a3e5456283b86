package io.github.polars4j.internal.jdbc;

/** The refusal of a value that no other type has either; its message says which CAST helps. */
public final class CastOnly extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  CastOnly(String message, Throwable cause) {
    super(message, cause);
  }

  CastOnly(String message) {
    super(message);
  }
}
