/**
 * Reads and writes polars data frames: Arrow IPC with the writer of polars itself, Parquet, CSV and
 * NDJSON.
 *
 * <p>A {@link io.github.polars4j.DataFrame} is a handle on a polars frame whose values live outside
 * the Java heap. Readers make one; {@link io.github.polars4j.IpcWriter} and the other writers write
 * one. Frames and series are immutable and may be shared between threads; readers and writers take
 * one call at a time. Close everything that is {@link AutoCloseable}; what is forgotten is freed
 * after the garbage collector finds it.
 *
 * <p>A failure to read or write bytes is an {@link java.io.IOException}, an error of polars a
 * {@link io.github.polars4j.PolarsException}, use after close an {@link IllegalStateException}. An
 * option or value that is not allowed is an {@link IllegalArgumentException} that names it.
 */
@NullMarked
package io.github.polars4j;

import org.jspecify.annotations.NullMarked;
