package io.github.polars4j.internal.jni;

import org.jspecify.annotations.Nullable;

/** A column that grows block by block, behind a key. */
public final class NativeColumn {
  private NativeColumn() {}

  /**
   * Opens a column of values of {@code width} bytes, or of strings or binary values if that is 0.
   */
  public static native long open(int width, long rows);

  /** Appends values of one width. */
  public static native void appendFixed(long builder, byte[] block, int used);

  /** Appends strings or binary values; a null has the length -1. */
  public static native void appendViews(
      long builder, byte[] block, int used, int[] lengths, int rows);

  /** Forgets all but the first rows. */
  public static native void truncate(long builder, long rows);

  /** Makes the series; the column is gone then. */
  public static native long finish(
      long builder, String name, byte[] dtype, byte @Nullable [] validity);
}
