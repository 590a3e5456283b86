package io.github.polars4j.spark;

import io.github.polars4j.Series;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.jspecify.annotations.Nullable;

/** Maps, as lists of keys and values. */
final class MapBlock extends Block {
  private final Block keys;
  private final Block values;
  private long[] offsets = offsets(null, 0);

  MapBlock(Block keys, Block values) {
    this.keys = keys;
    this.values = values;
  }

  @Override
  void addValue(SpecializedGetters from, int ordinal) {
    MapData map = from.getMap(ordinal);
    ArrayData mapKeys = map.keyArray();
    ArrayData mapValues = map.valueArray();
    int count = map.numElements();
    for (int i = 0; i < count; i++) {
      keys.add(mapKeys, i);
      values.add(mapValues, i);
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
    try (Series key = keys.finish("key");
        Series value = values.finish("value");
        Series entries = Series.ofStruct("item", List.of(key, value), null)) {
      return Series.ofList(name, entries, exact, validity);
    }
  }

  @Override
  void clear() {
    // What is there is written over.
  }

  @Override
  long bytes() {
    return 8L * rows + keys.bytes() + values.bytes();
  }

  private void ended() {
    offsets = offsets(offsets, rows + 1);
    offsets[rows + 1] = keys.rows;
  }
}
