package io.github.polars4j;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes one row group of a Parquet file. Two are equal if all but their columns is the same.
 *
 * @param rows the number of its rows
 * @param bytes the number of bytes that its pages take in the file
 * @param unpackedBytes the number of bytes that they have without compression
 * @param codecs the codecs that compress its columns; immutable
 * @param columns its columns of values, in the order of the file; immutable
 */
public record RowGroupInfo(
    long rows,
    long bytes,
    long unpackedBytes,
    Set<ParquetCodec> codecs,
    List<ColumnChunkInfo> columns) {
  /** Copies set and list. */
  public RowGroupInfo {
    codecs = Set.copyOf(codecs);
    columns = List.copyOf(columns);
  }

  /**
   * Describes one of whose columns nothing is known.
   *
   * @param rows the number of its rows
   * @param bytes the number of bytes that its pages take in the file
   * @param unpackedBytes the number of bytes that they have without compression
   * @param codecs the codecs that compress its columns
   */
  public RowGroupInfo(long rows, long bytes, long unpackedBytes, Set<ParquetCodec> codecs) {
    this(rows, bytes, unpackedBytes, codecs, List.of());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RowGroupInfo that
        && rows == that.rows
        && bytes == that.bytes
        && unpackedBytes == that.unpackedBytes
        && codecs.equals(that.codecs);
  }

  @Override
  public int hashCode() {
    return Objects.hash(rows, bytes, unpackedBytes, codecs);
  }
}
