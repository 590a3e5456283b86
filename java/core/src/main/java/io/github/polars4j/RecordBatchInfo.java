package io.github.polars4j;

/**
 * Describes one record batch of an Arrow IPC file.
 *
 * @param rows the number of its rows
 * @param bytes the number of bytes that its values take in the file, without its message
 * @param offset where in the file its message begins, in bytes; -1 if that is not known
 */
public record RecordBatchInfo(long rows, long bytes, long offset) {
  /**
   * Describes one whose place in the file is not known.
   *
   * @param rows the number of its rows
   * @param bytes the number of bytes that its values take in the file, without its message
   */
  public RecordBatchInfo(long rows, long bytes) {
    this(rows, bytes, -1);
  }
}
