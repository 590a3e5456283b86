package io.github.polars4j.spark;

import io.github.polars4j.Series;
import java.util.BitSet;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.jspecify.annotations.Nullable;

/** Collects the values of a column, and hands them on as a series all at once. */
abstract class Block {
  private static final int FIRST = 1 << 10;

  int rows;
  private BitSet nulls = new BitSet();

  /** Adds the value at {@code ordinal}, which may be null. */
  final void add(SpecializedGetters from, int ordinal) {
    if (from.isNullAt(ordinal)) {
      addNull();
    } else {
      addValue(from, ordinal);
      rows++;
    }
  }

  final void addNull() {
    nulls.set(rows);
    addMissing();
    rows++;
  }

  /** Adds a value; {@link #rows} is where. */
  abstract void addValue(SpecializedGetters from, int ordinal);

  /** Adds what stands for a null. */
  abstract void addMissing();

  /** The series of all rows, which the caller closes. */
  abstract Series series(String name, @Nullable BitSet validity);

  /** Forgets all rows. */
  abstract void clear();

  /** About how many bytes there are. */
  abstract long bytes();

  /** Gives out all rows as a series, which the caller closes, and forgets them. */
  final Series finish(String name) {
    BitSet validity = null;
    if (!nulls.isEmpty()) {
      validity = nulls;
      validity.flip(0, rows);
    }
    try {
      return series(name, validity);
    } finally {
      nulls = new BitSet();
      rows = 0;
      clear();
    }
  }

  /** The next length of an array that is full. */
  static int grown(long length, long needed) {
    long wanted = Math.max(FIRST, Math.max(needed, 2 * length));
    long most = Integer.MAX_VALUE - 8L;
    if (needed > most) {
      throw new IllegalArgumentException(
          "values of " + needed + " bytes or elements at once are more than an array holds");
    }
    return (int) Math.min(wanted, most);
  }
}
