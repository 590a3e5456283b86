/**
 * Values into and out of a {@code Series}, a whole array or buffer at a time.
 *
 * <p>{@link io.github.polars4j.internal.series.SeriesImport} makes series of arrays and buffers,
 * {@link io.github.polars4j.internal.series.SeriesExport} copies into them, {@link
 * io.github.polars4j.internal.series.SeriesValues} gives objects.
 *
 * <p>It may use every public class, {@code internal.column}, {@code jni}, {@code wire} and {@code
 * time}. Single values are none of its business: {@code Series} asks the native side itself.
 */
@NullMarked
package io.github.polars4j.internal.series;

import org.jspecify.annotations.NullMarked;
