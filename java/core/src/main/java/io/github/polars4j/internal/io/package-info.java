/**
 * Where bytes come from and go to: what all readers and writers share.
 *
 * <p>Writing: a {@link io.github.polars4j.internal.io.Destination} opens an {@link
 * io.github.polars4j.internal.io.Output}, and {@link io.github.polars4j.internal.io.Writing} takes
 * finished pieces of native code and writes them to its sink. Reading: an {@link
 * io.github.polars4j.internal.io.Input} opens a source, and {@link
 * io.github.polars4j.internal.io.Reading} hands in the bytes that native code asks for. Files on a
 * local path native code reads and writes itself.
 *
 * <p>It may use {@code internal.jni}, {@code load} and {@code wire}, and of the public classes the
 * progress listener, option values and exceptions. It knows keys, no frames.
 */
@NullMarked
package io.github.polars4j.internal.io;

import org.jspecify.annotations.NullMarked;
