package io.github.polars4j;

import io.github.polars4j.internal.Handle;
import io.github.polars4j.internal.NativeLoader;
import io.github.polars4j.internal.Utf8;
import io.github.polars4j.internal.WireReader;
import io.github.polars4j.internal.WireWriter;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Columns of equal length, off-heap: a handle on a polars {@code DataFrame}.
 *
 * <p>A frame is immutable and may be shared between threads. Operations give a new frame, which
 * shares the values and is closed by whoever asked for it. Closing one during a call of another
 * thread is safe. After {@link #close} every method throws {@link IllegalStateException}.
 */
public final class DataFrame implements AutoCloseable {
  private static final int DEFAULT_ROWS = 5;

  private final Handle handle;
  private final Schema schema;
  private final long height;

  /** Takes over a native frame. */
  DataFrame(long key) {
    this.handle = new Handle("this DataFrame", key);
    try {
      this.schema = new WireReader(schemaOf(key)).schema();
      this.height = heightOf(key);
    } catch (Throwable e) {
      handle.close();
      throw e;
    }
  }

  /** Takes over a native frame of a known shape. */
  private DataFrame(long key, Schema schema, long height) {
    this.handle = new Handle("this DataFrame", key);
    this.schema = schema;
    this.height = height;
  }

  /**
   * A frame of columns; they stay usable and the caller's.
   *
   * @throws DuplicateException if two have the same name
   * @throws ShapeMismatchException if their lengths differ
   */
  public static DataFrame of(Series... columns) {
    return of(List.of(columns));
  }

  /** The same for a list. */
  public static DataFrame of(List<Series> columns) {
    NativeLoader.load();
    List<Series> held = List.copyOf(columns);
    try {
      return new DataFrame(create(held.stream().mapToLong(Series::handle).toArray()));
    } finally {
      Reference.reachabilityFence(held);
    }
  }

  /** A frame of no rows. */
  public static DataFrame empty(Schema schema) {
    NativeLoader.load();
    return new DataFrame(createEmpty(WireWriter.of(schema)));
  }

  /** How many rows there are. */
  public long height() {
    handle.get();
    return height;
  }

  /** How many columns there are. */
  public int width() {
    return schema().size();
  }

  /** The names and types of the columns. */
  public Schema schema() {
    handle.get();
    return schema;
  }

  /** The names of the columns, in order; immutable. */
  public List<String> columnNames() {
    return schema().names();
  }

  /**
   * The column of that name, for the caller to close.
   *
   * @throws ColumnNotFoundException if there is none
   */
  public Series column(String name) {
    int index = schema().indexOf(name);
    if (index < 0) {
      throw new ColumnNotFoundException(
          "no column is named \"" + name + "\"; there are " + schema.names());
    }
    return column(index);
  }

  /**
   * The column at {@code index}, from 0, for the caller to close.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public Series column(int index) {
    if (index < 0 || index >= width()) {
      throw new IndexOutOfBoundsException("column " + index + ": there are " + schema.size());
    }
    return new Series(columnAt(handle.get(), index), schema.field(index), height);
  }

  /** All columns, in order, for the caller to close. */
  public List<Series> columns() {
    List<Series> columns = new ArrayList<>(width());
    try {
      for (int i = 0; i < schema.size(); i++) {
        columns.add(column(i));
      }
      return List.copyOf(columns);
    } catch (Throwable e) {
      columns.forEach(Series::close);
      throw e;
    }
  }

  /**
   * The columns of these names, in this order: Rust's {@code select}.
   *
   * @throws ColumnNotFoundException if one is missing
   * @throws DuplicateException if one is named twice
   */
  public DataFrame select(String... names) {
    return select(List.of(names));
  }

  /** The same for a list. */
  public DataFrame select(List<String> names) {
    return new DataFrame(selectColumns(handle.get(), WireWriter.of(names)));
  }

  /**
   * The columns but those of these names: Rust's {@code drop_many}, made strict.
   *
   * @throws ColumnNotFoundException if one is missing
   */
  public DataFrame drop(String... names) {
    return new DataFrame(dropColumns(handle.get(), WireWriter.of(List.of(names))));
  }

  /**
   * The same columns, one of them under another name.
   *
   * @throws ColumnNotFoundException if there is no column {@code from}
   * @throws DuplicateException if there is another one {@code to}
   */
  public DataFrame rename(String from, String to) {
    Utf8.check("from", from);
    return new DataFrame(renameColumn(handle.get(), from, Utf8.check("to", to)));
  }

  /**
   * The rows from {@code offset}, from 0, on: {@code length} of them, or as many as there are.
   *
   * @throws IndexOutOfBoundsException if the offset is negative or beyond the height
   * @throws IllegalArgumentException if the length is negative
   */
  public DataFrame slice(long offset, long length) {
    long rows = Slices.length("this DataFrame", height(), offset, length);
    return new DataFrame(sliceRows(handle.get(), offset, rows), schema, rows);
  }

  /** The first {@code n} rows, or as many as there are. */
  public DataFrame head(long n) {
    return slice(0, n);
  }

  /** The first five rows. */
  public DataFrame head() {
    return head(DEFAULT_ROWS);
  }

  /** The last {@code n} rows, or as many as there are. */
  public DataFrame tail(long n) {
    return slice(Math.max(0, height() - Slices.count(n)), n);
  }

  /** The last five rows. */
  public DataFrame tail() {
    return tail(DEFAULT_ROWS);
  }

  /**
   * The rows of this frame and then those of {@code other}, as further chunks.
   *
   * @throws PolarsException if names or types differ
   */
  public DataFrame vstack(DataFrame other) {
    try {
      return new DataFrame(vstackWith(handle.get(), other.handle()));
    } finally {
      Reference.reachabilityFence(other);
    }
  }

  /** The same rows, each column in one piece of memory. */
  public DataFrame rechunk() {
    return new DataFrame(rechunked(handle.get()), schema, height);
  }

  /** How many pieces of memory the values lie in: the number of the column that has most. */
  public int nChunks() {
    return chunkCount(handle.get());
  }

  /** About how many bytes the values take; what frames share counts for each. */
  public long estimatedSize() {
    return sizeOf(handle.get());
  }

  /** Whether names, types and values are the same, nulls being equal: {@code equals_missing}. */
  public boolean contentEquals(DataFrame other) {
    try {
      return equalTo(handle.get(), other.handle());
    } finally {
      Reference.reachabilityFence(other);
    }
  }

  /**
   * One row.
   *
   * @throws IndexOutOfBoundsException if there is none at {@code index}
   */
  public Row row(long index) {
    Slices.index("row", index, height());
    return RowSpliterator.fetch(this, index, 1).get(0);
  }

  /** The rows, in order, fetched some thousand at a time while the stream is consumed. */
  public Stream<Row> rows() {
    return StreamSupport.stream(new RowSpliterator(this), false);
  }

  /** Polars' own table of the first and last rows. */
  @Override
  public String toString() {
    return text(handle.get());
  }

  /** Gives the memory back, once nothing else shares it. Closing again does nothing. */
  @Override
  public void close() {
    handle.close();
  }

  /** The key, for a native call. */
  long handle() {
    return handle.get();
  }

  private static native long create(long[] series);

  private static native long createEmpty(byte[] schema);

  private native long heightOf(long h);

  private native byte[] schemaOf(long h);

  private native long columnAt(long h, int index);

  private native long selectColumns(long h, byte[] names);

  private native long dropColumns(long h, byte[] names);

  private native long renameColumn(long h, String from, String to);

  private native long sliceRows(long h, long offset, long length);

  private native long vstackWith(long h, long other);

  private native long rechunked(long h);

  private native int chunkCount(long h);

  private native long sizeOf(long h);

  private native boolean equalTo(long h, long other);

  private native String text(long h);
}
