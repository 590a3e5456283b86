package io.github.polars4j;

/**
 * Told how far a writer is. It is called on the thread that called the writer, and what it throws
 * ends the writing and reaches that thread's caller unchanged.
 */
@FunctionalInterface
public interface ProgressListener {
  /** Called when {@code rows} rows and {@code bytes} bytes have been written so far. */
  void onProgress(long rows, long bytes);
}
