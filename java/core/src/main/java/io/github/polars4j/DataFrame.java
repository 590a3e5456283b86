package io.github.polars4j;

import io.github.polars4j.internal.column.ColumnBuilder;
import io.github.polars4j.internal.column.Intake;
import io.github.polars4j.internal.jni.Handle;
import io.github.polars4j.internal.jni.Handles;
import io.github.polars4j.internal.jni.NativeFrame;
import io.github.polars4j.internal.load.NativeLoader;
import io.github.polars4j.internal.record.FetchSpliterator;
import io.github.polars4j.internal.record.Intakes;
import io.github.polars4j.internal.record.RecordCodec;
import io.github.polars4j.internal.record.Rows;
import io.github.polars4j.internal.record.TypeInference;
import io.github.polars4j.internal.series.Slices;
import io.github.polars4j.internal.show.Table;
import io.github.polars4j.internal.wire.Shown;
import io.github.polars4j.internal.wire.Utf8;
import io.github.polars4j.internal.wire.WireReader;
import io.github.polars4j.internal.wire.WireWriter;
import java.lang.ref.Reference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Columns of equal length, off-heap: a handle on a polars {@code DataFrame}.
 *
 * <p>A frame is immutable and may be shared between threads. Operations give a new frame, which
 * shares the values and is closed by whoever asked for it. Closing one during a call of another
 * thread is safe. After {@link #close} every method throws {@link IllegalStateException}.
 */
public final class DataFrame implements AutoCloseable {
  static {
    Handles.registerFrames(DataFrame::new, DataFrame::handle);
  }

  private static final int DEFAULT_ROWS = 5;

  private final Handle handle;
  private final Schema schema;
  private final long height;

  /** Takes over a native frame. */
  DataFrame(long key) {
    this.handle = new Handle("this DataFrame", key);
    try {
      this.schema = new WireReader(NativeFrame.schemaOf(key)).schema();
      this.height = NativeFrame.heightOf(key);
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
      return new DataFrame(NativeFrame.create(held.stream().mapToLong(Series::handle).toArray()));
    } finally {
      Reference.reachabilityFence(held);
    }
  }

  /** A frame of no rows. */
  public static DataFrame empty(Schema schema) {
    NativeLoader.load();
    return new DataFrame(NativeFrame.createEmpty(WireWriter.of(schema)));
  }

  /**
   * A frame of rows: each a {@link Row}, a {@code List} or an {@code Object[]} that has a value a
   * field, of a class that the field's type takes: {@link ValueOptions} has the table.
   *
   * @throws IllegalArgumentException if something is no row or a value does not fit; it names the
   *     row, and the column
   * @throws SchemaMismatchException if a {@code Row} has other columns
   */
  public static <T> DataFrame fromRows(Schema schema, Iterable<T> rows) {
    return fromRows(schema, rows, ValueOptions.DEFAULT);
  }

  /** The same with options; the schema's units of time hold. */
  public static <T> DataFrame fromRows(Schema schema, Iterable<T> rows, ValueOptions options) {
    return Rows.build(schema, rows, options);
  }

  /**
   * A frame of records, a column a component, named as it or by {@link Column}. {@link
   * ValueOptions} has the table of what a component may be and what it becomes; {@link Decimal} and
   * {@link Time} choose among types.
   *
   * @throws InvalidOperationException if no type follows from that of a component, or the class
   *     cannot be accessed
   * @throws IllegalArgumentException if a value does not fit, such as a {@code BigDecimal} with
   *     more digits; it names the class, component, column, row and value
   */
  public static <R extends Record> DataFrame fromRecords(
      Class<R> type, Iterable<? extends R> records) {
    return fromRecords(type, records, ValueOptions.DEFAULT);
  }

  /** The same with options, such as another unit of time. */
  public static <R extends Record> DataFrame fromRecords(
      Class<R> type, Iterable<? extends R> records, ValueOptions options) {
    return Rows.buildRecords(type, null, records, options);
  }

  /**
   * The same with the types and the order of a schema, such as unsigned or narrower integers, other
   * units and zones of time, Categorical or Array.
   *
   * @throws SchemaMismatchException if a component's type does not suit its field's, or a field has
   *     no component
   * @throws ColumnNotFoundException if a component has no field
   */
  public static <R extends Record> DataFrame fromRecords(
      Class<R> type, Schema schema, Iterable<? extends R> records) {
    return fromRecords(type, schema, records, ValueOptions.DEFAULT);
  }

  /** The same with options; the schema's units of time hold. */
  public static <R extends Record> DataFrame fromRecords(
      Class<R> type, Schema schema, Iterable<? extends R> records, ValueOptions options) {
    return Rows.buildRecords(type, schema, records, options);
  }

  /** The schema of {@link #fromRecords(Class, Iterable)}. */
  public static Schema schemaOf(Class<? extends Record> type) {
    return schemaOf(type, ValueOptions.DEFAULT);
  }

  /** The schema of {@link #fromRecords(Class, Iterable, ValueOptions)}. */
  public static Schema schemaOf(Class<? extends Record> type, ValueOptions options) {
    return RecordCodec.writing(type, null, options).schema();
  }

  /**
   * A frame of maps. Its columns are all their keys, in the order in which they come up; a map that
   * lacks one has null there. Each column's values make its type as {@link Series#of(String, List)}
   * and the table of {@link ValueOptions} say: they are of one class, or numbers that one type
   * holds exactly, such as {@code Integer} and {@code Double}; maps in maps are structs.
   *
   * @throws IllegalArgumentException if values of a column differ in class otherwise; it names the
   *     column, the row and both
   */
  public static DataFrame fromMaps(Iterable<? extends Map<String, ?>> rows) {
    return fromMaps(rows, ValueOptions.DEFAULT);
  }

  /** The same with options, such as another unit of time. */
  public static DataFrame fromMaps(Iterable<? extends Map<String, ?>> rows, ValueOptions options) {
    List<Map<String, ?>> held = new ArrayList<>();
    rows.forEach(held::add);
    return Rows.buildMaps(TypeInference.ofMaps(held, options), held, options);
  }

  /**
   * The same with given columns; a map that lacks one has null there.
   *
   * @throws ColumnNotFoundException if a map has a key that is no column
   * @throws IllegalArgumentException if a value does not fit; it names the column and the row
   */
  public static DataFrame fromMaps(Schema schema, Iterable<? extends Map<String, ?>> rows) {
    return fromMaps(schema, rows, ValueOptions.DEFAULT);
  }

  /** The same with options; the schema's units of time hold. */
  public static DataFrame fromMaps(
      Schema schema, Iterable<? extends Map<String, ?>> rows, ValueOptions options) {
    return Rows.buildMaps(schema, rows, options);
  }

  /**
   * A frame of the rows that a JDBC result has after its cursor; it stays open and the caller's.
   * {@link JdbcFrames} says which types they become, and reads in parts.
   *
   * @throws SQLException as the driver threw it; the column and row are added as suppressed
   * @throws DuplicateException if two columns have the same label
   * @throws IllegalArgumentException if a value does not fit; it names the column and the row
   */
  public static DataFrame fromResultSet(ResultSet rows) throws SQLException {
    return JdbcFrames.all(rows);
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
    return new Series(NativeFrame.columnAt(handle.get(), index), schema.field(index), height);
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
    return new DataFrame(NativeFrame.selectColumns(handle.get(), WireWriter.of(names)));
  }

  /**
   * The columns but those of these names: Rust's {@code drop_many}, made strict.
   *
   * @throws ColumnNotFoundException if one is missing
   */
  public DataFrame drop(String... names) {
    return new DataFrame(NativeFrame.dropColumns(handle.get(), WireWriter.of(List.of(names))));
  }

  /**
   * The same columns, one of them under another name.
   *
   * @throws ColumnNotFoundException if there is no column {@code from}
   * @throws DuplicateException if there is another one {@code to}
   */
  public DataFrame rename(String from, String to) {
    Utf8.check("from", from);
    return new DataFrame(NativeFrame.renameColumn(handle.get(), from, Utf8.check("to", to)));
  }

  /**
   * The rows from {@code offset}, from 0, on: {@code length} of them, or as many as there are.
   *
   * @throws IndexOutOfBoundsException if the offset is negative or beyond the height
   * @throws IllegalArgumentException if the length is negative
   */
  public DataFrame slice(long offset, long length) {
    long rows = Slices.length("this DataFrame", height(), offset, length);
    return new DataFrame(NativeFrame.sliceRows(handle.get(), offset, rows), schema, rows);
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
   * @throws PolarsException if names or types differ; a column of nulls, or of decimals with fewer
   *     digits, takes the type above it
   */
  public DataFrame vstack(DataFrame other) {
    try {
      return new DataFrame(NativeFrame.vstackWith(handle.get(), other.handle()));
    } finally {
      Reference.reachabilityFence(other);
    }
  }

  /** The same rows, each column in one piece of memory. */
  public DataFrame rechunk() {
    return new DataFrame(NativeFrame.rechunked(handle.get()), schema, height);
  }

  /** How many pieces of memory the values lie in: the number of the column that has most. */
  public int nChunks() {
    return NativeFrame.chunkCount(handle.get());
  }

  /** About how many bytes the values take; what frames share counts for each. */
  public long estimatedSize() {
    return NativeFrame.sizeOf(handle.get());
  }

  /** Whether names, types and values are the same, nulls being equal: {@code equals_missing}. */
  public boolean contentEquals(DataFrame other) {
    try {
      return NativeFrame.equalTo(handle.get(), other.handle());
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
    return Rows.fetch(this, index, 1).get(0);
  }

  /** The rows, in order, fetched some thousand at a time while the stream is consumed. */
  public Stream<Row> rows() {
    return FetchSpliterator.stream(this, Rows::fetch);
  }

  /**
   * Exports the frame as one record batch through Arrow's C Data Interface, in polars' own layout:
   * {@link #exportTo(long, long, CompatLevel)} with {@link CompatLevel#NEWEST}.
   */
  public void exportTo(long arrayAddress, long schemaAddress) {
    exportTo(arrayAddress, schemaAddress, CompatLevel.NEWEST);
  }

  /**
   * Exports the frame as one record batch, a struct array, through Arrow's C Data Interface. The
   * values are shared, not copied, but for columns of several chunks, and with {@link
   * CompatLevel#OLDEST} for strings and binary values; they live until the consumer releases the
   * array, whether this frame is closed or not.
   *
   * <p>Both addresses are trusted: each must be that of an empty {@code struct ArrowArray} or
   * {@code struct ArrowSchema} that this process may write. Anything else can crash the JVM.
   *
   * @throws InvalidOperationException if a column has a name with a NUL, or for the oldest level
   *     holds 128-bit integers, naming it
   * @throws IllegalArgumentException if an address is 0 or not aligned
   */
  public void exportTo(long arrayAddress, long schemaAddress, CompatLevel level) {
    NativeFrame.exportArray(handle.get(), arrayAddress, schemaAddress, level == CompatLevel.NEWEST);
    Reference.reachabilityFence(this);
  }

  /** As {@link #exportTo(long, CompatLevel)} with {@link CompatLevel#NEWEST}. */
  public void exportTo(long streamAddress) {
    exportTo(streamAddress, CompatLevel.NEWEST);
  }

  /**
   * Exports the frame through Arrow's C Stream Interface, a record batch a chunk: nothing is copied
   * as long as all columns have the same chunks, and with {@link CompatLevel#OLDEST} strings and
   * binary values. The stream lives until the consumer releases it, whether this frame is closed or
   * not.
   *
   * <p>The address is trusted: it must be that of an empty {@code struct ArrowArrayStream} that
   * this process may write.
   *
   * @throws InvalidOperationException as {@link #exportTo(long, long, CompatLevel)}
   * @throws IllegalArgumentException if the address is 0 or not aligned
   */
  public void exportTo(long streamAddress, CompatLevel level) {
    NativeFrame.exportStream(handle.get(), streamAddress, level == CompatLevel.NEWEST);
    Reference.reachabilityFence(this);
  }

  /**
   * Takes over a record batch, a struct array without null rows, from Arrow's C Data Interface.
   * Both structures are released to the importer, whatever comes of it.
   *
   * <p>Values are shared, not copied, but for: strings and binary values that are not views, which
   * become views; dictionaries, of which those of strings become {@code Categorical} and others are
   * decoded; and what polars keeps otherwise (decimals of 32 and 64 bits, fixed-size binary, times
   * and dates in units that polars does not have, unaligned buffers). Extension types are taken as
   * what they are stored as. The producer's release callback runs once no frame or series uses the
   * memory any more: when the last of them is closed, at the latest during a later call of this
   * library, always on a thread of Java's.
   *
   * <p>The addresses are trusted, and so are the lengths and the addresses in what they point to;
   * text, offsets, views and dictionary keys are checked.
   *
   * @throws InvalidOperationException if a column is of a type that polars has not, naming it
   * @throws ComputeException if the values of a column are not valid, naming it
   * @throws DuplicateException if two columns have the same name
   * @throws IllegalArgumentException if an address is 0, not aligned, or released already
   */
  public static DataFrame importFrom(long arrayAddress, long schemaAddress) {
    NativeLoader.load();
    return new DataFrame(NativeFrame.importArray(arrayAddress, schemaAddress));
  }

  /**
   * Takes over a stream of record batches from Arrow's C Stream Interface, each a chunk of the
   * frame, reads it to its end and releases it. All else is as in {@link #importFrom(long, long)}.
   *
   * @throws ComputeException also if the producer fails, with its message
   */
  public static DataFrame importFrom(long streamAddress) {
    NativeLoader.load();
    return new DataFrame(NativeFrame.importStream(streamAddress));
  }

  /**
   * The rows as records: each component takes the column of its name, or that of {@link Column};
   * other columns are left out. A component takes every type that {@link #fromRecords} makes of its
   * class, and those whose every value fits: a {@code long} any narrower integer, a {@code double}
   * integers of up to 32 bits and Float32, a {@code BigInteger} all integers and a Decimal without
   * a scale, a {@code String} also Categorical and Enum, an {@code Instant}, {@code OffsetDateTime}
   * or {@code ZonedDateTime} any Datetime with a zone, a {@code Map} lists of {@code Struct(key,
   * value)}. A {@code ZonedDateTime} is in the column's zone.
   *
   * @throws ColumnNotFoundException if a component has no column
   * @throws SchemaMismatchException if a component's type does not take its column's
   * @throws InvalidOperationException if a primitive component would have to be null, or there are
   *     more rows than a list can hold
   */
  public <R extends Record> List<R> toRecords(Class<R> type) {
    return Rows.list(this, records(type));
  }

  /** The same, fetched some thousand at a time while the stream is consumed. */
  public <R extends Record> Stream<R> records(Class<R> type) {
    return Rows.records(this, type);
  }

  /** The rows as maps in the order of the columns, of values as {@link Series#toList} has them. */
  public List<Map<String, @Nullable Object>> toMaps() {
    return Rows.list(this, FetchSpliterator.stream(this, Rows::fetchMaps));
  }

  /** As {@link #toString()}, with at most so many rows and columns, each 1 or more. */
  public String toString(int rows, int columns) {
    return toString(TableFormat.DEFAULT.withRows(rows).withColumns(columns));
  }

  /**
   * The frame as polars prints it, as far as the format says; as wide as it gets. Control
   * characters are escaped.
   */
  public String toString(TableFormat format) {
    return new Table(this, format).text();
  }

  /** The first and last rows as an HTML table, for notebooks; values and names are escaped. */
  public String toHtml() {
    return toHtml(TableFormat.DEFAULT.withColumns(75));
  }

  /** The frame as an HTML table, as far as the format says. */
  public String toHtml(TableFormat format) {
    return new Table(this, format).html();
  }

  /** A line a column: its name, type and first ten values. */
  public String glimpse() {
    return Table.glimpse(this);
  }

  /**
   * Statistics of each column, as polars' Python has them: {@code count}, {@code null_count},
   * {@code mean}, {@code std}, {@code min}, {@code 25%}, {@code 50%}, {@code 75%}, {@code max},
   * named in the column {@code statistic}. Those of numbers and booleans are {@code Float64}, the
   * others {@code String}; what a type has not is null.
   *
   * @throws DuplicateException if a column is named {@code statistic}
   */
  public DataFrame describe() {
    return Table.describe(this);
  }

  /** Polars' own table of the first and last rows. */
  @Override
  public String toString() {
    return NativeFrame.text(handle.get());
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

  /** Collects a frame row by row: see {@link Builder}. */
  public static Builder builder(Schema schema) {
    return builder(schema, ValueOptions.DEFAULT);
  }

  /** The same with options; the schema's units of time hold. */
  public static Builder builder(Schema schema, ValueOptions options) {
    return new Builder(schema, Intakes.of(options));
  }

  /**
   * Collects a frame row by row, or column by column. {@link ValueOptions} has the table of what
   * {@link #appendRow} takes. A value that does not suit is refused as in {@link Series.Builder}.
   * Not for several threads at once.
   *
   * <pre>{@code
   * DataFrame.Builder rows = DataFrame.builder(schema);
   * rows.column(0).appendLong(1);
   * rows.column(1).appendString("John");
   * rows.endRow().appendRow(2, "Doe");
   * DataFrame frame = rows.build();
   * }</pre>
   */
  public static final class Builder {
    private final Schema schema;
    private final List<ColumnBuilder> columns = new ArrayList<>();
    private final List<Series.Builder> builders = new ArrayList<>();
    private long rows;

    private Builder(Schema schema, Intake intake) {
      this.schema = schema;
      for (Field field : schema.fields()) {
        ColumnBuilder column = ColumnBuilder.of(field.name(), field.dataType(), 0, intake);
        columns.add(column);
        builders.add(new SeriesBuilder(column));
      }
    }

    /** The names and types of the columns. */
    public Schema schema() {
      return schema;
    }

    /**
     * The builder of a column, which gets one value a row.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public Series.Builder column(int index) {
      schema.field(index);
      return builders.get(index);
    }

    /**
     * The same by name.
     *
     * @throws SchemaFieldNotFoundException if there is none
     */
    public Series.Builder column(String name) {
      schema.field(name);
      return builders.get(schema.indexOf(name));
    }

    /**
     * Adds a row, one value a column; all of it or, if a value is refused, nothing.
     *
     * @throws IllegalArgumentException if a value is refused, or there is not one for each column
     * @throws IllegalStateException if a row was begun but not ended
     */
    public Builder appendRow(@Nullable Object... values) {
      if (values.length != columns.size()) {
        throw new IllegalArgumentException(
            "row "
                + rows
                + ": "
                + values.length
                + " values for the "
                + columns.size()
                + " columns of "
                + Shown.cut(schema.toString()));
      }
      check(0, "a row was begun, but not ended with endRow()");
      try {
        for (int c = 0; c < values.length; c++) {
          columns.get(c).append(values[c]);
        }
      } catch (RuntimeException e) {
        columns.forEach(column -> column.truncate(rows));
        throw e;
      }
      rows++;
      return this;
    }

    /**
     * Ends a row that was given to the columns' builders.
     *
     * @throws IllegalStateException if a column did not get exactly one value
     */
    public Builder endRow() {
      check(1, "a row has one value a column");
      rows++;
      return this;
    }

    /** How many rows there are. */
    public long rows() {
      return rows;
    }

    /**
     * The frame of all rows; the builder is empty then and may be used again. Columns that were
     * filled as a whole, without {@link #endRow}, will do if they are of one length.
     *
     * @throws IllegalStateException if the columns' lengths differ
     */
    public DataFrame build() {
      if (rows == 0 && !columns.isEmpty()) {
        rows = columns.get(0).length();
      }
      check(0, "a row was begun, but not ended with endRow()");
      List<Series> built = new ArrayList<>(columns.size());
      try {
        for (ColumnBuilder column : columns) {
          built.add(new Series(column.build()));
        }
        return of(built);
      } finally {
        columns.forEach(column -> column.truncate(0));
        rows = 0;
        built.forEach(Series::close);
      }
    }

    private void check(int more, String rule) {
      for (ColumnBuilder column : columns) {
        column.checkComplete();
        if (column.length() != rows + more) {
          throw new IllegalStateException(
              "column \""
                  + Shown.cut(column.path())
                  + "\", row "
                  + rows
                  + ": has "
                  + (column.length() - rows)
                  + " new values: "
                  + rule);
        }
      }
    }
  }
}
