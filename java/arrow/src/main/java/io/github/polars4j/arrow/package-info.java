/**
 * Converts frames to and from vectors of Arrow Java through Arrow's C interfaces. Values are shared
 * where Arrow and polars store them in the same way.
 */
@NullMarked
package io.github.polars4j.arrow;

import org.jspecify.annotations.NullMarked;
