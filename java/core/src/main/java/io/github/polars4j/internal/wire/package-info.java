/**
 * Blocks of bytes to and from the native side: options, names, schemas, types.
 *
 * <p>{@link io.github.polars4j.internal.wire.WireWriter} and {@link
 * io.github.polars4j.internal.wire.WireReader} have their counterpart in {@code jvm/wire.rs}, and
 * {@link io.github.polars4j.internal.wire.TypeTag} in {@code schema.rs}. Arguments are checked here
 * too ({@link io.github.polars4j.internal.wire.Checks}, {@link
 * io.github.polars4j.internal.wire.Utf8}).
 *
 * <p>It may use the public values {@code Schema}, {@code Field}, {@code DataType}, {@code TimeUnit}
 * and {@code internal.time}. It names no frame, series, reader or writer.
 */
@NullMarked
package io.github.polars4j.internal.wire;

import org.jspecify.annotations.NullMarked;
