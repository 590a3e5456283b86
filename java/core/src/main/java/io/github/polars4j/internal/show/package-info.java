/**
 * Frames as people see them: tables of text, as wide as a terminal, and in Jupyter.
 *
 * <p>{@link io.github.polars4j.internal.show.Table} lays out cells that the native side prints;
 * {@link io.github.polars4j.internal.show.Width} knows how wide text is. {@link
 * io.github.polars4j.internal.show.JJavaExtension} is loaded by JJava alone.
 *
 * <p>It may use every public class, {@code internal.jni} and {@code wire}. It keeps nothing.
 */
@NullMarked
package io.github.polars4j.internal.show;

import org.jspecify.annotations.NullMarked;
