package io.github.polars4j.internal.io;

import java.io.IOException;

/** Gives frames one after another, all of one schema. */
public interface FrameSource extends AutoCloseable {
  /** The schema of the frames and its metadata, in their wire form. */
  byte[] describe() throws IOException;

  /** The key of the next frame, of about {@code limit} bytes at most; 0 at the end. */
  long next(long limit) throws IOException;

  /** How much of the input was read by the last call, from 0 to 1, or NaN. Any thread may ask. */
  double progress();

  /** About how many bytes of the input were read by the last call; 0 where nobody knows. */
  long bytes();

  /** Ends the reading. */
  @Override
  void close();
}
