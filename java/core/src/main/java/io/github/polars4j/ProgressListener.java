package io.github.polars4j;

/**
 * Is told how much was written or read. A writer or reader calls it on the thread that called it.
 * What it throws ends the work and reaches the caller unchanged.
 */
@FunctionalInterface
public interface ProgressListener {
  /** Is called with the number of rows and bytes that have been written or read so far. */
  void onProgress(long rows, long bytes);
}
