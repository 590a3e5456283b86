package io.github.polars4j.internal;

/**
 * Collects strings or byte arrays one after the other, and hands them on when a block is full: one
 * native call for megabytes, not one for each value.
 */
public final class VarBlock {
  private static final int BLOCK = 4 << 20;
  private static final int MAX_ROWS = 1 << 16;

  private final Receiver receiver;
  private final int[] lengths;
  private byte[] block;
  private int used;
  private int rows;

  /** For {@code count} values, {@code bytes} at most as far as is known. */
  public VarBlock(Receiver receiver, int count, long bytes) {
    this.receiver = receiver;
    this.lengths = new int[Math.min(count, MAX_ROWS)];
    this.block = new byte[(int) Math.min(bytes, BLOCK)];
  }

  /** Adds a null. */
  public void addNull() {
    reserve(0);
    lengths[rows++] = -1;
  }

  /** Adds bytes. */
  public void add(byte[] value) {
    reserve(value.length);
    System.arraycopy(value, 0, block, used, value.length);
    added(used + value.length);
  }

  /**
   * Adds a string as UTF-8.
   *
   * @throws IllegalArgumentException if it is no Unicode text, or longer than an array can be
   */
  public void add(String value) {
    reserve(bound(value));
    int end = Utf8.encode(value, block, used);
    if (end < 0) {
      throw new IllegalArgumentException(Utf8.loneSurrogate(value, ~end));
    }
    added(end);
  }

  /** Hands on what is left. */
  public void flush() {
    if (rows > 0) {
      receiver.append(block, used, lengths, rows);
      rows = 0;
      used = 0;
    }
  }

  /** Enough bytes for a string: cheap for a short one, exact where it counts. */
  private static long bound(String value) {
    long most = 3L * value.length();
    return most <= BLOCK ? most : Utf8.length(value);
  }

  private void reserve(long bytes) {
    if (rows == lengths.length || bytes > block.length - used) {
      flush();
    }
    if (bytes > block.length) {
      if (bytes > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException("one value of " + bytes + " bytes is too long");
      }
      block = new byte[(int) bytes];
    } else if (block.length > BLOCK && bytes <= BLOCK && rows == 0) {
      block = new byte[BLOCK]; // a giant value has passed
    }
  }

  private void added(int end) {
    lengths[rows++] = end - used;
    used = end;
  }

  /** Takes a block. */
  @FunctionalInterface
  public interface Receiver {
    /** {@code rows} values, of {@code lengths} bytes each (-1 for null), {@code used} in all. */
    void append(byte[] block, int used, int[] lengths, int rows);
  }
}
