/**
 * The boundary: every {@code native} method, and the keys of what lives in native memory.
 *
 * <p>One class stands for each kind of thing on the other side: {@link
 * io.github.polars4j.internal.jni.NativeWriter} and {@link
 * io.github.polars4j.internal.jni.NativeReader} for all formats, {@link
 * io.github.polars4j.internal.jni.NativeFrame}, {@link
 * io.github.polars4j.internal.jni.NativeSeries}. A key is never an address. {@link
 * io.github.polars4j.internal.jni.Handle} frees what it stands for, once.
 *
 * <p>It may use public exceptions, which {@link io.github.polars4j.internal.jni.Failures} makes,
 * and {@code internal.load}. No code of the user's runs beneath its native frames.
 */
@NullMarked
package io.github.polars4j.internal.jni;

import org.jspecify.annotations.NullMarked;
