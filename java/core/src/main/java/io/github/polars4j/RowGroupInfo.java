package io.github.polars4j;

import java.util.Set;

/**
 * Describes one row group of a Parquet file.
 *
 * @param rows the number of its rows
 * @param bytes the number of bytes that its pages take in the file
 * @param unpackedBytes the number of bytes that they have without compression
 * @param codecs the codecs that compress its columns; immutable
 */
public record RowGroupInfo(long rows, long bytes, long unpackedBytes, Set<ParquetCodec> codecs) {
  /** Copies the set. */
  public RowGroupInfo {
    codecs = Set.copyOf(codecs);
  }
}
