/**
 * What the verbs of frames and series do besides one native call: scalars as columns, rows drawn at
 * random, columns put in the place of others. May use {@code jni}, {@code series} and {@code wire}.
 */
@org.jspecify.annotations.NullMarked
package io.github.polars4j.internal.verbs;
