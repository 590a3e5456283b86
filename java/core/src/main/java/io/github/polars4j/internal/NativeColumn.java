package io.github.polars4j.internal;

import io.github.polars4j.DataType;
import org.jspecify.annotations.Nullable;

/** A growing column in native code, made when the first block comes. */
final class NativeColumn {
  private final int width;
  private final long expected;
  private @Nullable Handle handle;

  /**
   * Of values of {@code width} bytes, or of strings or binary values if that is 0; there will be
   * {@code expected} of them, or as many as there are if that is 0.
   */
  NativeColumn(int width, long expected) {
    this.width = width;
    this.expected = expected;
  }

  /** Appends the first {@code used} bytes of the block: whole values in the machine's order. */
  void append(byte[] block, int used) {
    appendFixed(opened().get(), block, used);
  }

  /** Appends {@code rows} values, of {@code lengths} bytes each (-1 for null). */
  void append(byte[] block, int used, int[] lengths, int rows) {
    appendViews(opened().get(), block, used, lengths, rows);
  }

  /** Forgets all but the first {@code rows} values. */
  void truncate(long rows) {
    if (handle != null) {
      truncate(handle.get(), rows);
    }
  }

  /** The key of a series of all values; this has none then. Variable ones have their own nulls. */
  long finish(String name, DataType type, byte @Nullable [] validity) {
    try (Handle column = opened()) {
      handle = null;
      return finish(column.get(), name, WireWriter.of(type), validity);
    }
  }

  private Handle opened() {
    Handle open = handle;
    if (open == null) {
      NativeLoader.load();
      open = new Handle("the column builder", open(width, expected));
      handle = open;
    }
    return open;
  }

  private static native long open(int width, long rows);

  private static native void appendFixed(long builder, byte[] block, int used);

  private static native void appendViews(
      long builder, byte[] block, int used, int[] lengths, int rows);

  private static native void truncate(long builder, long rows);

  private static native long finish(
      long builder, String name, byte[] dtype, byte @Nullable [] validity);
}
