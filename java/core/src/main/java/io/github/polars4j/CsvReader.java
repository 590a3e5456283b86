package io.github.polars4j;

import io.github.polars4j.internal.io.Input;
import io.github.polars4j.internal.io.RowIndex;
import io.github.polars4j.internal.jni.Format;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.Utf8;
import io.github.polars4j.internal.wire.WireReader;
import io.github.polars4j.internal.wire.WireWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads comma-separated values, also compressed by gzip, zlib or zstd: polars-io's {@code
 * CsvReader}.
 *
 * <p>A reader of a file, buffer or array can read as often as wanted, one of a stream once. It
 * takes one call at a time.
 */
public final class CsvReader implements FrameReader {
  private static final int NONE = -1;

  private final Input input;
  private char separator = ',';
  private boolean header = true;
  private List<String> nullValues = List.of();
  private int quoteChar = '"';
  private @Nullable Schema overrides;
  private boolean tryParseDates;
  private int skipRows;
  private int skipRowsAfterHeader;
  private long nRows = NONE;
  private long inferLength = 100;
  private boolean truncateRaggedLines;
  private boolean ignoreErrors;
  private @Nullable String commentPrefix;
  private @Nullable List<String> columns;
  private @Nullable RowIndex rowIndex;
  private boolean missingIsNull = true;
  private boolean decimalComma;
  private char eolChar = '\n';
  private boolean lossyUtf8;

  /** Reads a file. */
  public CsvReader(Path path) {
    this(Input.of(path));
  }

  /** Reads a stream to its end, once; it is not closed. */
  public CsvReader(InputStream stream) {
    this(Input.of(stream));
  }

  /** Reads what lies between the buffer's position and limit, and moves neither. */
  public CsvReader(ByteBuffer buffer) {
    this(Input.of(buffer));
  }

  /** Reads bytes, which must not change meanwhile. */
  public CsvReader(byte[] bytes) {
    this(Input.of(bytes));
  }

  private CsvReader(Input input) {
    this.input = input;
  }

  /**
   * Sets what stands between fields; a comma if not set.
   *
   * @throws IllegalArgumentException if it is no ASCII character
   */
  public CsvReader withSeparator(char separator) {
    input.check();
    this.separator = Checks.ascii("separator", separator);
    return this;
  }

  /** Sets whether the first line has the names; true if not set. */
  public CsvReader withHeader(boolean header) {
    input.check();
    this.header = header;
    return this;
  }

  /** Texts that stand for null, in any column. */
  public CsvReader withNullValues(String... texts) {
    input.check();
    this.nullValues = List.of(texts);
    return this;
  }

  /**
   * Sets what stands around quoted fields; a double quote if not set.
   *
   * @throws IllegalArgumentException if it is no ASCII character
   */
  public CsvReader withQuoteChar(char quote) {
    input.check();
    this.quoteChar = Checks.ascii("quote character", quote);
    return this;
  }

  /** Takes quotes for text. */
  public CsvReader withoutQuoting() {
    input.check();
    this.quoteChar = NONE;
    return this;
  }

  /**
   * Types of columns that are not to be inferred; they must exist, unless some are selected. Values
   * are refused that would not come whole: dates and times with digits beyond milliseconds, or out
   * of the range of nanoseconds, decimals with more digits, {@code Float32} beyond its range.
   * Digits beyond microseconds are cut off, and floating point numbers are the nearest that there
   * are.
   */
  public CsvReader withSchemaOverrides(Schema overrides) {
    input.check();
    this.overrides = Objects.requireNonNull(overrides, "overrides");
    return this;
  }

  /**
   * Sets whether what looks like a date or time becomes one; false if not set. With a date it is to
   * the microsecond, and further digits are cut off: {@link #withSchemaOverrides} can ask for
   * nanoseconds.
   */
  public CsvReader withTryParseDates(boolean parse) {
    input.check();
    this.tryParseDates = parse;
    return this;
  }

  /**
   * Sets how many lines are skipped before the header, whatever quotes they have; none if not set.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public CsvReader withSkipRows(int rows) {
    input.check();
    this.skipRows = (int) Checks.atLeast("rows to skip", rows, 0);
    return this;
  }

  /**
   * Sets how many lines are skipped after the header; none if not set.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public CsvReader withSkipRowsAfterHeader(int rows) {
    input.check();
    this.skipRowsAfterHeader = (int) Checks.atLeast("rows to skip after the header", rows, 0);
    return this;
  }

  @Override
  public CsvReader withNRows(long rows) {
    input.check();
    this.nRows = Checks.atLeast("number of rows", rows, 0);
    return this;
  }

  /**
   * Sets how many rows are looked at to find the types; 100 if not set, with 0 all columns are
   * text.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public CsvReader withInferSchemaLength(int rows) {
    input.check();
    this.inferLength = Checks.atLeast("infer schema length", rows, 0);
    return this;
  }

  /** Looks at all rows to find the types. */
  public CsvReader withInferSchemaAll() {
    input.check();
    this.inferLength = NONE;
    return this;
  }

