/**
 * Frames to and from Arrow Java's vectors, through Arrow's C interfaces: the values are shared
 * where Arrow and polars lay them out alike.
 */
@NullMarked
package io.github.polars4j.arrow;

import org.jspecify.annotations.NullMarked;
