package io.github.polars4j.benchmarks.peer;

import io.github.polars4j.IpcCompression;

/** The harness's names of codecs, for polars4j. */
final class Compressions {
  private Compressions() {}

  static IpcCompression of(String codec) {
    return switch (codec) {
      case "uncompressed" -> IpcCompression.uncompressed();
      case "lz4" -> IpcCompression.lz4();
      case "zstd" -> IpcCompression.zstd(3);
      default -> throw new IllegalArgumentException(codec);
    };
  }
}
