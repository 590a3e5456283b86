package io.github.polars4j.spark;

import io.github.polars4j.Series;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.jspecify.annotations.Nullable;

/** Maps, as lists of keys and values. */
final class MapBlock extends RangeBlock {
  private final Block keys;
  private final Block values;

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
    ended(keys.rows);
  }

  @Override
  Series series(String name, @Nullable BitSet validity) {
    try (Series key = keys.finish("key");
        Series value = values.finish("value");
        Series entries = Series.ofStruct("item", List.of(key, value), null)) {
      return Series.ofList(name, entries, offsets(), validity);
    }
  }

  @Override
  long bytes() {
    return 8L * rows + keys.bytes() + values.bytes();
  }
}
