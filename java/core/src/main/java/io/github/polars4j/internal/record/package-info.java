/**
 * Records, maps and rows, in and out of frames.
 *
 * <p>A {@link io.github.polars4j.internal.record.Codec} takes values of one Java type into and out
 * of columns of one type; {@link io.github.polars4j.internal.record.CodecFinder} finds it. {@link
 * io.github.polars4j.internal.record.TypeInference} finds the type for values that have none given.
 * {@link io.github.polars4j.internal.record.Rows} goes over a frame, some thousand rows at a time.
 *
 * <p>It may use every public class, {@code internal.column}, {@code series}, {@code jni}, {@code
 * wire} and {@code time}.
 */
@NullMarked
package io.github.polars4j.internal.record;

import org.jspecify.annotations.NullMarked;
