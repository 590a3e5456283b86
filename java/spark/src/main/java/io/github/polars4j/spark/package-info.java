/**
 * Arrow IPC files as a data source of Apache Spark: {@code spark.read().format("polars-ipc")}.
 *
 * <p>{@link io.github.polars4j.spark.PolarsIpcFormat} is what Spark finds by that name. Everything
 * else is of this package alone: blocks of columns on the way out, vectors over Arrow's buffers on
 * the way in.
 */
@NullMarked
package io.github.polars4j.spark;

import org.jspecify.annotations.NullMarked;
