package io.github.polars4j.internal.column;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A validity bitmap that grows; it takes no memory and no time until the first null. */
public final class Validity {
  private byte @Nullable [] bits;

  /** Marks a row as null. */
  public void setNull(long row) {
    byte[] marked = covering(row + 1);
    marked[(int) (row >> 3)] &= (byte) ~(1 << (row & 7));
    bits = marked;
  }

  /** Forgets the rows from {@code rows} on. */
  public void truncate(long rows) {
    byte[] held = bits;
    int first = (int) (rows >> 3);
    if (held != null && first < held.length) {
      held[first] |= (byte) (0xff << (rows & 7));
      Arrays.fill(held, first + 1, held.length, (byte) 0xff);
    }
  }

  /** The bitmap of {@code rows} rows, null if none is null; this is empty then. */
  public byte @Nullable [] take(long rows) {
    if (bits == null) {
      return null;
    }
    byte[] taken = covering(rows);
    bits = null;
    return taken;
  }

  private byte[] covering(long rows) {
    int wanted = Math.toIntExact((rows + 7) >> 3);
    byte[] held = bits == null ? new byte[0] : bits;
    if (held.length >= wanted) {
      return held;
    }
    byte[] wider = Arrays.copyOf(held, (int) Math.min(Integer.MAX_VALUE - 8, 64 + 2L * wanted));
    Arrays.fill(wider, held.length, wider.length, (byte) 0xff);
    return wider;
  }
}
