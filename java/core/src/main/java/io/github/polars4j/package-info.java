/**
 * Polars' own Arrow IPC writer, and what is needed around it, for Java.
 *
 * <p>A {@link io.github.polars4j.DataFrame} is a handle on a polars frame that lives off-heap; the
 * readers make one, {@link io.github.polars4j.IpcWriter} and the other writers write one. Frames
 * and series are immutable and may be shared between threads; readers and writers serve one call at
 * a time. Whatever is {@link AutoCloseable} should be closed; what is forgotten is freed after the
 * garbage collector finds it.
 *
 * <p>Trouble where bytes move is an {@link java.io.IOException}, trouble in polars a {@link
 * io.github.polars4j.PolarsException}, use after close an {@link IllegalStateException}, and an
 * option or value that cannot be honoured an {@link IllegalArgumentException} that names it.
 */
@NullMarked
package io.github.polars4j;

import org.jspecify.annotations.NullMarked;
