package io.github.polars4j.internal.jni;

/** Streams of Arrow's C stream interface: the memory of one, and one that was taken over. */
public final class NativeStream {
  private NativeStream() {}

  /** Makes room for a stream, and returns its key. */
  public static native long allocate();

  /** Where that room is. */
  public static native long addressOf(long lent);

  /** Whether no stream is there, or one that was taken over or released. */
  public static native boolean isEmpty(long lent);

  /** Takes over the stream at the address, and returns its key. */
  public static native long open(long stream);

  /** The schema, as a reader describes it. */
  public static native byte[] describe(long stream);

  /** The key of the next frame, which has rows; 0 at the end. */
  public static native long next(long stream);
}
