package io.github.polars4j;

/** What becomes of NaN and the infinities in JSON, which has no number for them. */
public enum NonFinite {
  /** They are refused, naming the column. */
  REFUSE,
  /** They are written as null, and come back as null. */
  NULL,
  /**
   * They are written as the texts NaN, Infinity and -Infinity, which an {@link NdjsonReader} takes
   * for numbers where {@link NdjsonReader#withSchemaOverrides} says that they are.
   */
  TEXT
}
