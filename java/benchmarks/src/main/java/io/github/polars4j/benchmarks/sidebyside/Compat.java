package io.github.polars4j.benchmarks.sidebyside;

/** How new a reader the written file asks for. */
enum Compat {
  OLDEST,
  NEWEST;

  /** Its name for the workers. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
