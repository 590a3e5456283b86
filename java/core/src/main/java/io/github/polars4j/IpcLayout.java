package io.github.polars4j;

import java.util.List;

/**
 * Describes how an Arrow IPC file is laid out.
 *
 * @param codec the codec that compresses its buffers: "none", "lz4" or "zstd"
 * @param recordBatches its record batches in their order; immutable
 * @param dictionaries the number of its dictionary batches
 * @param fileSize its size in bytes
 */
public record IpcLayout(
    String codec, List<RecordBatchInfo> recordBatches, int dictionaries, long fileSize) {
  /** Copies the list. */
  public IpcLayout {
    recordBatches = List.copyOf(recordBatches);
  }
}
