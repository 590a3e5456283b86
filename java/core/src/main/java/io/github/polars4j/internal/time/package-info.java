/**
 * Points in time as numbers since 1970, and names of time zones.
 *
 * <p>{@link io.github.polars4j.internal.time.Epoch} counts in the units of a column, exactly,
 * rounded as asked for, or not at all. {@link io.github.polars4j.internal.time.Zones} keeps names
 * that the JVM has no rules for.
 *
 * <p>It may use the public value {@code TimeUnit} and the JDK: no other room.
 */
@NullMarked
package io.github.polars4j.internal.time;

import org.jspecify.annotations.NullMarked;
