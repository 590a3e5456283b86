package io.github.polars4j;

/** Says which Arrow readers can read the written data: Rust's {@code CompatLevel}. */
public enum CompatLevel {
  /** Uses LargeUtf8, LargeBinary and the like, which every Arrow reader knows. */
  OLDEST,
  /** Uses the layout of polars, with string and binary views, which newer Arrow readers know. */
  NEWEST
}
