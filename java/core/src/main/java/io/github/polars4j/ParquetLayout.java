package io.github.polars4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes how a Parquet file is laid out.
 *
 * @param createdBy the program that wrote it, as it says itself; null if it does not
 * @param rowGroups its row groups in their order; immutable
 * @param fileSize its size in bytes
 */
public record ParquetLayout(
    @Nullable String createdBy, List<RowGroupInfo> rowGroups, long fileSize) {
  /** Copies the list. */
  public ParquetLayout {
    rowGroups = List.copyOf(rowGroups);
  }
}
