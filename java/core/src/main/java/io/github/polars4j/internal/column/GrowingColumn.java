package io.github.polars4j.internal.column;

import io.github.polars4j.DataType;
import io.github.polars4j.internal.jni.Handle;
import io.github.polars4j.internal.jni.NativeColumn;
import io.github.polars4j.internal.load.NativeLoader;
import io.github.polars4j.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** A growing column in native code, made when the first block comes. */
public final class GrowingColumn {
  private final int width;
  private final long expected;
  private @Nullable Handle handle;

  /**
   * Of values of {@code width} bytes, or of strings or binary values if that is 0; there will be
   * {@code expected} of them, or as many as there are if that is 0.
   */
  public GrowingColumn(int width, long expected) {
    this.width = width;
    this.expected = expected;
  }

  /** Appends the first {@code used} bytes of the block: whole values in the machine's order. */
  public void append(byte[] block, int used) {
    NativeColumn.appendFixed(opened().get(), block, used);
  }

  /** Appends {@code rows} values, of {@code lengths} bytes each (-1 for null). */
  public void append(byte[] block, int used, int[] lengths, int rows) {
    NativeColumn.appendViews(opened().get(), block, used, lengths, rows);
  }

  /** Forgets all but the first {@code rows} values. */
  public void truncate(long rows) {
    if (handle != null) {
      NativeColumn.truncate(handle.get(), rows);
    }
  }

  /** The key of a series of all values; this has none then. Variable ones have their own nulls. */
  public long finish(String name, DataType type, byte @Nullable [] validity) {
    try (Handle column = opened()) {
      handle = null;
      return NativeColumn.finish(column.get(), name, WireWriter.of(type), validity);
    }
  }

  private Handle opened() {
    Handle open = handle;
    if (open == null) {
      NativeLoader.load();
      open = new Handle("the column builder", NativeColumn.open(width, expected));
      handle = open;
    }
    return open;
  }
}
