/**
 * Builders of columns: values of Java gather in blocks, and go to the native side a block at a
 * time.
 *
 * <p>{@link io.github.polars4j.internal.column.ColumnBuilder} has a kind for each form of memory:
 * values of one width, of variable width, lists, structs, nulls. {@link
 * io.github.polars4j.internal.column.PhysicalValue} turns objects into the bits that a type is kept
 * in.
 *
 * <p>It may use {@code internal.jni}, {@code wire}, {@code time} and {@code load}, and the public
 * values. It gives keys: it names no frame, series, reader or writer.
 */
@NullMarked
package io.github.polars4j.internal.column;

import org.jspecify.annotations.NullMarked;
