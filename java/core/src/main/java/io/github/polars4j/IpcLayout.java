package io.github.polars4j;

import java.util.List;

/**
 * How an Arrow IPC file is laid out.
 *
 * @param codec what its buffers are compressed with: "none", "lz4" or "zstd"
 * @param recordBatches its record batches, in order; immutable
 * @param dictionaries how many dictionary batches it has
 * @param fileSize its size in bytes
 */
public record IpcLayout(
    String codec, List<RecordBatchInfo> recordBatches, int dictionaries, long fileSize) {
  /** Copies the list. */
  public IpcLayout {
    recordBatches = List.copyOf(recordBatches);
  }
}
