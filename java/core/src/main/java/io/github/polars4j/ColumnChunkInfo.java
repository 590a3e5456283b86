package io.github.polars4j;

/**
 * Describes what a row group of a Parquet file has of one column of values.
 *
 * @param column the names of the columns that it is in, and its own, with dots between: {@code
 *     address.city}, {@code tags.list.element}
 * @param codec the codec that compresses it
 * @param bytes the number of bytes that its pages take in the file
 * @param unpackedBytes the number of bytes that they have without compression
 */
public record ColumnChunkInfo(String column, ParquetCodec codec, long bytes, long unpackedBytes) {}
