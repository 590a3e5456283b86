package io.github.polars4j.internal.time;

import org.jspecify.annotations.Nullable;

/** A point in time or a span that a column's unit does not keep: another unit would. */
public final class UnitMisfit extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String wayOut;

  UnitMisfit(String message, String wayOut, @Nullable Throwable cause) {
    super(message, cause);
    this.wayOut = wayOut;
  }

  /** How a caller of the API has the value taken. */
  public String wayOut() {
    return wayOut;
  }
}
