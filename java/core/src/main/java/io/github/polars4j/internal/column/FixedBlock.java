package io.github.polars4j.internal.column;

import io.github.polars4j.DataType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects values of one width, and hands them on when a block is full. */
public final class FixedBlock {
  private static final int BLOCK = 1 << 16;
  private static final int SMALL = 1 << 10;
  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);

  private final int width;
  private final GrowingColumn column;
  private byte[] block = new byte[SMALL];
  private int used;
  private long flushed;

  /** For values of 1, 2, 4, 8 or 16 bytes, {@code expected} of them if that is known, or 0. */
  public FixedBlock(int width, long expected) {
    this.width = width;
    this.column = new GrowingColumn(width, expected);
  }

  /** Adds a value's lowest bytes, as many as the width is: 8 at the most. */
  public void add(long bits) {
    reserve();
    switch (width) {
      case 1 -> block[used] = (byte) bits;
      case 2 -> SHORTS.set(block, used, (short) bits);
      case 4 -> INTS.set(block, used, (int) bits);
      default -> LONGS.set(block, used, bits);
    }
    used += width;
  }

  /** Adds the lowest bytes of the first {@code count} of some values, as {@link #add(long)}. */
  public void add(long[] bits, int count) {
    int next = 0;
    while (next < count) {
      int end = next + room(count - next);
      int at = used;
      switch (width) {
        case 1 -> {
          for (; next < end; next++) {
            block[at++] = (byte) bits[next];
          }
        }
        case 2 -> {
          for (; next < end; next++, at += Short.BYTES) {
            SHORTS.set(block, at, (short) bits[next]);
          }
        }
        case 4 -> {
          for (; next < end; next++, at += Integer.BYTES) {
            INTS.set(block, at, (int) bits[next]);
          }
        }
        default -> {
          for (; next < end; next++, at += Long.BYTES) {
            LONGS.set(block, at, bits[next]);
          }
        }
      }
      used = at;
    }
  }

  /** Adds the first {@code count} elements of an array of a primitive of this width. */
  public void addAll(Object array, int count) {
    int next = 0;
    while (next < count) {
      int more = room(count - next);
      copy(array, next, more);
      used += more * width;
      next += more;
    }
  }

  private void copy(Object array, int from, int count) {
    ByteBuffer to = ByteBuffer.wrap(block, used, count * width).order(ByteOrder.nativeOrder());
    if (array instanceof long[] longs) {
      to.asLongBuffer().put(longs, from, count);
    } else if (array instanceof int[] ints) {
      to.asIntBuffer().put(ints, from, count);
    } else if (array instanceof double[] doubles) {
      to.asDoubleBuffer().put(doubles, from, count);
    } else if (array instanceof float[] floats) {
      to.asFloatBuffer().put(floats, from, count);
    } else if (array instanceof short[] shorts) {
      to.asShortBuffer().put(shorts, from, count);
    } else if (array instanceof byte[] bytes) {
      to.put(bytes, from, count);
    } else {
      boolean[] booleans = (boolean[]) array;
      for (int i = 0; i < count; i++) {
        block[used + i] = (byte) (booleans[from + i] ? 1 : 0);
      }
    }
  }

  /** Adds a value of 16 bytes. */
  public void add(long high, long low) {
    reserve();
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    LONGS.set(block, used, little ? low : high);
    LONGS.set(block, used + Long.BYTES, little ? high : low);
    used += width;
  }

  /** Adds the whole values that remain in a buffer, in the machine's order. */
  public void addAll(ByteBuffer values) {
    while (values.hasRemaining()) {
      reserve();
      int length = Math.min(block.length - used, values.remaining());
      values.get(block, used, length);
      used += length;
    }
  }

  /** Adds a value of nothing but zeros. */
  public void addZero() {
    reserve();
    Arrays.fill(block, used, used + width, (byte) 0);
    used += width;
  }

  /** Forgets all but the first {@code rows} values. */
  public void truncate(long rows) {
    if (rows < flushed) {
      column.truncate(rows);
      flushed = rows;
    }
    used = (int) (rows - flushed) * width;
  }

  /** The key of a series of all values; this is empty then. */
  public long finish(String name, DataType type, byte @Nullable [] validity) {
    try {
      flush();
      return column.finish(name, type, validity);
    } finally {
      used = 0;
      flushed = 0;
    }
  }

  private void reserve() {
    if (used == block.length) {
      if (used < BLOCK) {
        block = Arrays.copyOf(block, 2 * used);
      } else {
        flush();
      }
    }
  }

  /** How many of {@code wanted} values fit now, at least one. */
  private int room(int wanted) {
    reserve();
    return Math.min(wanted, (block.length - used) / width);
  }

  private void flush() {
    if (used > 0) {
      column.append(block, used);
      flushed += used / width;
      used = 0;
    }
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.nativeOrder());
  }
}
