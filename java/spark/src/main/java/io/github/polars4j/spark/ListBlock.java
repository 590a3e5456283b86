package io.github.polars4j.spark;

import io.github.polars4j.Series;
import java.util.BitSet;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.jspecify.annotations.Nullable;

/** Lists of any length. */
final class ListBlock extends RangeBlock {
  private final Block inner;

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
    ended(inner.rows);
  }

  @Override
  Series series(String name, @Nullable BitSet validity) {
    try (Series values = inner.finish("item")) {
      return Series.ofList(name, values, offsets(), validity);
    }
  }

  @Override
  long bytes() {
    return 8L * rows + inner.bytes();
  }
}
