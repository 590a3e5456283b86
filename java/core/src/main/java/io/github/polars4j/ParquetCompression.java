package io.github.polars4j;

import io.github.polars4j.internal.wire.Checks;
import org.jspecify.annotations.Nullable;

/** Sets how the pages of a Parquet file are compressed: Rust's {@code ParquetCompression}. */
public final class ParquetCompression {
  private static final int DEFAULT_LEVEL = -1;

  private final int code;
  private final int level;
  private final String name;

  private ParquetCompression(int code, int level, String name) {
    this.code = code;
    this.level = level;
    this.name = name;
  }

  /** Does not compress. */
  public static ParquetCompression uncompressed() {
    return new ParquetCompression(0, DEFAULT_LEVEL, "uncompressed");
  }

  /** Compresses with Snappy. */
  public static ParquetCompression snappy() {
    return new ParquetCompression(1, DEFAULT_LEVEL, "snappy");
  }

  /**
   * Compresses with Gzip at a level from 0 (fast) to 9 (small).
   *
   * @throws IllegalArgumentException if there is no such level
   */
  public static ParquetCompression gzip(int level) {
    Checks.range("gzip level", level, 0, 9);
    return new ParquetCompression(2, level, "gzip");
  }

  /** Compresses with LZ4 in its block format. */
  public static ParquetCompression lz4Raw() {
    return new ParquetCompression(3, DEFAULT_LEVEL, "lz4Raw");
  }

  /** Compresses with Zstandard at its default level: the default. */
  public static ParquetCompression zstd() {
    return new ParquetCompression(4, DEFAULT_LEVEL, "zstd");
  }

  /**
   * Compresses with Zstandard at a level from 1 (fast) to 22 (small).
   *
   * @throws IllegalArgumentException if there is no such level
   */
  public static ParquetCompression zstd(int level) {
    Checks.range("zstd level", level, 1, 22);
    return new ParquetCompression(4, level, "zstd");
  }

  /**
   * Compresses with Brotli at a level from 0 (fast) to 11 (small).
   *
   * @throws IllegalArgumentException if there is no such level
   */
  public static ParquetCompression brotli(int level) {
    Checks.range("brotli level", level, 0, 11);
    return new ParquetCompression(5, level, "brotli");
  }

  int code() {
    return code;
  }

  int level() {
    return level;
  }

  /** Tells whether {@code other} is the same codec at the same level. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ParquetCompression that && code == that.code && level == that.level;
  }

  @Override
  public int hashCode() {
    return 31 * code + level;
  }

  /** Returns the codec and its level, if one was given. */
  @Override
  public String toString() {
    return level == DEFAULT_LEVEL ? name : name + "(" + level + ")";
  }
}