  /**
   * Sets whether fields beyond the last column are dropped instead of refused; false if not set.
   */
  public CsvReader withTruncateRaggedLines(boolean truncate) {
    input.check();
    this.truncateRaggedLines = truncate;
    return this;
  }

  /** Sets whether values that do not fit become null instead of an exception; false if not set. */
  public CsvReader withIgnoreErrors(boolean ignore) {
    input.check();
    this.ignoreErrors = ignore;
    return this;
  }

  /** Sets how lines begin that are skipped; there are none if not set. */
  public CsvReader withCommentPrefix(String prefix) {
    input.check();
    this.commentPrefix = Utf8.check("comment prefix", prefix);
    return this;
  }

  /**
   * Reads these columns alone, which must exist and be distinct.
   *
   * @throws IllegalArgumentException if there are none
   */
  @Override
  public CsvReader withColumns(String... names) {
    input.check();
    Checks.atLeast("number of columns", names.length, 1);
    this.columns = List.of(names);
    return this;
  }

  /** Puts a {@code UInt32} column before the others that counts the rows from 0. */
  public CsvReader withRowIndex(String name) {
    return withRowIndex(name, 0);
  }

  /**
   * Puts a {@code UInt32} column before the others that counts the rows from {@code offset}.
   *
   * @throws IllegalArgumentException if the offset does not fit 32 bits
   */
  public CsvReader withRowIndex(String name, long offset) {
    input.check();
    this.rowIndex = new RowIndex(name, offset);
    return this;
  }

  /** Sets whether an empty field of a text column is null, not empty text; true if not set. */
  public CsvReader withMissingIsNull(boolean missingIsNull) {
    input.check();
    this.missingIsNull = missingIsNull;
    return this;
  }

  /** Sets whether decimals have a comma; false if not set. The separator must be another then. */
  public CsvReader withDecimalComma(boolean decimalComma) {
    input.check();
    this.decimalComma = decimalComma;
    return this;
  }

  /**
   * Sets what ends a line; a line feed if not set.
   *
   * @throws IllegalArgumentException if it is no ASCII character
   */
  public CsvReader withEolChar(char eol) {
    input.check();
    this.eolChar = Checks.ascii("end-of-line character", eol);
    return this;
  }

  /**
   * Sets whether bytes that are no UTF-8 are replaced instead of refused; false if not set. UTF-16
   * is refused by its byte order mark.
   */
  public CsvReader withLossyUtf8(boolean lossy) {
    input.check();
    this.lossyUtf8 = lossy;
    return this;
  }

  /**
   * The names and types of all columns, as the rows and options give them. It reads a stream to its
   * end, and keeps the bytes for {@link #finish}.
   */
  @Override
  public Schema schema() throws IOException {
    return new WireReader(input.describe(Format.CSV, encode(), false)).schema();
  }

  @Override
  public DataFrame finish() throws IOException {
    return new DataFrame(input.read(Format.CSV, encode()));
  }

  /**
   * Reads frames of {@code rows} rows each, the last one of what is left, and holds no more than a
   * few of them. The types are those that {@link #finish} finds; with {@link #withInferSchemaAll}
   * all is read twice for them, a stream by way of a temporary file. A stream is read as it goes
   * and must stay open meanwhile; this reader need not. A row of more than 64 MiB, or of four
   * frames, is refused.
   */
  @Override
  public Batches batches(int rows) throws IOException {
    return Batches.open(input, inferLength == NONE, Format.CSV, encode(), rows);
  }

  @Override
  public void close() {
    input.close();
  }

  private byte[] encode() {
    Checks.differ("separator", separator, "quote character", quoteChar);
    Checks.differ("separator", separator, "end-of-line character", eolChar);
    Checks.differ("separator", separator, "decimal comma", decimalComma ? ',' : NONE);
    WireWriter wire = new WireWriter();
    wire.i32(separator).bool(header).strings(nullValues).i32(quoteChar).optSchema(overrides);
    wire.bool(tryParseDates).i32(skipRows).i32(skipRowsAfterHeader).i64(nRows).i64(inferLength);
    wire.bool(truncateRaggedLines).bool(ignoreErrors).optStr(commentPrefix).optStrings(columns);
    RowIndex.encode(wire, rowIndex);
    wire.bool(missingIsNull).bool(decimalComma).i32(eolChar).bool(lossyUtf8);
    return wire.toBytes();
  }
}
