/** Assertions about frames, for the tests of programs that use polars4j. */
module io.github.polars4j.test {
  requires transitive io.github.polars4j;
  requires static transitive org.jspecify;

  exports io.github.polars4j.test;
}
