package io.github.polars4j;

/**
 * The codecs of the Parquet format, in its own order. {@link #LZO} is not read, and not written.
 */
public enum ParquetCodec {
  /** Not compressed. */
  UNCOMPRESSED,
  /** Snappy. */
  SNAPPY,
  /** Gzip. */
  GZIP,
  /** LZO, which nothing here reads. */
  LZO,
  /** Brotli. */
  BROTLI,
  /** LZ4 in the framing of Hadoop, which older writers use: read, not written. */
  LZ4,
  /** Zstandard. */
  ZSTD,
  /** LZ4 in its block format. */
  LZ4_RAW
}
