package io.github.polars4j.spark;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import java.util.BitSet;
import java.util.Collections;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.jspecify.annotations.Nullable;

/** Nothing but nulls. */
final class NullBlock extends Block {
  @Override
  void addValue(SpecializedGetters from, int ordinal) {
    throw new IllegalArgumentException("a value in a column of nulls");
  }

  @Override
  void addMissing() {
    // They are counted.
  }

  @Override
  Series series(String name, @Nullable BitSet validity) {
    return Series.of(name, DataType.NULL, Collections.nCopies(rows, null));
  }

  @Override
  void clear() {
    // There is nothing.
  }

  @Override
  long bytes() {
    return 0;
  }
}
