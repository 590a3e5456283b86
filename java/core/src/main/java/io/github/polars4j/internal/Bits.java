package io.github.polars4j.internal;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Validity bitmaps: a bit a row, lowest bit first, set where there is a value. */
public final class Bits {
  private Bits() {}

  /** The bitmap of an array; null if no element is. */
  public static byte @Nullable [] of(@Nullable Object[] values) {
    byte[] bits = null;
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        if (bits == null) {
          bits = new byte[(values.length + 7) / 8];
          Arrays.fill(bits, (byte) 0xff);
        }
        bits[i >> 3] &= (byte) ~(1 << (i & 7));
      }
    }
    return bits;
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
