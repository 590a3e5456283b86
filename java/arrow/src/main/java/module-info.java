/** Converts frames to and from vectors of Arrow Java. */
module io.github.polars4j.arrow {
  requires transitive io.github.polars4j;
  requires transitive org.apache.arrow.c;
  requires transitive org.apache.arrow.memory.core;
  requires transitive org.apache.arrow.vector;
  requires static transitive org.jspecify;

  exports io.github.polars4j.arrow;
}
