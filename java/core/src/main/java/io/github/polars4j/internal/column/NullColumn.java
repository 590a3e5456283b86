package io.github.polars4j.internal.column;

import io.github.polars4j.DataType;
import io.github.polars4j.internal.jni.NativeSeries;
import io.github.polars4j.internal.load.NativeLoader;
import org.jspecify.annotations.Nullable;

/** Nothing but nulls. */
public final class NullColumn extends ColumnBuilder {
  NullColumn(@Nullable ColumnBuilder parent, String path, DataType type, Intake intake) {
    super(parent, path, type, intake);
  }

  @Override
  public void addNull() {
    rows++;
  }

  @Override
  public void addValue(Object value) {
    throw misfit(value.getClass().getTypeName());
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public void truncate(long count) {
    rows = count;
  }

  @Override
  public long finish(String name) {
    NativeLoader.load();
    long all = rows;
    rows = 0;
    return NativeSeries.fromNulls(name, all);
  }
}
