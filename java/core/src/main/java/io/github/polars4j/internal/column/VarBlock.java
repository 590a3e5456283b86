package io.github.polars4j.internal.column;

import io.github.polars4j.DataType;
import io.github.polars4j.internal.wire.Utf8;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Collects strings or byte arrays one after the other, and hands them on when a block is full: one
 * native call for megabytes, not one for each value.
 */
public final class VarBlock {
  private static final int BLOCK = 1 << 20;
  private static final int MAX_ROWS = 1 << 16;
  private static final int SMALL = 1 << 10;
  private static final int VIEW = 16;

  private final GrowingColumn column;
  private int[] lengths = new int[SMALL / 16];
  private byte[] block = new byte[SMALL];
  private int used;
  private int rows;
  private long flushed;
  private long flushedBytes;

  /** For {@code expected} values if that is known, or 0. */
  public VarBlock(long expected) {
    this.column = new GrowingColumn(0, expected);
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

  /** Adds {@code length} bytes of a buffer from {@code at} on. */
  public void add(ByteBuffer values, int at, int length) {
    reserve(length);
    values.get(at, block, used, length);
    added(used + length);
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

  /** About how many bytes the values take: a view for each, and what they are of. */
  public long bytes() {
    return (flushed + rows) * VIEW + flushedBytes + used;
  }

  /** Forgets all but the first {@code count} values. */
  public void truncate(long count) {
    if (count < flushed) {
      column.truncate(count);
      flushed = count;
    }
    rows = (int) (count - flushed);
    used = 0;
    for (int row = 0; row < rows; row++) {
      used += Math.max(0, lengths[row]);
    }
  }

  /** The key of a series of all values; this is empty then. */
  public long finish(String name, DataType type) {
    try {
      flush();
      return column.finish(name, type, null);
    } finally {
      rows = 0;
      used = 0;
      flushed = 0;
      flushedBytes = 0;
    }
  }

  /** Enough bytes for a string: cheap for a short one, exact where it counts. */
  private static long bound(String value) {
    long most = 3L * value.length();
    return most <= BLOCK ? most : Utf8.length(value);
  }

  private void reserve(long bytes) {
    if (rows == lengths.length) {
      if (rows < MAX_ROWS) {
        lengths = Arrays.copyOf(lengths, 4 * rows);
      } else {
        flush();
      }
    }
    if (bytes > block.length - used) {
      makeRoom(bytes);
    }
  }

  private void makeRoom(long bytes) {
    if (used + bytes <= BLOCK) {
      block =
          Arrays.copyOf(block, (int) Math.min(BLOCK, Math.max(4L * block.length, used + bytes)));
      return;
    }
    flush();
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("one value of " + bytes + " bytes is too long");
    }
    if (bytes > block.length || block.length > BLOCK) {
      block = new byte[(int) Math.max(bytes, BLOCK)]; // a giant one goes when it has passed
    }
  }

  private void flush() {
    if (rows > 0) {
      column.append(block, used, lengths, rows);
      flushed += rows;
      flushedBytes += used;
      rows = 0;
      used = 0;
    }
  }

  private void added(int end) {
    lengths[rows++] = end - used;
    used = end;
  }
}
