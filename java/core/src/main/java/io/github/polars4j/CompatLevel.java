package io.github.polars4j;

/** How new an Arrow reader the written data asks for: Rust's {@code CompatLevel}. */
public enum CompatLevel {
  /** LargeUtf8, LargeBinary and the like, which every Arrow reader knows. */
  OLDEST,
  /** Polars' own layout, with string and binary views. */
  NEWEST
}
