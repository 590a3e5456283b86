package io.github.polars4j;

/** Says which CSV fields are quoted: Rust's {@code QuoteStyle}. */
public enum QuoteStyle {
  /** Quotes the fields that could not be read back otherwise. */
  NECESSARY,
  /**
   * Quotes every field, nulls as well: in columns of text and binary data they read as empty then,
   * unless {@link CsvWriter#withNullValue} and {@link CsvReader#withNullValues} tell them apart.
   */
  ALWAYS,
  /** Quotes every field that is not a number. */
  NON_NUMERIC,
  /** Quotes no field, even if the result cannot be read back. */
  NEVER
}
