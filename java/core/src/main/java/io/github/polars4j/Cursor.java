package io.github.polars4j;

import io.github.polars4j.internal.record.CursorColumn;
import io.github.polars4j.internal.record.RowValues;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the rows of a frame, from the first to the last, without an object for each row or
 * number. Of a column that is asked for, some thousand values are fetched at once; other columns
 * are not touched.
 *
 * <pre>{@code
 * try (Cursor rows = frame.cursor()) {
 *   while (rows.next()) {
 *     total += rows.getLong("amount");
 *   }
 * }
 * }</pre>
 *
 * <p>The frame must stay open until all columns have been asked for. A cursor is for one thread at
 * a time.
 */
public final class Cursor implements RowAccess, AutoCloseable {
  private final DataFrame frame;
  private final Schema schema;
  private final @Nullable CursorColumn[] columns;
  private final long height;
  private long row = -1;
  private boolean closed;

  Cursor(DataFrame frame) {
    this.frame = frame;
    this.schema = frame.schema();
    this.height = frame.height();
    this.columns = new CursorColumn[schema.size()];
  }

  /** Goes to the next row, which is the first at first, and returns false if there is none. */
  public boolean next() {
    if (closed) {
      throw new IllegalStateException("this Cursor is closed");
    }
    if (row < height) {
      row++;
    }
    return row < height;
  }

  /** Returns the number of the row, from 0; -1 before the first. */
  public long row() {
    return row;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public @Nullable Object get(int index) {
    return column(index).object(row);
  }

  @Override
  public boolean isNull(int index) {
    return column(index).isNull(row);
  }

  @Override
  public int getInt(int index) {
    long value = getLong(index, int.class);
    if (value != (int) value) {
      throw RowValues.unfit(this, index, value, "int");
    }
    return (int) value;
  }

  @Override
  public long getLong(int index) {
    return getLong(index, long.class);
  }

  private long getLong(int index, Class<?> asked) {
    CursorColumn column = column(index);
    if (!column.isWhole()) {
      return asked == int.class
          ? RowValues.required(this, index, Integer.class)
          : RowValues.required(this, index, Long.class);
    }
    if (column.isNull(row)) {
      throw RowValues.isNull(this, index);
    }
    return column.whole(row);
  }

  @Override
  public double getDouble(int index) {
    CursorColumn column = column(index);
    if (!column.isFloat64()) {
      return RowValues.required(this, index, Double.class);
    }
    if (column.isNull(row)) {
      throw RowValues.isNull(this, index);
    }
    return column.float64(row);
  }

  private CursorColumn column(int index) {
    if (closed || row < 0 || row >= height) {
      throw new IllegalStateException(
          closed ? "this Cursor is closed" : "the cursor is on no row: next() goes to one");
    }
    CursorColumn column = columns[index];
    if (column == null) {
      column = new CursorColumn(frame.column(index));
      columns[index] = column;
    }
    return column;
  }

  /** Lets go of the columns. Closing again does nothing; the frame stays open. */
  @Override
  public void close() {
    closed = true;
    Stream.of(columns).filter(column -> column != null).forEach(CursorColumn::close);
  }
}
