package io.github.polars4j;

import io.github.polars4j.internal.wire.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Sets how the buffers of an Arrow IPC file or stream are compressed: Rust's {@code
 * IpcCompression}.
 */
public final class IpcCompression {
  private static final int DEFAULT_ZSTD_LEVEL = 3;
  private static final IpcCompression UNCOMPRESSED = new IpcCompression(0, 0);
  private static final IpcCompression LZ4 = new IpcCompression(1, 0);

  private final int code;
  private final int level;

  private IpcCompression(int code, int level) {
    this.code = code;
    this.level = level;
  }

  /** Does not compress: the default. Only such files can be memory-mapped. */
  public static IpcCompression uncompressed() {
    return UNCOMPRESSED;
  }

  /** Compresses with LZ4 in its frame format, which is fast. */
  public static IpcCompression lz4() {
    return LZ4;
  }

  /** Compresses with Zstandard at its default level, 3. */
  public static IpcCompression zstd() {
    return zstd(DEFAULT_ZSTD_LEVEL);
  }

  /**
   * Compresses with Zstandard at a level from 1 (fast) to 22 (small).
   *
   * @throws IllegalArgumentException if there is no such level
   */
  public static IpcCompression zstd(int level) {
    Checks.range("zstd level", level, 1, 22);
    return new IpcCompression(2, level);
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
    return other instanceof IpcCompression that && code == that.code && level == that.level;
  }

  @Override
  public int hashCode() {
    return 31 * code + level;
  }

  /** Returns the codec and its level, if it has one. */
  @Override
  public String toString() {
    return switch (code) {
      case 0 -> "uncompressed";
      case 1 -> "lz4";
      default -> "zstd(" + level + ")";
    };
  }
}
