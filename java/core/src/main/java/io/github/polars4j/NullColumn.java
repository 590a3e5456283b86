package io.github.polars4j;

import io.github.polars4j.internal.jni.NativeSeries;
import io.github.polars4j.internal.NativeLoader;
import org.jspecify.annotations.Nullable;

/** Nothing but nulls. */
final class NullColumn extends ColumnBuilder {
  NullColumn(@Nullable ColumnBuilder parent, String path, DataType type) {
    super(parent, path, type);
  }

  @Override
  void addNull() {
    rows++;
  }

  @Override
  void addValue(Object value) {
    throw misfit(value.getClass().getTypeName());
  }

  @Override
  void truncate(long count) {
    rows = count;
  }

  @Override
  long finish(String name) {
    NativeLoader.load();
    long all = rows;
    rows = 0;
    return NativeSeries.fromNulls(name, all);
  }
}
