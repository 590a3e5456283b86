package io.github.polars4j.spark;

import io.github.polars4j.Series;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.jspecify.annotations.Nullable;

/** True or false. */
final class BooleanBlock extends Block {
  private boolean[] values = new boolean[0];

  @Override
  void addValue(SpecializedGetters from, int ordinal) {
    reserve();
    values[rows] = from.getBoolean(ordinal);
  }

  @Override
  void addMissing() {
    reserve();
    values[rows] = false;
  }

  @Override
  Series series(String name, @Nullable BitSet validity) {
    boolean[] exact = Arrays.copyOf(values, rows);
    return validity == null ? Series.of(name, exact) : Series.of(name, exact, validity);
  }

  @Override
  void clear() {
    // What is there is written over.
  }

  @Override
  long bytes() {
    return rows;
  }

  private void reserve() {
    if (rows == values.length) {
      values = Arrays.copyOf(values, grown(rows, rows + 1L));
    }
  }
}
