package io.github.polars4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Describes one record batch of an Arrow IPC file. Two are equal if their rows and bytes are,
 * wherever they lie.
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecordBatchInfo that && rows == that.rows && bytes == that.bytes;
  }

  @Override
  public int hashCode() {
    return Objects.hash(rows, bytes);
  }
}
