package io.github.polars4j.internal.jni;

/** A {@code DataFrame}: immutable columns behind a key. */
public final class NativeFrame {
  private NativeFrame() {}

  /** See the function of that name on the native side. */
  public static native long create(long[] series);

  /** See the function of that name on the native side. */
  public static native long createEmpty(byte[] schema);

  /** See the function of that name on the native side. */
  public static native long heightOf(long h);

  /** See the function of that name on the native side. */
  public static native byte[] schemaOf(long h);

  /** See the function of that name on the native side. */
  public static native long columnAt(long h, int index);

  /** See the function of that name on the native side. */
  public static native long selectColumns(long h, byte[] names);

  /** See the function of that name on the native side. */
  public static native long withFields(long frame, byte[] schema);

  public static native long dropColumns(long h, byte[] names);

  /** See the function of that name on the native side. */
  public static native long renameColumn(long h, String from, String to);

  /** See the function of that name on the native side. */
  public static native long sliceRows(long h, long offset, long length);

  /** See the function of that name on the native side. */
  public static native long vstackWith(long h, long other);

  /** See the function of that name on the native side. */
  public static native long rechunked(long h);

  /** See the function of that name on the native side. */
  public static native int chunkCount(long h);

  /** See the function of that name on the native side. */
  public static native long sizeOf(long h);

  /** See the function of that name on the native side. */
  public static native boolean equalTo(long h, long other);

  /** See the function of that name on the native side. */
  public static native String text(long h);

  /** See the function of that name on the native side. */
  public static native void exportArray(
      long h, long array, long schema, boolean newest, byte[] metadata);

  /** See the function of that name on the native side. */
  public static native long importArray(long array, long schema);

  /** See the function of that name on the native side. */
  public static native void exportStream(long h, long stream, boolean newest, byte[] metadata);

  /** See the function of that name on the native side. */
  public static native long importStream(long stream);

  /** See the function of that name on the native side. */
  public static native byte[] cells(long frame, long[] rows, int[] columns);

  /** See the function of that name on the native side. */
  public static native long describe(long frame);
}
