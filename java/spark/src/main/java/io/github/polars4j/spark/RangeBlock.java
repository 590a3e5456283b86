package io.github.polars4j.spark;

import java.util.Arrays;

/** Values of any length, one after the other: where each ends. */
abstract class RangeBlock extends Block {
  private long[] offsets = new long[grown(0, 1)];

  /** Where the values so far end. */
  final long end() {
    return offsets[rows];
  }

  /** Says where the value ends that is being added. */
  final void ended(long end) {
    if (rows + 1 == offsets.length) {
      offsets = Arrays.copyOf(offsets, grown(offsets.length, rows + 2L));
    }
    offsets[rows + 1] = end;
  }

  /** Where each value begins, and where the last one ends. */
  final long[] offsets() {
    return Arrays.copyOf(offsets, rows + 1);
  }

  @Override
  final void addMissing() {
    ended(end());
  }

  @Override
  void clear() {
    // What is there is written over.
  }
}
