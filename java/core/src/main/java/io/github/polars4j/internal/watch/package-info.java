/**
 * What a service that is watched sees: events of Flight Recorder, and the MXBean of native memory.
 *
 * <p>{@link io.github.polars4j.internal.watch.Watch} begins an event and loads its class only where
 * the JVM has {@code jdk.jfr}; {@link io.github.polars4j.internal.watch.MemoryBean} needs {@code
 * java.management}. No class of another room may refer to either module.
 *
 * <p>It may use {@code internal.jni}, and the public interface of the MXBean. It knows keys, no
 * frames.
 */
@NullMarked
package io.github.polars4j.internal.watch;

import org.jspecify.annotations.NullMarked;
