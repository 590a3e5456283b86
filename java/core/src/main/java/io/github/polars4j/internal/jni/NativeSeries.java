package io.github.polars4j.internal.jni;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A {@code Series}: an immutable column behind a key. */
public final class NativeSeries {
  private NativeSeries() {}

  /** See the function of that name on the native side. */
  public static native long fromBooleans(String name, boolean[] values, byte @Nullable [] validity);

  /** See the function of that name on the native side. */
  public static native long fromBytes(
      String name, byte[] dtype, byte[] values, byte @Nullable [] validity);

  /** See the function of that name on the native side. */
  public static native long fromShorts(
      String name, byte[] dtype, short[] values, byte @Nullable [] validity);

  /** See the function of that name on the native side. */
  public static native long fromInts(
      String name, byte[] dtype, int[] values, byte @Nullable [] validity);

  /** See the function of that name on the native side. */
  public static native long fromLongs(
      String name, byte[] dtype, long[] values, byte @Nullable [] validity);

  /** See the function of that name on the native side. */
  public static native long fromFloats(
      String name, byte[] dtype, float[] values, byte @Nullable [] validity);

  /** See the function of that name on the native side. */
  public static native long fromDoubles(String name, double[] values, byte @Nullable [] validity);

  /** See the function of that name on the native side. */
  public static native long fromNulls(String name, long length);

  /** See the function of that name on the native side. */
  public static native long fromBuffer(
      String name,
      byte[] dtype,
      ByteBuffer values,
      int offset,
      int length,
      byte @Nullable [] validity);

  /** See the function of that name on the native side. */
  public static native long fromList(
      String name, long inner, long[] offsets, byte @Nullable [] validity);

  /** See the function of that name on the native side. */
  public static native long fromArray(
      String name, long inner, int width, long length, byte @Nullable [] validity);

  /** See the function of that name on the native side. */
  public static native long fromStruct(
      String name, long[] fields, long length, byte @Nullable [] validity);

  /** See the function of that name on the native side. */
  public static native long lengthOf(long h);

  /** See the function of that name on the native side. */
  public static native long nullCountOf(long h);

  /** See the function of that name on the native side. */
  public static native String nameOf(long h);

  /** See the function of that name on the native side. */
  public static native byte[] dtypeOf(long h);

  /** See the function of that name on the native side. */
  public static native long renamed(long h, String name);

  /** See the function of that name on the native side. */
  public static native long sliceRows(long h, long offset, long length);

  /** See the function of that name on the native side. */
  public static native int chunkCount(long h);

  /** See the function of that name on the native side. */
  public static native long sizeOf(long h);

  /** See the function of that name on the native side. */
  public static native boolean equalTo(long h, long other);

  /** See the function of that name on the native side. */
  public static native String text(long h);

  /** See the function of that name on the native side. */
  public static native void exportBooleans(long h, long offset, boolean[] dst);

  /** See the function of that name on the native side. */
  public static native void exportBytes(long h, long offset, byte[] dst);

  /** See the function of that name on the native side. */
  public static native void exportShorts(long h, long offset, short[] dst);

  /** See the function of that name on the native side. */
  public static native void exportInts(long h, long offset, int[] dst);

  /** See the function of that name on the native side. */
  public static native void exportLongs(long h, long offset, long[] dst);

  /** See the function of that name on the native side. */
  public static native void exportInt128(long h, long offset, long[] dst);

  /** See the function of that name on the native side. */
  public static native void exportFloats(long h, long offset, float[] dst);

  /** See the function of that name on the native side. */
  public static native void exportDoubles(long h, long offset, double[] dst);

  /** See the function of that name on the native side. */
  public static native byte @Nullable [] exportValidity(long h, long offset, int length);

  /** See the function of that name on the native side. */
  public static native byte[] exportVar(long h, long offset, int[] lengths);

  /** See the function of that name on the native side. */
  public static native void exportOffsets(long h, long offset, long[] dst);

  /** See the function of that name on the native side. */
  public static native long child(long h, int index);

  /** See the function of that name on the native side. */
  public static native ByteBuffer valuesView(long h);

  /** See the function of that name on the native side. */
  public static native void copyToBuffer(
      long h, long offset, int rows, ByteBuffer target, int position);

  /** See the function of that name on the native side. */
  public static native boolean isNullAt(long h, long i);

  /** See the function of that name on the native side. */
  public static native boolean booleanAt(long h, long i);

  /** See the function of that name on the native side. */
  public static native long longAt(long h, long i);

  /** See the function of that name on the native side. */
  public static native double doubleAt(long h, long i);

  /** See the function of that name on the native side. */
  public static native @Nullable String stringAt(long h, long i);
}
