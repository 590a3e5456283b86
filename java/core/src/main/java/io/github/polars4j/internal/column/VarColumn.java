package io.github.polars4j.internal.column;

import io.github.polars4j.DataType;
import io.github.polars4j.internal.wire.Shown;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Strings, categories and binary values. */
public final class VarColumn extends ColumnBuilder {
  private final VarBlock block;
  private final boolean binary;
  private final @Nullable Set<String> categories;

  VarColumn(
      @Nullable ColumnBuilder parent, String path, DataType type, long expected, Intake intake) {
    super(parent, path, type, intake);
    this.block = new VarBlock(expected);
    this.binary = type instanceof DataType.Binary;
    this.categories = type instanceof DataType.Enum e ? Set.copyOf(e.categories()) : null;
  }

  @Override
  public void addNull() {
    block.addNull();
    rows++;
  }

  @Override
  public void addValue(Object value) {
    try {
      @Nullable String text = binary ? null : PhysicalValue.text(value);
      if (text != null) {
        add(text);
      } else if (binary && value instanceof byte[] bytes) {
        block.add(bytes);
      } else {
        throw PhysicalValue.misfit(type, value.getClass().getTypeName());
      }
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
    rows++;
  }

  @Override
  public ColumnBuilder appendString(@Nullable String value) {
    if (value == null || binary || categories != null) {
      return append(value);
    }
    try {
      block.add(value);
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
    rows++;
    return this;
  }

  @Override
  public long bytes() {
    return block.bytes();
  }

  @Override
  public void truncate(long count) {
    block.truncate(count);
    rows = count;
  }

  @Override
  public long finish(String name) {
    rows = 0;
    return block.finish(name, type);
  }

  private void add(String text) {
    if (categories != null && !categories.contains(text)) {
      throw new IllegalArgumentException(
          "\"" + Shown.cut(text) + "\" is no category of " + Shown.cut(type.toString()));
    }
    block.add(text);
  }
}
