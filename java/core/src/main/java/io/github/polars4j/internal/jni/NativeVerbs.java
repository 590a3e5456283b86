package io.github.polars4j.internal.jni;

/** What frames and series can be asked to do, on whole columns. */
public final class NativeVerbs {
  private NativeVerbs() {}

  /** See the function of that name on the native side. */
  public static native long withColumns(long frame, long[] series, boolean adds);

  /** See the function of that name on the native side. */
  public static native long filterRows(long frame, long mask);

  /** See the function of that name on the native side. */
  public static native long takeRows(long frame, long[] rows);

  /** See the function of that name on the native side. */
  public static native long sortRows(long frame, byte[] keys);

  /** See the function of that name on the native side. */
  public static native long uniqueRows(long frame, byte[] names);

  /** See the function of that name on the native side. */
  public static native long explodeRows(long frame, byte[] names);

  /** See the function of that name on the native side. */
  public static native long[] partitionRows(long frame, byte[] names);

  /** See the function of that name on the native side. */
  public static native long[] nullCounts(long frame);

  /** See the function of that name on the native side. */
  public static native long concat(long[] frames, int how);

  /** See the function of that name on the native side. */
  public static native long cast(long series, byte[] dtype, boolean strict);

  /** See the function of that name on the native side. */
  public static native long compare(long series, long other, int operator, boolean scalar);

  /** See the function of that name on the native side. */
  public static native long isIn(long series, long values);

  /** See the function of that name on the native side. */
  public static native long combine(long series, long other, boolean both);

  /** See the function of that name on the native side. */
  public static native long invert(long series);

  /** See the function of that name on the native side. */
  public static native long nulls(long series, boolean wanted);

  /** See the function of that name on the native side. */
  public static native long arithmetic(long series, long other, int operator, boolean scalar);

  /** See the function of that name on the native side. */
  public static native long aggregate(long series, int kind);

  /** See the function of that name on the native side. */
  public static native long distinct(long series);

  /** See the function of that name on the native side. */
  public static native long fill(long series, long value);
}
