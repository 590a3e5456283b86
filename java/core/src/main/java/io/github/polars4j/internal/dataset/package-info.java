/**
 * Many files as one input, and one output as many files: which files there are, what their folders
 * say ({@code year=2024}), and their columns brought together.
 *
 * <p>{@link io.github.polars4j.internal.dataset.FileFinder} lists files, {@link
 * io.github.polars4j.internal.dataset.HivePartitions} reads and writes folder names, {@link
 * io.github.polars4j.internal.dataset.DatasetSource} reads file after file.
 *
 * <p>It may use every public class, {@code internal.io}, {@code jni} and {@code wire}. It does
 * nothing that a user could not do with the public readers and writers.
 */
@NullMarked
package io.github.polars4j.internal.dataset;

import org.jspecify.annotations.NullMarked;
