package io.github.polars4j;

import io.github.polars4j.internal.io.Input;
import io.github.polars4j.internal.io.RowIndex;
import io.github.polars4j.internal.jni.Format;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.WireReader;
import io.github.polars4j.internal.wire.WireWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON, an object a line; also objects over several lines, one behind the other, and one
 * array of objects. Input that is packed by gzip, zlib or zstd is unpacked.
 *
 * <p>Columns come in the order in which their keys first appear. Whole numbers are Int64, UInt64 or
 * Decimal(38, 0), the first that has room for all; other numbers Float64 where that gives back what
 * is written, else Decimal; numbers that no type gives back are String, as they are written. Values
 * of different kinds under one key (a number and text, text and a list) are refused by line and
 * key; given the type String, such a column has the JSON of each value, and of text the text
 * itself.
 *
 * <p>A reader of a file, buffer or array can read as often as wanted, one of a stream once. It
 * takes one call at a time.
 */
public final class NdjsonReader implements FrameReader {
  private static final int ALL = -1;
  private static final int FIRST = 10_000;

  private final Input input;
  private @Nullable Schema overrides;
  private long nRows = -1;
  private @Nullable Long inferLength;
  private boolean ignoreErrors;
  private @Nullable List<String> columns;
  private @Nullable RowIndex rowIndex;
  private boolean lastDuplicateKey;
  private boolean lossyEscapes;
  private @Nullable BinaryText binaryText;

  /** Reads a file. */
  public NdjsonReader(Path path) {
    this(Input.of(path));
  }

  /** Reads a file of any kind from front to back; it is not closed. */
  public NdjsonReader(InputFile file) {
    this(Input.of(file));
  }

  /** Reads a stream to its end, once; it is not closed. */
  public NdjsonReader(InputStream stream) {
    this(Input.of(stream));
  }

  /**
   * Reads a channel to its end, once; it is not closed.
   *
   * @throws IllegalArgumentException if it is in non-blocking mode
   */
  public NdjsonReader(ReadableByteChannel channel) {
    this(Input.of(channel));
  }

  /** Reads what lies between the buffer's position and limit, and moves neither. */
  public NdjsonReader(ByteBuffer buffer) {
    this(Input.of(buffer));
  }

  /** Reads bytes, which must not change meanwhile. */
  public NdjsonReader(byte[] bytes) {
    this(Input.of(bytes));
  }

  private NdjsonReader(Input input) {
    this.input = input;
  }

  /**
   * Sets types of columns that are not to be inferred; they must exist, where there is a row.
   * Dates, times, dates with a time and durations are read from text in ISO 8601, decimals from
   * numbers and text, floating point numbers also from the texts NaN, Infinity and -Infinity,
   * binary data by {@link #withBinaryText}. Values are refused that would not come whole, as by
   * {@link CsvReader#withSchemaOverrides}. A key that the type of an object has no field for is
   * refused; {@code String} takes the JSON of every value.
   */
  public NdjsonReader withSchemaOverrides(Schema overrides) {
    input.check();
    this.overrides = Objects.requireNonNull(overrides, "overrides");
    return this;
  }

  /** The types that are not to be inferred. */
  Schema given() {
    return overrides == null ? new Schema(List.of()) : overrides;
  }

  /** {@inheritDoc} Other keys are passed over, also those that only later rows have. */
  @Override
  public NdjsonReader withColumns(String... names) {
    input.check();
    this.columns = List.of(names);
    return this;
  }

  @Override
  public NdjsonReader withRowIndex(String name) {
    return withRowIndex(name, 0);
  }

  @Override
  public NdjsonReader withRowIndex(String name, long offset) {
    input.check();
    this.rowIndex = new RowIndex(name, offset);
    return this;
  }

  @Override
  public NdjsonReader withNRows(long rows) {
    input.check();
    this.nRows = Checks.atLeast("number of rows", rows, 0);
    return this;
  }

  @Override
  public NdjsonReader withLimits(ReadLimits limits) {
    input.check();
    input.limits(limits);
    return this;
  }

  @Override
  public NdjsonReader withProgress(ProgressListener listener) {
    input.check();
    input.progress(listener);
    return this;
  }

  /**
   * Sets how many rows are looked at to find the columns and their types; 10,000 if neither this
   * nor {@link #withInferSchemaAll} is set, as by {@link CsvReader}. {@link #finish} looks at all
   * rows where a later one does not fit, has a key that is no column yet, or with {@link
   * #withIgnoreErrors}; {@link #batches} refuses such a row by line and key.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public NdjsonReader withInferSchemaLength(int rows) {
    input.check();
    this.inferLength = Checks.atLeast("infer schema length", rows, 1);
    return this;
  }

  /** Looks at all rows to find the columns and their types. */
  public NdjsonReader withInferSchemaAll() {
    input.check();
    this.inferLength = (long) ALL;
    return this;
  }

  /** Sets whether values that do not fit become null instead of an exception; false if not set. */
  public NdjsonReader withIgnoreErrors(boolean ignore) {
    input.check();
    this.ignoreErrors = ignore;
    return this;
  }

  /**
   * Sets whether the last value counts of a key that an object has twice; false if not set: such an
   * object is refused.
   */
  public NdjsonReader withLastDuplicateKey(boolean last) {
    input.check();
    this.lastDuplicateKey = last;
    return this;
  }

  /**
   * Sets whether U+FFFD is read for an escape that is half a pair of surrogates, such as {@code
   * \\ud800}; false if not set: it is refused.
   */
  public NdjsonReader withLossyEscapes(boolean lossy) {
    input.check();
    this.lossyEscapes = lossy;
    return this;
  }

  /** Sets how text says the bytes of columns that {@link #withSchemaOverrides} gives as Binary. */
  public NdjsonReader withBinaryText(BinaryText form) {
    input.check();
    this.binaryText = Objects.requireNonNull(form, "form");
    return this;
  }

  /**
   * The names and types of all columns, as the first rows (see {@link #withInferSchemaLength}) and
   * options give them. It reads a stream to its end, and keeps the bytes for {@link #finish}.
   */
  @Override
  public Schema schema() throws IOException {
    return new WireReader(input.describe(Format.NDJSON, encode(inferLength()), false)).schema();
  }

  @Override
  public DataFrame finish() throws IOException {
    boolean all = inferLength == null && ignoreErrors; // what does not fit would be null
    return new DataFrame(input.read(Format.NDJSON, encode(all ? ALL : inferLength())));
  }

  /**
   * Reads frames of {@code rows} rows each, the last one of what is left, and holds no more than a
   * few of them. Where all rows are looked at to find the types, all is read twice; what is no
   * file, by way of a temporary one. A stream is read as it goes and must stay open meanwhile; this
   * reader need not. A row of more than 64 MiB, or of four frames, is refused.
   */
  @Override
  public Batches batches(int rows) throws IOException {
    long inferLength = inferLength();
    return Batches.open(input, inferLength == ALL, Format.NDJSON, encode(inferLength), rows);
  }

  @Override
  public void close() {
    input.close();
  }

  private long inferLength() {
    return inferLength != null ? inferLength : FIRST;
  }

  private byte[] encode(long inferLength) {
    WireWriter wire =
        new WireWriter()
            .optSchema(overrides)
            .i64(nRows)
            .i64(inferLength)
            .bool(ignoreErrors)
            .optStrings(columns);
    RowIndex.encode(wire, rowIndex);
    return wire.bool(lastDuplicateKey)
        .bool(lossyEscapes)
        .u8(binaryText == null ? 0 : binaryText.ordinal() + 1)
        .toBytes();
  }
}
