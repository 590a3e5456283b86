package io.github.polars4j;

import io.github.polars4j.internal.column.ColumnBuilder;
import io.github.polars4j.internal.jni.Handles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives a column builder the methods that users see. */
final class SeriesBuilder extends Series.Builder {
  private final ColumnBuilder column;

  /** Those of inner columns that were asked for. */
  private final List<SeriesBuilder> inner = new ArrayList<>();

  SeriesBuilder(ColumnBuilder column) {
    this.column = column;
  }

  @Override
  public Series.Builder appendNull() {
    column.appendNull();
    return this;
  }

  @Override
  public Series.Builder appendBoolean(boolean value) {
    column.appendBoolean(value);
    return this;
  }

  @Override
  public Series.Builder appendByte(byte value) {
    column.appendByte(value);
    return this;
  }

  @Override
  public Series.Builder appendShort(short value) {
    column.appendShort(value);
    return this;
  }

  @Override
  public Series.Builder appendInt(int value) {
    column.appendInt(value);
    return this;
  }

  @Override
  public Series.Builder appendLong(long value) {
    column.appendLong(value);
    return this;
  }

  @Override
  public Series.Builder appendFloat(float value) {
    column.appendFloat(value);
    return this;
  }

  @Override
  public Series.Builder appendDouble(double value) {
    column.appendDouble(value);
    return this;
  }

  @Override
  public Series.Builder appendString(@Nullable String value) {
    column.appendString(value);
    return this;
  }

  @Override
  public Series.Builder appendBinary(byte @Nullable [] value) {
    column.appendBinary(value);
    return this;
  }

  @Override
  public Series.Builder append(@Nullable Object value) {
    column.append(value);
    return this;
  }

  @Override
  public Series.Builder element() {
    return of(column.element());
  }

  @Override
  public Series.Builder endList() {
    column.endList();
    return this;
  }

  @Override
  public Series.Builder field(int index) {
    return of(column.field(index));
  }

  @Override
  public Series.Builder field(String name) {
    return of(column.field(name));
  }

  @Override
  public Series.Builder endStruct() {
    column.endStruct();
    return this;
  }

  @Override
  public DataType dataType() {
    return column.dataType();
  }

  @Override
  public long length() {
    return column.length();
  }

  @Override
  public Series build() {
    return Handles.series(column.build());
  }

  private SeriesBuilder of(ColumnBuilder builder) {
    for (SeriesBuilder known : inner) {
      if (known.column == builder) {
        return known;
      }
    }
    SeriesBuilder made = new SeriesBuilder(builder);
    inner.add(made);
    return made;
  }
}
