package io.github.polars4j;

/** Which CSV fields are quoted: Rust's {@code QuoteStyle}. */
public enum QuoteStyle {
  /** Only fields that could not be read back otherwise. */
  NECESSARY,
  /** Every field. */
  ALWAYS,
  /** Every field that is not a number. */
  NON_NUMERIC,
  /** No field, even if the result cannot be read back. */
  NEVER
}
