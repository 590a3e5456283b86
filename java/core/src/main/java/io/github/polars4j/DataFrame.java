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
import io.github.polars4j.internal.verbs.FrameWork;
import io.github.polars4j.internal.wire.Forms;
import io.github.polars4j.internal.wire.Missing;
import io.github.polars4j.internal.wire.Plain;
import io.github.polars4j.internal.wire.Shown;
import io.github.polars4j.internal.wire.WireReader;
import io.github.polars4j.internal.wire.WireWriter;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds columns of equal length: a handle on a polars {@code DataFrame}, whose values live outside
 * the Java heap.
 *
 * <p>A frame is immutable and may be shared between threads. Each operation returns a new frame,
 * which shares the values and must be closed too. A frame may be closed while another thread uses
 * it. After {@link #close} every method throws {@link IllegalStateException}.
 */
public final class DataFrame extends FrameRows implements AutoCloseable {
  static {
    Handles.registerFrames(DataFrame::new, DataFrame::handle);
  }

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
  DataFrame(long key, Schema schema, long height) {
    this.handle = new Handle("this DataFrame", key);
    this.schema = schema;
    this.height = height;
  }

  /**
   * Makes a frame of columns. The columns stay usable, and the caller still closes them. What is
   * said of the field of one that was a column of a frame, is said here too: {@link
   * #column(String)}.
   *
   * @throws DuplicateException if two have the same name
   * @throws ShapeMismatchException if their lengths differ
   */
  public static DataFrame of(Series... columns) {
    return of(List.of(columns));
  }

  /** Does the same with a list. */
  public static DataFrame of(List<Series> columns) {
    NativeLoader.load();
    List<Series> held = List.copyOf(columns);
    try {
      return new DataFrame(NativeFrame.create(held.stream().mapToLong(Series::handle).toArray()));
    } finally {
      Reference.reachabilityFence(held);
    }
  }

  /** Makes a frame without rows. */
  public static DataFrame empty(Schema schema) {
    NativeLoader.load();
    return new DataFrame(NativeFrame.createEmpty(WireWriter.of(schema)));
  }

  /**
   * Reads a file of any format: Arrow IPC, Parquet, CSV, TSV and NDJSON, the last three also
   * compressed by gzip or zstd. {@link FileFormat#of(Path)} tells which it is. {@link
   * FrameReader#of} gives the reader, which has options.
   *
   * @throws IllegalArgumentException if neither its content nor its name tells the format, or it is
   *     a folder, which {@link Dataset} reads
   * @throws IOException if the file cannot be read
   * @throws PolarsException if it is not valid; the message names it
   */
  public static DataFrame read(Path path) throws IOException {
    try (FrameReader reader = FrameReader.of(path)) {
      return reader.finish();
    }
  }

  /** Does the same as {@link #read(Path)}. */
  public static DataFrame read(String path) throws IOException {
    return read(Path.of(path));
  }

  /**
   * Writes a file in the format that its extension stands for: {@code .arrow}, {@code .arrows},
   * {@code .parquet}, {@code .csv}, {@code .tsv}, {@code .ndjson} and their like, see {@link
   * FileFormat}. It appears whole or not at all. {@link FrameWriter#of} gives the writer, which has
   * options.
   *
   * @throws IllegalArgumentException if the name has no such extension
   * @throws IOException if the file cannot be written
   * @throws PolarsException if the format cannot hold the frame; the message names the column
   */
  public void write(Path path) throws IOException {
    handle.get();
    try (FrameWriter writer = FrameWriter.of(path)) {
      writer.finish(this);
    }
  }

  /** Does the same as {@link #write(Path)}. */
  public void write(String path) throws IOException {
    write(Path.of(path));
  }

  /**
   * Makes a frame of rows. Each is a {@link Row}, a {@code List} or an {@code Object[]} with one
   * value for each field, of a class that the field's type takes; {@link ValueOptions} lists them.
   *
   * @throws IllegalArgumentException if something is not a row or a value does not fit; the message
   *     names row and column
   * @throws SchemaMismatchException if a {@code Row} has other columns
   */
  public static <T> DataFrame fromRows(Schema schema, Iterable<T> rows) {
    return fromRows(schema, rows, ValueOptions.DEFAULT);
  }

  /** Does the same with options; the units of time stay those of the schema. */
  public static <T> DataFrame fromRows(Schema schema, Iterable<T> rows, ValueOptions options) {
    return Rows.build(schema, rows, options);
  }

  /**
   * Makes a frame of objects of any class, by a mapper that says what their columns are.
   *
   * @throws IllegalArgumentException if a value does not fit; the message names column and row
   */
  public static <T> DataFrame fromRows(Iterable<? extends T> rows, RowMapper<T> mapper) {
    return mapper.frame(rows);
  }

  /**
   * Makes a frame of records. Each component becomes a column of its name, or of the name that
   * {@link Column} gives. {@link ValueOptions} lists the classes that a component may have and the
   * types they become; {@link Decimal} and {@link Time} choose among types.
   *
   * @throws InvalidOperationException if a component's class has no column type, or the record
   *     class cannot be accessed
   * @throws IllegalArgumentException if a value does not fit, such as a {@code BigDecimal} with
   *     more digits; the message names class, component, column, row and value
   */
  public static <R extends Record> DataFrame fromRecords(
      Class<R> type, Iterable<? extends R> records) {
    return fromRecords(type, records, ValueOptions.DEFAULT);
  }

  /** Does the same with options, such as another unit of time. */
  public static <R extends Record> DataFrame fromRecords(
      Class<R> type, Iterable<? extends R> records, ValueOptions options) {
    return Rows.buildRecords(type, null, records, options);
  }

  /**
   * Does the same with the types and the order of a schema, such as unsigned or narrower integers,
   * other time units and zones, Categorical or Array.
   *
   * @throws SchemaMismatchException if a component's class does not fit the type of its field, or a
   *     field has no component
   * @throws ColumnNotFoundException if a component has no field
   */
  public static <R extends Record> DataFrame fromRecords(
      Class<R> type, Schema schema, Iterable<? extends R> records) {
    return fromRecords(type, schema, records, ValueOptions.DEFAULT);
  }

  /** Does the same with options; the units of time stay those of the schema. */
  public static <R extends Record> DataFrame fromRecords(
      Class<R> type, Schema schema, Iterable<? extends R> records, ValueOptions options) {
    return dressed(Rows.buildRecords(type, Plain.of(schema), records, options), schema);
  }

  /** Returns the schema of the frames that {@link #fromRecords(Class, Iterable)} makes. */
  public static Schema schemaOf(Class<? extends Record> type) {
    return schemaOf(type, ValueOptions.DEFAULT);
  }

  /**
   * Returns the schema of the frames that {@link #fromRecords(Class, Iterable, ValueOptions)}
   * makes.
   */
  public static Schema schemaOf(Class<? extends Record> type, ValueOptions options) {
    return RecordCodec.writing(type, null, options).schema();
  }

  /**
   * Makes a frame of maps. Every key of any map becomes a column, in the order of their first
   * appearance; where a map lacks a key, the value is null. The type of a column follows from its
   * values, as {@link Series#of(String, List)} and the table of {@link ValueOptions} say: they must
   * be of one class, or numbers that one type holds exactly, such as {@code Integer} and {@code
   * Double}. Maps within maps become structs.
   *
   * @throws IllegalArgumentException if a column has values of other classes; the message names the
   *     column, the row and both classes
   */
  public static DataFrame fromMaps(Iterable<? extends Map<String, ?>> rows) {
    return fromMaps(rows, ValueOptions.DEFAULT);
  }

  /** Does the same with options, such as another unit of time. */
  public static DataFrame fromMaps(Iterable<? extends Map<String, ?>> rows, ValueOptions options) {
    List<Map<String, ?>> held = new ArrayList<>();
    rows.forEach(held::add);
    return Rows.buildMaps(TypeInference.ofMaps(held, options), held, options);
  }

  /**
   * Does the same with given columns; where a map lacks one, the value is null.
   *
   * @throws ColumnNotFoundException if a map has a key without a column
   * @throws IllegalArgumentException if a value does not fit; the message names column and row
   */
  public static DataFrame fromMaps(Schema schema, Iterable<? extends Map<String, ?>> rows) {
    return fromMaps(schema, rows, ValueOptions.DEFAULT);
  }

  /** Does the same with options; the units of time stay those of the schema. */
  public static DataFrame fromMaps(
      Schema schema, Iterable<? extends Map<String, ?>> rows, ValueOptions options) {
    return Rows.buildMaps(schema, rows, options);
  }

  /**
   * Makes a frame of the rows that follow the cursor of a JDBC result. The result stays open, and
   * the caller still closes it. {@link JdbcFrames} says which types the columns get, and reads a
   * large result in parts.
   *
   * @throws SQLException as the driver threw it; column and row are added as a suppressed exception
   * @throws DuplicateException if two columns have the same label
   * @throws IllegalArgumentException if a value does not fit; the message names column and row
   */
  public static DataFrame fromResultSet(ResultSet rows) throws SQLException {
    return JdbcFrames.all(rows);
  }

  /**
   * Makes one frame of the rows of these, one below the other, which share the memory of those that
   * need no conversion.
   *
   * @throws SchemaMismatchException if they differ in another way than {@code how} allows; the
   *     message names the frame, the column and the types
   * @throws InvalidOperationException if a value does not fit the wider type, with its row
   * @throws IllegalArgumentException if there is none
   */
  public static DataFrame concat(List<DataFrame> frames, ConcatHow how) {
    return FrameWork.concat(frames, how.ordinal());
  }

  /** Does the same with {@link ConcatHow#VERTICAL}. */
  public static DataFrame concat(DataFrame... frames) {
    return concat(List.of(frames), ConcatHow.VERTICAL);
  }

  /** Returns the number of rows. */
  @Override
  public long height() {
    handle.get();
    return height;
  }

  /** Returns the number of columns. */
  public int width() {
    return schema().size();
  }

  /** Returns the names and types of the columns. */
  @Override
  public Schema schema() {
    handle.get();
    return schema;
  }

  /** Returns the names of the columns in their order, as an immutable list. */
  public List<String> columnNames() {
    return schema().names();
  }

  /**
   * Returns the column of that name, which the caller must close. Its type is the storage's where
   * the field has an extension type; but it knows its field's metadata, extension type and whether
   * it is nullable, and a frame that is made with it says so again. So do slices, other names and
   * what {@code fillNull} makes of it. {@code cast} to another type keeps the metadata alone, and
   * of what is computed nothing is said.
   *
   * @throws ColumnNotFoundException if there is none
   */
  public Series column(String name) {
    int index = schema().indexOf(name);
    if (index < 0) {
      throw new ColumnNotFoundException(Missing.column(name, schema));
    }
    return column(index);
  }

  /**
   * Returns the column at {@code index}, from 0, which the caller must close.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public Series column(int index) {
    if (index < 0 || index >= width()) {
      throw new IndexOutOfBoundsException("column " + index + ": there are " + schema.size());
    }
    Field field = Plain.of(schema.field(index));
    return new Series(NativeFrame.columnAt(handle.get(), index), field, height);
  }

  /** Returns all columns in their order, which the caller must close. */
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
   * As {@link #withSchema}, and closes the frame; of a schema that says nothing more it is the
   * frame itself.
   */
  static DataFrame dressed(DataFrame frame, @Nullable Schema schema) {
    if (schema == null || Plain.of(schema) == schema && !Forms.areIn(schema)) {
      return frame;
    }
    try (frame) {
      return frame.withSchema(schema);
    }
  }

  /** Returns the same rows, with each column in one piece of memory. */
  public DataFrame rechunk() {
    return new DataFrame(NativeFrame.rechunked(handle.get()), schema, height);
  }

  /**
   * Returns how many pieces of memory the values of a column lie in, for the column that has most.
   */
  public int nChunks() {
    return NativeFrame.chunkCount(handle.get());
  }

  /** Estimates how many bytes the values take. Memory that several frames share counts for each. */
  public long estimatedSize() {
    return NativeFrame.sizeOf(handle.get());
  }

  /**
   * Tells whether names, types and values are the same; nulls are equal to nulls: {@code
   * equals_missing}.
   */
  public boolean contentEquals(DataFrame other) {
    try {
      return NativeFrame.equalTo(handle.get(), other.handle());
    } finally {
      Reference.reachabilityFence(other);
    }
  }

  /**
   * Returns one row.
   *
   * @throws IndexOutOfBoundsException if there is none at {@code index}
   */
  public Row row(long index) {
    Slices.index("row", index, height());
    return Rows.fetch(this, index, 1).get(0);
  }

  /**
   * Returns the rows in their order. They are fetched some thousand at a time while the stream is
   * consumed.
   */
  public Stream<Row> rows() {
    return FetchSpliterator.stream(this, Rows::fetch);
  }

  /** Returns a cursor before the first row, which has no object for each row or number. */
  public Cursor cursor() {
    return new Cursor(this);
  }

  /** Does the same as {@link ArrowCData#exportArray(DataFrame, long, long)}. */
  public void exportTo(long arrayAddress, long schemaAddress) {
    ArrowCData.exportArray(this, arrayAddress, schemaAddress);
  }

  /** Does the same as {@link ArrowCData#exportArray(DataFrame, long, long, CompatLevel)}. */
  public void exportTo(long arrayAddress, long schemaAddress, CompatLevel level) {
    ArrowCData.exportArray(this, arrayAddress, schemaAddress, level);
  }

  /** Does the same as {@link ArrowCData#exportStream(DataFrame, long)}. */
  public void exportTo(long streamAddress) {
    ArrowCData.exportStream(this, streamAddress);
  }

  /** Does the same as {@link ArrowCData#exportStream(DataFrame, long, CompatLevel)}. */
  public void exportTo(long streamAddress, CompatLevel level) {
    ArrowCData.exportStream(this, streamAddress, level);
  }

  /** Does the same as {@link ArrowCData#exportArray(DataFrame, long, long, CompatLevel, Map)}. */
  public void exportTo(
      long arrayAddress, long schemaAddress, CompatLevel level, Map<String, String> metadata) {
    ArrowCData.exportArray(this, arrayAddress, schemaAddress, level, metadata);
  }

  /** Does the same as {@link ArrowCData#exportStream(DataFrame, long, CompatLevel, Map)}. */
  public void exportTo(long streamAddress, CompatLevel level, Map<String, String> metadata) {
    ArrowCData.exportStream(this, streamAddress, level, metadata);
  }

  /** Does the same as {@link ArrowCData#importArray}. */
  public static DataFrame importFrom(long arrayAddress, long schemaAddress) {
    return ArrowCData.importArray(arrayAddress, schemaAddress);
  }

  /** Does the same as {@link ArrowCData#importStream}. */
  public static DataFrame importFrom(long streamAddress) {
    return ArrowCData.importStream(streamAddress);
  }

  /**
   * Returns the rows as records. Each component takes the column of its name, or of the name that
   * {@link Column} gives; other columns are left out. A component takes every type that {@link
   * #fromRecords} makes of its class, and types whose values all fit: a {@code long} any narrower
   * integer, a {@code double} integers of up to 32 bits and Float32, a {@code BigInteger} all
   * integers and a Decimal without a scale, a {@code String} also Categorical and Enum, an {@code
   * Instant}, {@code OffsetDateTime} or {@code ZonedDateTime} any Datetime with a zone, a {@code
   * Map} lists of {@code Struct(key, value)}. A {@code ZonedDateTime} is in the column's zone.
   *
   * @throws ColumnNotFoundException if a component has no column
   * @throws SchemaMismatchException if a component's class does not take the type of its column
   * @throws InvalidOperationException if a primitive component would have to be null, or there are
   *     more rows than a list can hold
   */
  public <R extends Record> List<R> toRecords(Class<R> type) {
    return Rows.list(this, records(type));
  }

  /** Does the same with a stream: records are made some thousand at a time while it is consumed. */
  public <R extends Record> Stream<R> records(Class<R> type) {
    return Rows.records(this, type);
  }

  /**
   * Inserts the rows into a table of a database, and returns their number. The table must be there,
   * with columns that hold every value: {@link JdbcWriter} tells more.
   *
   * @throws SQLException as the driver threw it
   * @throws ColumnNotFoundException if the table lacks a column
   * @throws SchemaMismatchException if a column of the table does not hold every value of its type
   */
  public long toJdbc(Connection connection, String table) throws SQLException {
    return new JdbcWriter(connection, table).write(this);
  }

  /**
   * Returns the rows as objects of any class, by a mapper that says how to make them.
   *
   * @throws ColumnNotFoundException if the mapper has a column that this frame has not
   * @throws IllegalArgumentException if an object does not take a value; the message names column
   *     and row
   * @throws IllegalStateException if the mapper was not told how to make an object
   */
  public <T> List<T> toRows(RowMapper<T> mapper) {
    return Rows.list(this, rows(mapper));
  }

  /** Does the same with a stream: objects are made some thousand at a time while it is consumed. */
  public <T> Stream<T> rows(RowMapper<T> mapper) {
    return mapper.rows(this);
  }

  /**
   * Returns the rows as maps in the order of the columns, with the values of {@link Series#toList}.
   */
  public List<Map<String, @Nullable Object>> toMaps() {
    return Rows.list(this, FetchSpliterator.stream(this, Rows::fetchMaps));
  }

  /**
   * Returns the same as {@link #toString()} with at most so many rows and columns, each 1 or more.
   */
  public String toString(int rows, int columns) {
    return toString(TableFormat.DEFAULT.withRows(rows).withColumns(columns));
  }

  /**
   * Returns the frame as polars prints it, with as many rows and columns as the format allows and
   * in any width. Control characters are escaped.
   */
  public String toString(TableFormat format) {
    return new Table(this, format).text();
  }

  /**
   * Returns the first and last rows as an HTML table for notebooks. Values and names are escaped.
   */
  public String toHtml() {
    return toHtml(TableFormat.DEFAULT.withColumns(75));
  }

  /** Returns an HTML table with as many rows and columns as the format allows. */
  public String toHtml(TableFormat format) {
    return new Table(this, format).html();
  }

  /** Returns a line for each column with its name, type and first ten values. */
  public String glimpse() {
    return Table.glimpse(this);
  }

  /**
   * Computes statistics of each column, as Python polars does: {@code count}, {@code null_count},
   * {@code mean}, {@code std}, {@code min}, {@code 25%}, {@code 50%}, {@code 75%}, {@code max},
   * named in the column {@code statistic}. Those of numbers and booleans are {@code Float64}, the
   * others {@code String}; a statistic that a type does not have is null.
   *
   * @throws DuplicateException if a column is named {@code statistic}
   */
  public DataFrame describe() {
    return Table.describe(this);
  }

  /** Returns the first and last rows as the table that polars prints. */
  @Override
  public String toString() {
    return NativeFrame.text(handle.get());
  }

  /** Frees the memory once nothing else shares it. Closing again does nothing. */
  @Override
  public void close() {
    handle.close();
  }

  @Override
  long handle() {
    return handle.get();
  }

  /** Returns a builder that takes a frame row by row. */
  public static Builder builder(Schema schema) {
    return builder(schema, ValueOptions.DEFAULT);
  }

  /** Does the same with options; the units of time stay those of the schema. */
  public static Builder builder(Schema schema, ValueOptions options) {
    return new Builder(schema, Intakes.of(options));
  }

  /**
   * Builds a frame row by row, or column by column. {@link ValueOptions} lists the classes that
   * {@link #appendRow} takes. A value that does not fit is refused as in {@link Series.Builder}. A
   * builder is for one thread at a time.
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

    /** How many rows were built before, for messages. */
    private long before;

    private Builder(Schema schema, Intake intake) {
      this.schema = schema;
      for (Field field : schema.fields()) {
        ColumnBuilder column = ColumnBuilder.of(field.name(), field.dataType(), 0, intake);
        columns.add(column);
        builders.add(new SeriesBuilder(column));
      }
    }

    /** Returns the names and types of the columns. */
    public Schema schema() {
      return schema;
    }

    /**
     * Returns the builder of a column, which takes one value for each row.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public Series.Builder column(int index) {
      schema.field(index);
      return builders.get(index);
    }

    /**
     * Does the same by name.
     *
     * @throws SchemaFieldNotFoundException if there is none
     */
    public Series.Builder column(String name) {
      schema.field(name);
      return builders.get(schema.indexOf(name));
    }

    /**
     * Adds a row with one value for each column. If a value is refused, nothing of the row is
     * added.
     *
     * @throws IllegalArgumentException if a value is refused, or their number is not that of the
     *     columns
     * @throws IllegalStateException if a row was begun but not ended
     */
    public Builder appendRow(@Nullable Object... values) {
      if (values.length != columns.size()) {
        throw new IllegalArgumentException(
            "row "
                + (before + rows)
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
     * Ends a row whose values were given to the builders of the columns.
     *
     * @throws IllegalStateException if a column did not get exactly one value
     */
    public Builder endRow() {
      check(1, "a row has one value a column");
      rows++;
      return this;
    }

    /** Returns the number of rows. */
    public long rows() {
      return rows;
    }

    /**
     * Returns a frame of all rows. The builder is empty afterwards and may be used again. Columns
     * may also be filled as a whole, without {@link #endRow}, if they get the same length.
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
        return dressed(of(built), schema);
      } finally {
        columns.forEach(column -> column.truncate(0));
        rows = 0;
        built.forEach(Series::close);
      }
    }

    /** The same, where the rows that follow are of the same table. */
    DataFrame buildPart() {
      long part = rows;
      DataFrame frame = build();
      before += part;
      columns.forEach(column -> column.before = before);
      return frame;
    }

    /** Refuses to go on while a row is begun and not ended. */
    void checkEnded() {
      check(0, "a row was begun, but not ended with endRow()");
    }

    /** The columns, to be filled as a whole. */
    List<ColumnBuilder> columns() {
      return columns;
    }

    /** Counts rows whose values the columns have. */
    void added(int count) {
      rows += count;
    }

    /** About how many bytes the rows take. */
    long bytes() {
      long bytes = 0;
      for (ColumnBuilder column : columns) {
        bytes += column.bytes();
      }
      return bytes;
    }

    private void check(int more, String rule) {
      for (ColumnBuilder column : columns) {
        column.checkComplete();
        if (column.length() != rows + more) {
          throw new IllegalStateException(
              "column \""
                  + Shown.cut(column.path())
                  + "\", row "
                  + (before + rows)
                  + ": has "
                  + (column.length() - rows)
                  + " new values: "
                  + rule);
        }
      }
    }
  }
}
