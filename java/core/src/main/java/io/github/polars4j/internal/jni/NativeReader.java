package io.github.polars4j.internal.jni;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Readers of every format. Java drives: it hands in the bytes of the user's stream or buffer as
 * they are asked for; a file on a local path is read by native code.
 */
public final class NativeReader {
  /** Has {@link #open} make a frame of each record batch or row group. */
  public static final int OWN = -1;

  private NativeReader() {}

  /**
   * Begins to read the file at {@code path}, or else what {@link #feed} hands in.
   *
   * @param format the ordinal of the {@link Format}
   * @param options the format's own
   * @param name what messages call the input
   * @param expected how many bytes are known to come, or 0
   * @param rows how many rows a frame has at most; 0 for one frame of all, {@link #OWN} for those
   *     of the file's record batches or row groups
   * @param placed whether native code says where the bytes lie that it needs, of {@code expected}
   * @return the key of the reader
   */
  public static native long open(
      int format,
      byte[] options,
      @Nullable String path,
      String name,
      long expected,
      int rows,
      boolean placed)
      throws IOException;

  /**
   * Hands in the first {@code length} bytes of the array; 0 says that they are not at hand, -1 is
   * the end.
   */
  public static native void feed(long reader, byte[] bytes, int length) throws IOException;

  /**
   * The key of the next frame, of about {@code limit} bytes at most; 0 at the end, or if {@code
   * wanted[0]} becomes the number of bytes that are needed first; negative if they are wanted only
   * if they are at hand. {@code wanted[1]} is where they lie, or -1 for those that follow.
   */
  public static native long next(long reader, long limit, long[] wanted) throws IOException;

  /**
   * The schema and its metadata, or how the input is laid out; null if {@code wanted[0]} becomes
   * the number of bytes that are needed first.
   */
  public static native byte @Nullable [] describe(long reader, boolean layout, long[] wanted)
      throws IOException;

  /** How much of the input was read, from 0 to 1, or NaN. */
  public static native double progress(long reader);
}
