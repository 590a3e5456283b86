/**
 * Finds, checks and loads the native library.
 *
 * <p>It looks for the library of this platform ({@link
 * io.github.polars4j.internal.load.PackedLibrary}), copies it to a folder that only the user can
 * write ({@link io.github.polars4j.internal.load.CacheFolder}), checks it before each load and says
 * in one error all that was tried. {@link io.github.polars4j.internal.load.NativeLoader#load} is
 * its door: whoever calls a native method has called it before.
 *
 * <p>It may use the JDK and JNA alone: no other room, and no public class.
 */
@NullMarked
package io.github.polars4j.internal.load;

import org.jspecify.annotations.NullMarked;
