package io.github.polars4j;

import io.github.polars4j.internal.io.Input;
import io.github.polars4j.internal.io.Selection;
import io.github.polars4j.internal.jni.Format;
import io.github.polars4j.internal.wire.WireReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads Parquet files: polars-io's {@code ParquetReader}.
 *
 * <p>A {@code required} column has a {@link Field} that is not nullable. Metadata of fields and
 * extension types come from the Arrow schema in the footer, if there is one; {@code UUID} and
 * {@code JSON} are {@code arrow.uuid} and {@code arrow.json}; a field's number is its metadata
 * {@code PARQUET:field_id}, as pyarrow has it. {@link #schema} shows a column that polars cannot
 * hold as {@link DataType.Unsupported}; {@link #withColumns} leaves it out.
 *
 * <p>A reader of a file, buffer or array can read any number of times, a reader of a stream once.
 * It takes one call at a time.
 */
public final class ParquetReader implements FrameReader {
  private final Input input;
  private final Selection selection = new Selection();

  /** Reads a file. */
  public ParquetReader(Path path) {
    this(Input.of(path));
  }

  /** Reads a file of any kind, no more of it than is needed; it is not closed. */
  public ParquetReader(InputFile file) {
    this(Input.of(file));
  }

  /** Reads a stream to its end, once; it is not closed. */
  public ParquetReader(InputStream stream) {
    this(Input.of(stream));
  }

  /**
   * Reads a channel to its end, once; it is not closed. {@link InputFile#of} reads one at any
   * place.
   *
   * @throws IllegalArgumentException if it is in non-blocking mode
   */
  public ParquetReader(ReadableByteChannel channel) {
    this(Input.of(channel));
  }

  /** Reads the bytes between the position and the limit of a buffer, and moves neither. */
  public ParquetReader(ByteBuffer buffer) {
    this(Input.of(buffer));
  }

  /** Reads bytes, which must not change while they are read. */
  public ParquetReader(byte[] bytes) {
    this(Input.of(bytes));
  }

  private ParquetReader(Input input) {
    this.input = input;
  }

  @Override
  public ParquetReader withColumns(String... names) {
    input.check();
    selection.columns(names);
    return this;
  }

  @Override
  public ParquetReader withNRows(long rows) {
    input.check();
    selection.nRows(rows);
    return this;
  }

  /**
   * Reads only {@code rows} rows, or as many as there are, from the row {@code offset} on, which is
   * counted from 0. No other row groups are read than those that have such rows.
   *
   * @throws IllegalArgumentException if one of the numbers is negative
   */
  public ParquetReader withSlice(long offset, long rows) {
    input.check();
    selection.slice(offset, rows);
    return this;
  }

  @Override
  public ParquetReader withLimits(ReadLimits limits) {
    input.check();
    input.limits(limits);
    return this;
  }

  @Override
  public ParquetReader withProgress(ProgressListener listener) {
    input.check();
    input.progress(listener);
    return this;
  }

  @Override
  public ParquetReader withRowIndex(String name) {
    return withRowIndex(name, 0);
  }

  @Override
  public ParquetReader withRowIndex(String name, long offset) {
    input.check();
    selection.rowIndex(name, offset);
    return this;
  }

  @Override
  public Schema schema() throws IOException {
    return new WireReader(input.describe(Format.PARQUET, selection.encode(), false)).schema();
  }

  /** {@inheritDoc} The Arrow schema that some writers keep there is left out. */
  @Override
  public Map<String, String> customMetadata() throws IOException {
    WireReader wire = new WireReader(input.describe(Format.PARQUET, selection.encode(), false));
    wire.schema();
    return wire.optMap();
  }

  /**
   * How the file is laid out. It reads as {@link #schema} does.
   *
   * @throws IOException if the input cannot be read
   * @throws PolarsException if it is not a valid Parquet file; the message names it
   * @throws IllegalStateException if this reader is closed or in use, or its stream was read
   */
  public ParquetLayout layout() throws IOException {
    WireReader wire = new WireReader(input.describe(Format.PARQUET, selection.encode(), true));
    String createdBy = wire.bool() ? wire.str() : null;
    long fileSize = wire.i64();
    List<String> paths = new ArrayList<>();
    for (int left = wire.i32(); left > 0; left--) {
      paths.add(wire.str());
    }
    List<RowGroupInfo> groups = new ArrayList<>();
    for (int left = wire.i32(); left > 0; left--) {
      groups.add(group(wire, paths));
    }
    return new ParquetLayout(createdBy, groups, fileSize);
  }

  private static RowGroupInfo group(WireReader wire, List<String> paths) {
    long rows = wire.i64();
    long bytes = wire.i64();
    long unpackedBytes = wire.i64();
    Set<ParquetCodec> codecs = EnumSet.noneOf(ParquetCodec.class);
    List<ColumnChunkInfo> columns = new ArrayList<>();
    for (int left = wire.i32(); left > 0; left--) {
      ParquetCodec codec = ParquetCodec.values()[wire.u8()];
      codecs.add(codec);
      String path = columns.size() < paths.size() ? paths.get(columns.size()) : "";
      columns.add(new ColumnChunkInfo(path, codec, wire.i64(), wire.i64()));
    }
    return new RowGroupInfo(rows, bytes, unpackedBytes, codecs, columns);
  }

  /**
   * Reads the row group of that number, counted from 0, into a frame, which the caller must close.
   * Columns and a row index are as set; a slice or number of rows counts from the row group's first
   * row. {@link #layout} tells how many there are.
   *
   * @throws IllegalArgumentException if there is none of that number
   * @throws IOException if the input cannot be read
   * @throws PolarsException if the input is not valid; the message names it
   * @throws IllegalStateException if this reader is closed or in use, or its stream was read
   */
  public DataFrame readRowGroup(int index) throws IOException {
    return new DataFrame(input.read(Format.PARQUET, selection.encodeOf(index)));
  }

  @Override
  public DataFrame finish() throws IOException {
    return new DataFrame(input.read(Format.PARQUET, selection.encode()));
  }

  /**
   * Reads frames of up to {@code rows} rows, and holds a few of them, or about 16 MB, in memory:
   * several row groups together, or a large one in parts. A stream is copied to a temporary file
   * first, since the end of a Parquet file must be read first. This reader may be closed meanwhile.
   */
  @Override
  public Batches batches(int rows) throws IOException {
    return Batches.open(input, true, Format.PARQUET, selection.encode(), rows);
  }

  /**
   * Reads a frame for each row group that the file has, except empty ones. Otherwise it does the
   * same as {@link #batches(int)}.
   *
   * @throws IOException if the input cannot be read; exceptions of a stream reach the caller
   *     unchanged
   * @throws PolarsException if the input is not valid; the message names it
   * @throws IllegalStateException if this reader is closed or in use, or its stream was read
   */
  public Batches batches() throws IOException {
    return Batches.own(input, true, Format.PARQUET, selection.encode());
  }

  @Override
  public void close() {
    input.close();
  }
}
