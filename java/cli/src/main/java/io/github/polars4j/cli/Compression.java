package io.github.polars4j.cli;

import io.github.polars4j.IpcCompression;
import io.github.polars4j.ParquetCompression;
import org.jspecify.annotations.Nullable;

/** The value of {@code --compression}: a codec and, for some, a level. */
record Compression(String codec, @Nullable Integer level) {
  private static final int GZIP_LEVEL = 6;

  static Compression parse(String value) {
    int colon = value.indexOf(':');
    if (colon < 0) {
      return new Compression(value, null);
    }
    try {
      int level = Integer.parseInt(value.substring(colon + 1));
      return new Compression(value.substring(0, colon), level);
    } catch (NumberFormatException e) {
      throw new UsageException("--compression " + value + ": the level is not a number");
    }
  }

  IpcCompression ipc(Format format) {
    return levelled(
        () ->
            switch (codec) {
              case "none" -> noLevel(IpcCompression.uncompressed());
              case "lz4" -> noLevel(IpcCompression.lz4());
              case "zstd" -> level == null ? IpcCompression.zstd() : IpcCompression.zstd(level);
              default -> throw unknown(format, "none, lz4, zstd or zstd:LEVEL");
            });
  }

  ParquetCompression parquet() {
    return levelled(
        () ->
            switch (codec) {
              case "none" -> noLevel(ParquetCompression.uncompressed());
              case "snappy" -> noLevel(ParquetCompression.snappy());
              case "lz4" -> noLevel(ParquetCompression.lz4Raw());
              case "gzip" -> ParquetCompression.gzip(level == null ? GZIP_LEVEL : level);
              case "zstd" ->
                  level == null ? ParquetCompression.zstd() : ParquetCompression.zstd(level);
              default ->
                  throw unknown(
                      Format.PARQUET, "none, snappy, lz4, gzip, gzip:LEVEL, zstd or zstd:LEVEL");
            });
  }

  private <T> T noLevel(T compression) {
    if (level != null) {
      throw new UsageException("--compression " + codec + " takes no level");
    }
    return compression;
  }

  private UsageException unknown(Format format, String known) {
    return new UsageException("--compression " + codec + ": " + format + " output takes " + known);
  }

  /** The library checks a level's range. */
  private static <T> T levelled(java.util.function.Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException("--compression: " + e.getMessage());
    }
  }
}
