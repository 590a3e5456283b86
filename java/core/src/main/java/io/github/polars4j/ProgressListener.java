package io.github.polars4j;

/**
 * Is told how much a writer has written. The writer calls it on the thread that called the writer.
 * What it throws ends the writing and reaches the caller unchanged.
 */
@FunctionalInterface
public interface ProgressListener {
  /** Is called with the number of rows and bytes that have been written so far. */
  void onProgress(long rows, long bytes);
}
