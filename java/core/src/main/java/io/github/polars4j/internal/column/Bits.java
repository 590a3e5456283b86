package io.github.polars4j.internal.column;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Validity bitmaps: a bit a row, lowest bit first, set where there is a value. */
public final class Bits {
  private Bits() {}

  /** The bitmap of {@code rows} rows, null if there are no bits or all are set. */
  public static byte @Nullable [] of(@Nullable BitSet validity, int rows) {
    if (validity == null) {
      return null;
    }
    if (validity.length() > rows) {
      throw new IllegalArgumentException(
          "the validity has bit " + (validity.length() - 1) + " set: there are " + rows + " rows");
    }
    return validity.cardinality() == rows
        ? null
        : Arrays.copyOf(validity.toByteArray(), (rows + 7) / 8);
  }

  /** The bitmap of {@code rows} rows, null if all are valid. */
  public static byte @Nullable [] of(boolean[] validity, int rows) {
    if (validity.length != rows) {
      throw new IllegalArgumentException(
          "a validity of " + validity.length + " elements: there are " + rows + " rows");
    }
    byte[] bits = new byte[(rows + 7) / 8];
    int valid = 0;
    for (int i = 0; i < rows; i++) {
      int bit = validity[i] ? 1 : 0;
      bits[i >> 3] |= (byte) (bit << (i & 7));
      valid += bit;
    }
    return valid == rows ? null : bits;
  }

  /** Whether there is a value at {@code i}; without a bitmap there is one everywhere. */
  public static boolean isSet(byte @Nullable [] bits, int i) {
    return bits == null || (bits[i >> 3] >> (i & 7) & 1) != 0;
  }

  /** Calls {@code action} with each of the {@code count} positions that has no value. */
  public static void forEachUnset(byte @Nullable [] bits, int count, IntConsumer action) {
    for (int i = 0; bits != null && i < count; i++) {
      if (!isSet(bits, i)) {
        action.accept(i);
      }
    }
  }
}
