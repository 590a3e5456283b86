/**
 * A database's rows into columns: which type a column becomes, and how its values are read.
 *
 * <p>{@link Catalog} is the seam: one short class per database says, from the driver's metadata
 * alone, which {@code DataType} an SQL type becomes and which {@link Cell} reads it. {@link
 * Catalogs} picks the class; {@link Requests} reads a column as another type that somebody asked
 * for. Text becomes values in {@link TextValue}, which never guesses.
 *
 * <p>No value passes through {@code java.sql.Date}, {@code Time} or {@code Timestamp} in the JVM's
 * time zone. A value that does not fit is an {@link IllegalArgumentException} without its place,
 * which {@code JdbcFrames} adds. This room uses the public API; only {@code JdbcFrames} uses it.
 */
@NullMarked
package io.github.polars4j.internal.jdbc;

import org.jspecify.annotations.NullMarked;
