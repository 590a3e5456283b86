package io.github.polars4j.cli;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws rows of how many there are to come, each with the same chance, by their numbers alone: row
 * {@code i} takes the place of one that was drawn with the chance {@code most / (i + 1)}.
 */
final class Draw {
  private static final int FIRST = 1024;

  private final int most;
  private final SplittableRandom random;

  /** The numbers of the rows that are drawn, in any order, of which {@code count} are set. */
  private long[] drawn = new long[0];

  private long[] kept = new long[0];
  private int count;
  private long rows;

  Draw(int most, long seed) {
    this.most = most;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Goes on by {@code height} rows. Returns those that are drawn now, in their order: numbers below
   * that of the ones drawn before stand for these, the others for the new rows after them. Null if
   * no new one is among them.
   */
  long @Nullable [] next(long height) {
    long first = rows;
    boolean changed = false;
    for (long end = rows + height; rows < end; rows++) {
      if (count < most) {
        if (count == drawn.length) {
          int length = (int) Math.min(most, Math.max(FIRST, 2L * count));
          drawn = Arrays.copyOf(drawn, length);
        }
        drawn[count++] = rows;
        changed = true;
      } else {
        long place = random.nextLong(rows + 1);
        if (place < most) {
          drawn[(int) place] = rows;
          changed = true;
        }
      }
    }
    if (!changed) {
      return null;
    }
    long[] now = Arrays.copyOf(drawn, count);
    Arrays.sort(now);
    long[] some = new long[count];
    for (int i = 0; i < count; i++) {
      some[i] = now[i] >= first ? kept.length + now[i] - first : Arrays.binarySearch(kept, now[i]);
    }
    kept = now;
    return some;
  }
}
