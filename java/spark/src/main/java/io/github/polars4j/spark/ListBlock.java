package io.github.polars4j.spark;

import io.github.polars4j.Series;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.jspecify.annotations.Nullable;

/** Lists of any length. */
final class ListBlock extends Block {
  private final Block inner;
  private long[] offsets = offsets(null, 0);

  ListBlock(Block inner) {
    this.inner = inner;
  }

  @Override
  void addValue(SpecializedGetters from, int ordinal) {
    ArrayData array = from.getArray(ordinal);
    int count = array.numElements();
    for (int i = 0; i < count; i++) {
      inner.add(array, i);
    }
    ended();
  }

  @Override
  void addMissing() {
    ended();
  }

  @Override
  Series series(String name, @Nullable BitSet validity) {
    long[] exact = Arrays.copyOf(offsets, rows + 1);
    try (Series values = inner.finish("item")) {
      return Series.ofList(name, values, exact, validity);
    }
  }

  @Override
  void clear() {
    // What is there is written over.
  }

  @Override
  long bytes() {
    return 8L * rows + inner.bytes();
  }

  private void ended() {
    offsets = offsets(offsets, rows + 1);
    offsets[rows + 1] = inner.rows;
  }
}
