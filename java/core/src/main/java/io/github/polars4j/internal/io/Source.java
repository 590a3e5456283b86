package io.github.polars4j.internal.io;

import java.io.Closeable;
import java.io.IOException;

/** A stream or buffer of the user's, whose bytes are handed in to native code. */
abstract class Source implements Closeable {
  private static final int CAPACITY = 1 << 20;

  private byte[] array = new byte[0];
  private long filled;

  /** The bytes that {@link #fill} has read. */
  final byte[] array() {
    return array;
  }

  /**
   * Reads at least one byte, and {@code most} at most, to the start of the array, and says how
   * many; -1 at the end.
   */
  final int fill(long most) throws IOException {
    int wanted = (int) Math.max(1, Math.min(most, mostAtOnce()));
    if (array.length < wanted) {
      array = new byte[capacity(wanted)];
    }
    int count = read(array, wanted);
    filled += Math.max(0, count);
    return count;
  }

  /** How many bytes {@link #fill} has read. */
  final long filled() {
    return filled;
  }

  /** How many bytes one call reads at most. */
  int mostAtOnce() {
    return CAPACITY;
  }

  /** How large an array suits, of {@code wanted} bytes or more. */
  int capacity(int wanted) {
    return wanted;
  }

  /** As {@link #fill}, into {@code target}. */
  abstract int read(byte[] target, int most) throws IOException;

  /** How many bytes can be read without waiting for them, as far as is known. */
  abstract int available() throws IOException;

  /** Whether it can be read at any place, so that no more is read than is needed. */
  boolean isPlaced() {
    return false;
  }

  /** Goes to a place, from which the next bytes are read. */
  void seek(long position) throws IOException {
    throw new IllegalStateException("this source is read from front to back");
  }

  /** How many bytes are left; 0 where nobody knows. */
  long remaining() {
    return 0;
  }

  /** Ends the use of it. */
  @Override
  public void close() throws IOException {}
}
