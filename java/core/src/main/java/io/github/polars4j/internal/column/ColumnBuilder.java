package io.github.polars4j.internal.column;

import io.github.polars4j.DataType;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.internal.time.UnitMisfit;
import io.github.polars4j.internal.wire.Plain;
import io.github.polars4j.internal.wire.Shown;
import io.github.polars4j.internal.wire.TypeTag;
import org.jspecify.annotations.Nullable;

/** Collects the values of one column; a nested one's inner values are columns of their own. */
public abstract sealed class ColumnBuilder
    permits FixedColumn, VarColumn, NullColumn, ListColumn, StructColumn {
  public final DataType type;
  public long rows;

  /** How many rows of the column were built before, for messages. */
  public long before;

  public final Intake intake;

  private final @Nullable ColumnBuilder parent;
  private final String path;

  ColumnBuilder(@Nullable ColumnBuilder parent, String path, DataType type, Intake intake) {
    this.parent = parent;
    this.path = path;
    this.type = type;
    this.intake = intake;
  }

  /** For a column of {@code expected} rows if that is known, or 0. */
  public static ColumnBuilder of(String name, DataType type, long expected, Intake intake) {
    return of(null, name, Plain.of(type), expected, intake);
  }

  /** For the inner values of {@code parent}; the path is what messages show. */
  static ColumnBuilder of(ColumnBuilder parent, String path, DataType type) {
    return of(parent, path, type, 0, parent.intake);
  }

  private static ColumnBuilder of(
      @Nullable ColumnBuilder parent, String path, DataType type, long expected, Intake intake) {
    return switch (TypeTag.of(type)) {
      case STRING, CATEGORICAL, ENUM, BINARY -> new VarColumn(parent, path, type, expected, intake);
      case NULL -> new NullColumn(parent, path, type, intake);
      case LIST, ARRAY -> new ListColumn(parent, path, type, intake);
      case STRUCT -> new StructColumn(parent, path, (DataType.Struct) type, intake);
      default -> new FixedColumn(parent, path, type, expected, intake);
    };
  }

  /** Adds a row without a value. */
  public abstract void addNull();

  /** Adds a value, or throws an IllegalArgumentException that names the place. */
  public abstract void addValue(Object value);

  /** Adds the value of a Java primitive of that name, widened. */
  public void addInteger(long value, String javaType) {
    throw misfit(javaType);
  }

  /** About how many bytes the rows so far take, in native memory or on their way there. */
  public abstract long bytes();

  /** Forgets all but the first {@code count} rows. */
  public abstract void truncate(long count);

  /** The key of a native series of all rows; this is empty then. */
  public abstract long finish(String name);

  /** Refuses to end while inner values belong to no row. */
  public void checkComplete() {}

  public final ColumnBuilder appendNull() {
    checkComplete();
    addNull();
    return this;
  }

  public final ColumnBuilder append(@Nullable Object value) {
    checkComplete();
    @Nullable Object plain = PhysicalValue.unwrapped(value);
    if (plain == null) {
      addNull();
    } else {
      addValue(plain);
    }
    return this;
  }

  public final ColumnBuilder appendByte(byte value) {
    addInteger(value, "byte");
    return this;
  }

  public final ColumnBuilder appendShort(short value) {
    addInteger(value, "short");
    return this;
  }

  public final ColumnBuilder appendInt(int value) {
    addInteger(value, "int");
    return this;
  }

  public final ColumnBuilder appendLong(long value) {
    addInteger(value, "long");
    return this;
  }

  public ColumnBuilder appendBoolean(boolean value) {
    throw misfit("boolean");
  }

  public ColumnBuilder appendFloat(float value) {
    throw misfit("float");
  }

  public ColumnBuilder appendDouble(double value) {
    throw misfit("double");
  }

  public ColumnBuilder appendString(@Nullable String value) {
    return append(value);
  }

  public ColumnBuilder appendBinary(byte @Nullable [] value) {
    return append(value);
  }

  public ColumnBuilder element() {
    throw unsuited("element", "List or Array");
  }

  public ColumnBuilder endList() {
    throw unsuited("endList", "List or Array");
  }

  public ColumnBuilder field(int index) {
    throw unsuited("field", "Struct");
  }

  public ColumnBuilder field(String name) {
    throw unsuited("field", "Struct");
  }

  public ColumnBuilder endStruct() {
    throw unsuited("endStruct", "Struct");
  }

  public final DataType dataType() {
    return type;
  }

  public final long length() {
    return rows;
  }

  /** The key of the series of all rows; this is empty then. */
  public final long build() {
    if (parent != null) {
      throw new IllegalStateException(
          "\"" + path + "\" is part of a column: build the whole column");
    }
    checkComplete();
    return finish(path);
  }

  /** The refusal of a value of that Java type. */
  public final IllegalArgumentException misfit(String javaType) {
    return refused(PhysicalValue.misfit(type, javaType));
  }

  /** The refusal of a value for the next row, told with its place. */
  public final IllegalArgumentException refused(IllegalArgumentException cause) {
    String wayOut = cause instanceof UnitMisfit misfit ? misfit.wayOut() : "";
    return new IllegalArgumentException(where() + cause.getMessage() + wayOut, cause);
  }

  /** The column, and the row that comes next in it. */
  public final String where() {
    return "column \"" + Shown.cut(path) + "\", row " + row() + ": ";
  }

  /** What messages call the column. */
  public final String path() {
    return path;
  }

  private InvalidOperationException unsuited(String method, String wanted) {
    return new InvalidOperationException(
        "column \""
            + Shown.cut(path)
            + "\": "
            + method
            + " suits "
            + wanted
            + ", not "
            + Shown.cut(type.toString()));
  }

  private long row() {
    ColumnBuilder column = this;
    while (column.parent != null) {
      column = column.parent;
    }
    return column.before + column.rows;
  }
}
