package io.github.polars4j.internal;

import java.io.Closeable;
import java.io.IOException;

/**
 * Where native code gets bytes of a user's stream or buffer: it has an array filled, and reads it.
 */
public abstract class Source implements Closeable {
  private static final int CAPACITY = 1 << 20;

  private final byte[] array = new byte[CAPACITY];

  /** The transfer buffer. */
  public final byte[] array() {
    return array;
  }

  /** Fills the transfer buffer from its start, and says with how many bytes; -1 at the end. */
  public abstract int fill() throws IOException;

  /** How many bytes are left, -1 where nobody knows. */
  public long remaining() {
    return -1;
  }

  /** Ends the use of it. */
  @Override
  public void close() throws IOException {}
}
