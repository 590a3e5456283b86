package io.github.polars4j.internal.jni;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writers of every format. Java drives: it takes finished pieces and writes them to the user's
 * stream or channel; a file on a local path is written by native code.
 */
public final class NativeWriter {
  /** Where {@link #next} puts the number of rows that are where they belong. */
  public static final int ROWS = 0;

  /** Where {@link #next} puts the number of bytes that are where they belong. */
  public static final int BYTES = 1;

  /** Where {@link #next} puts 1 if nothing is left to do now. */
  public static final int DONE = 2;

  /** Has {@link #next} wait for all that was appended. */
  public static final long ALL = -1;

  /** Has {@link #next} write also what waits for more frames, such as a row group. */
  public static final long FLUSH = -2;

  /** How many numbers {@link #next} tells. */
  public static final int STATES = 3;

  private NativeWriter() {}

  /**
   * Begins to write to the file at {@code path}, which exists and is empty, or else pieces.
   *
   * @param format the ordinal of the {@link Format}
   * @param options the format's own
   * @param schema of the frames that are appended, or null if {@code frame} is all there is
   * @param frame the key of the only frame, or 0
   * @param name what messages call the target
   * @param told whether {@link #next} returns after each part of the work
   * @return the key of the writer
   */
  public static native long open(
      int format,
      byte[] options,
      byte @Nullable [] schema,
      long frame,
      @Nullable String path,
      String name,
      boolean told)
      throws IOException;

  /**
   * Takes a frame, which other threads may work on, and the following calls of {@link #next} write;
   * 0 is the end.
   */
  public static native void append(long writer, long frame) throws IOException;

  /**
   * Works, and lends bytes to write, which are native memory until the next call for this writer;
   * null if there are none for the moment.
   *
   * @param ahead how many bytes of frames that other threads have not done may be left to a later
   *     call, or {@link #ALL} or {@link #FLUSH}
   */
  public static native @Nullable ByteBuffer next(long writer, long ahead, long[] state)
      throws IOException;
}
