package io.github.polars4j;

import io.github.polars4j.internal.Boxed;
import io.github.polars4j.internal.TypeTag;
import org.jspecify.annotations.Nullable;

/** Collects the values of one column; a nested one's inner values are columns of their own. */
abstract sealed class ColumnBuilder extends Series.Builder
    permits FixedColumn, VarColumn, NullColumn, ListColumn, StructColumn {
  final DataType type;
  long rows;

  private final @Nullable ColumnBuilder parent;
  private final String path;

  ColumnBuilder(@Nullable ColumnBuilder parent, String path, DataType type) {
    this.parent = parent;
    this.path = path;
    this.type = type;
  }

  /** For a column of {@code expected} rows if that is known, or 0. */
  static ColumnBuilder of(String name, DataType type, long expected) {
    return of(null, name, type, expected);
  }

  /** For the inner values of {@code parent}; the path is what messages show. */
  static ColumnBuilder of(ColumnBuilder parent, String path, DataType type) {
    return of(parent, path, type, 0);
  }

  private static ColumnBuilder of(
      @Nullable ColumnBuilder parent, String path, DataType type, long expected) {
    return switch (TypeTag.of(type)) {
      case STRING, CATEGORICAL, ENUM, BINARY -> new VarColumn(parent, path, type, expected);
      case NULL -> new NullColumn(parent, path, type);
      case LIST, ARRAY -> new ListColumn(parent, path, type);
      case STRUCT -> new StructColumn(parent, path, (DataType.Struct) type);
      default -> new FixedColumn(parent, path, type, expected);
    };
  }

  /** Adds a row without a value. */
  abstract void addNull();

  /** Adds a value, or throws an IllegalArgumentException that names the place. */
  abstract void addValue(Object value);

  /** Adds the value of a Java primitive of that name, widened. */
  void addInteger(long value, String javaType) {
    throw misfit(javaType);
  }

  /** Forgets all but the first {@code count} rows. */
  abstract void truncate(long count);

  /** The key of a native series of all rows; this is empty then. */
  abstract long finish(String name);

  /** Refuses to end while inner values belong to no row. */
  void checkComplete() {}

  @Override
  public final Series.Builder appendNull() {
    checkComplete();
    addNull();
    return this;
  }

  @Override
  public final Series.Builder append(@Nullable Object value) {
    checkComplete();
    if (value == null) {
      addNull();
    } else {
      addValue(value);
    }
    return this;
  }

  @Override
  public final Series.Builder appendByte(byte value) {
    addInteger(value, "byte");
    return this;
  }

  @Override
  public final Series.Builder appendShort(short value) {
    addInteger(value, "short");
    return this;
  }

  @Override
  public final Series.Builder appendInt(int value) {
    addInteger(value, "int");
    return this;
  }

  @Override
  public final Series.Builder appendLong(long value) {
    addInteger(value, "long");
    return this;
  }

  @Override
  public Series.Builder appendBoolean(boolean value) {
    throw misfit("boolean");
  }

  @Override
  public Series.Builder appendFloat(float value) {
    throw misfit("float");
  }

  @Override
  public Series.Builder appendDouble(double value) {
    throw misfit("double");
  }

  @Override
  public Series.Builder appendString(@Nullable String value) {
    return append(value);
  }

  @Override
  public Series.Builder appendBinary(byte @Nullable [] value) {
    return append(value);
  }

  @Override
  public Series.Builder element() {
    throw unsuited("element", "List or Array");
  }

  @Override
  public Series.Builder endList() {
    throw unsuited("endList", "List or Array");
  }

  @Override
  public Series.Builder field(int index) {
    throw unsuited("field", "Struct");
  }

  @Override
  public Series.Builder field(String name) {
    throw unsuited("field", "Struct");
  }

  @Override
  public Series.Builder endStruct() {
    throw unsuited("endStruct", "Struct");
  }

  @Override
  public final DataType dataType() {
    return type;
  }

  @Override
  public final long length() {
    return rows;
  }

  @Override
  public final Series build() {
    if (parent != null) {
      throw new IllegalStateException(
          "\"" + path + "\" is part of a column: build the whole column");
    }
    checkComplete();
    return new Series(finish(path));
  }

  /** The refusal of a value of that Java type. */
  final IllegalArgumentException misfit(String javaType) {
    return refused(Boxed.misfit(type, javaType));
  }

  /** The refusal of a value for the next row, told with its place. */
  final IllegalArgumentException refused(IllegalArgumentException cause) {
    return new IllegalArgumentException(where() + cause.getMessage(), cause);
  }

  /** The column, and the row that comes next in it. */
  final String where() {
    return "column \"" + path + "\", row " + row() + ": ";
  }

  /** What messages call the column. */
  final String path() {
    return path;
  }

  private InvalidOperationException unsuited(String method, String wanted) {
    return new InvalidOperationException(
        "column \"" + path + "\": " + method + " suits " + wanted + ", not " + type);
  }

  private long row() {
    ColumnBuilder column = this;
    while (column.parent != null) {
      column = column.parent;
    }
    return column.rows;
  }
}
