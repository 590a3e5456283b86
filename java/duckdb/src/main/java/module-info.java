/** SQL over frames by DuckDB, and its results as frames. */
module io.github.polars4j.duckdb {
  requires transitive io.github.polars4j;
  requires transitive java.sql;
  requires static transitive org.jspecify;

  exports io.github.polars4j.duckdb;
}
