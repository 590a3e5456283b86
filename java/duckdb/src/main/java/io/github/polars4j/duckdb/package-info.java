/**
 * SQL over frames by DuckDB, and its results as frames: through Arrow's C stream interface, whole
 * columns at a time. DuckDB's JDBC driver is used as it is; Arrow Java is not needed.
 */
@NullMarked
package io.github.polars4j.duckdb;

import org.jspecify.annotations.NullMarked;
