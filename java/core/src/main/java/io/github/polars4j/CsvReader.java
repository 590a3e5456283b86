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
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads comma-separated values, also compressed by gzip, zlib or zstd.
 *
 * <p>A reader of a file, buffer or array can read as often as wanted, one of a stream once. It
 * takes one call at a time.
 */
public final class CsvReader implements FrameReader {
  private static final int NONE = -1;

  /** Enough for a column that is empty, or of whole numbers, in its first thousands of rows. */
  private static final int INFERRED = 10_000;

  private final Input input;
  private int separator = NONE;
  private boolean header = true;
  private List<String> nullValues = List.of();
  private int quoteChar = '"';
  private @Nullable Schema overrides;
  private boolean tryParseDates;
  private int skipRows;
  private int skipRowsAfterHeader;
  private long nRows = NONE;
  private long inferLength = INFERRED;
  private boolean truncateRaggedLines;
  private boolean ignoreErrors;
  private @Nullable String commentPrefix;
  private @Nullable List<String> columns;
  private @Nullable RowIndex rowIndex;
  private boolean missingIsNull = true;
  private boolean decimalComma;
  private int eolChar = NONE;
  private boolean lossyUtf8;
  private int escapeChar = NONE;
  private @Nullable Charset encoding;
  private @Nullable String dateFormat;
  private @Nullable String timeFormat;
  private @Nullable String datetimeFormat;
  private @Nullable BinaryText binaryText;

  /** Reads a file. */
  public CsvReader(Path path) {
    this(Input.of(path));
  }

  /** Reads a file of any kind from front to back; it is not closed. */
  public CsvReader(InputFile file) {
    this(Input.of(file));
  }

  /** Reads a stream to its end, once; it is not closed. */
  public CsvReader(InputStream stream) {
    this(Input.of(stream));
  }

  /**
   * Reads a channel to its end, once; it is not closed.
   *
   * @throws IllegalArgumentException if it is in non-blocking mode
   */
  public CsvReader(ReadableByteChannel channel) {
    this(Input.of(channel));
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
   * Sets what stands between fields. If it is not set it is a comma, or what a first line such as
   * {@code sep=;} says; input whose fields are separated by a semicolon, tab or bar in every line
   * is refused then. If it is set, a first line that says the same is left out, and one that says
   * another is refused. So is input of two and more rows that do not have the semicolon, tab or bar
   * that was set, where another of these, or a comma also in the header, is as often in every line:
   * {@link #withSchemaOverrides} that names the one column takes each line as a value.
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

  /**
   * Sets what takes its meaning from the character after it, within quotes and without, such as a
   * backslash in {@code "say \"hi\""}; none if not set: quotes within a quoted field are doubled
   * then. It may stand before itself, a quote, a separator and an end of line; before anything else
   * it is refused, with the line. A field that is {@code \N}, what databases write for null, stays
   * so: {@link #withNullValues} may name it.
   *
   * @throws IllegalArgumentException if it is no ASCII character
   */
  public CsvReader withEscapeChar(char escape) {
    input.check();
    this.escapeChar = Checks.ascii("escape character", escape);
    return this;
  }

  /**
   * Sets the encoding of the text; UTF-8 if not set. The text is decoded as it is read, also out of
   * gzip and zlib. Bytes that the encoding does not have are refused with their line and place, or
   * replaced if {@link #withLossyUtf8} is set.
   */
  public CsvReader withEncoding(Charset encoding) {
    input.check();
    this.encoding = Objects.requireNonNull(encoding, "encoding");
    return this;
  }

  /** Takes quotes for text. */
  public CsvReader withoutQuoting() {
    input.check();
    this.quoteChar = NONE;
    return this;
  }

  /**
   * Sets the types of columns, which must exist, unless some are selected. A value that does not
   * come whole as that type is refused: a number out of range, a date or time in another shape than
   * ISO 8601 (see {@link #withDateFormat}), digits that a decimal or a unit of time does not have,
   * an instant without an offset from UTC in a column with another time zone. Floating point
   * numbers are the nearest that there are. Durations are read from ISO 8601 ({@code PT1.5S}),
   * binary data by {@link #withBinaryText}. Nested types are refused.
   */
  public CsvReader withSchemaOverrides(Schema overrides) {
    input.check();
    this.overrides = Objects.requireNonNull(overrides, "overrides");
    return this;
  }

  /** The types that are not to be inferred. */
  Schema given() {
    return overrides == null ? new Schema(List.of()) : overrides;
  }

  /** Sets how text says the bytes of columns that {@link #withSchemaOverrides} gives as Binary. */
  public CsvReader withBinaryText(BinaryText form) {
    input.check();
    this.binaryText = Objects.requireNonNull(form, "form");
    return this;
  }

  /**
   * Sets whether columns of dates and times get these types; false if not set. Only ISO 8601 is
   * one: {@code 2024-01-31}, {@code 23:59:59.5}, {@code 2024-01-31T23:59:59.5} (or with a space),
   * with an offset such as {@code Z} or {@code +01:00} as an instant in UTC. Date and time together
   * are in microseconds, or in nanoseconds where digits ask for it. For other shapes there is
   * {@link #withDateFormat}.
   */
  public CsvReader withTryParseDates(boolean parse) {
    input.check();
    this.tryParseDates = parse;
    return this;
  }

  /**
   * Sets the format of dates, in the notation of {@code strftime}: {@code %d.%m.%Y}. Columns whose
   * values all have it become dates, and those that are given this type are read by it. ISO 8601 if
   * not set. A year of {@code %Y} has four digits, one of {@code %y} two.
   *
   * @throws IllegalArgumentException when reading, if it is no format, or says more than a date has
   */
  public CsvReader withDateFormat(String format) {
    input.check();
    this.dateFormat = Utf8.check("date format", format);
    return this;
  }

  /** Sets the format of times, such as {@code %H:%M}, as {@link #withDateFormat} does for dates. */
  public CsvReader withTimeFormat(String format) {
    input.check();
    this.timeFormat = Utf8.check("time format", format);
    return this;
  }

  /**
   * Sets the format of dates with a time, such as {@code %d.%m.%Y %H:%M:%S%.f}, as {@link
   * #withDateFormat} does for dates. With {@code %z} they are instants. Names of time zones ({@code
   * %Z}) are refused.
   */
  public CsvReader withDatetimeFormat(String format) {
    input.check();
    this.datetimeFormat = Utf8.check("datetime format", format);
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
   * Sets how many rows are skipped after the header; none if not set. Each is a line, or the lines
   * of its quoted fields; blank lines and comments count as well.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public CsvReader withSkipRowsAfterHeader(int rows) {
    input.check();
    this.skipRowsAfterHeader = (int) Checks.atLeast("rows to skip after the header", rows, 0);
    return this;
  }

  /**
   * Reads so many rows at the most. The types, as {@link #withInferSchemaLength} and {@link
   * #withInferSchemaAll} say, come from the rows behind them too.
   *
   * @throws IllegalArgumentException if it is negative
   */
  @Override
  public CsvReader withNRows(long rows) {
    input.check();
    this.nRows = Checks.atLeast("number of rows", rows, 0);
    return this;
  }

  @Override
  public CsvReader withLimits(ReadLimits limits) {
    input.check();
    input.limits(limits);
    return this;
  }

  @Override
  public CsvReader withProgress(ProgressListener listener) {
    input.check();
    input.progress(listener);
    return this;
  }

  /**
   * Sets how many rows are looked at to find the types; 10,000 if not set, with 0 all columns are
   * text. A column gets the narrowest type that gives back what is written: {@code Boolean}, {@code
   * Int64}, {@code UInt64}, {@code Float64} where that is exact, {@code Decimal}, else text. Digits
   * with leading zeros are text. Where a later row asks for a wider type {@link #finish} reads the
   * input again and gives the column the type that all rows have; {@link #batches} throws a {@link
   * SchemaMismatchException} there. So it is with the number of columns where there is no header.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public CsvReader withInferSchemaLength(int rows) {
    input.check();
    this.inferLength = Checks.atLeast("infer schema length", rows, 0);
    return this;
  }

  /** Looks at all rows to find the types, in a pass of its own. */
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

  @Override
  public CsvReader withRowIndex(String name) {
    return withRowIndex(name, 0);
  }

  @Override
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
   * Sets what ends a line. If it is not set it is a line feed, with or without carriage returns
   * before it, or a carriage return alone where the input has no line feed. Input with both is
   * refused.
   *
   * @throws IllegalArgumentException if it is no ASCII character
   */
  public CsvReader withEolChar(char eol) {
    input.check();
    this.eolChar = Checks.ascii("end-of-line character", eol);
    return this;
  }

  /**
   * Sets whether bytes that are no UTF-8, or not of {@link #withEncoding}, are replaced instead of
   * refused; false if not set. UTF-16 is refused by its byte order mark if no encoding is set.
   */
  public CsvReader withLossyUtf8(boolean lossy) {
    input.check();
    this.lossyUtf8 = lossy;
    return this;
  }

  /**
   * Returns the names and types of all columns, as the rows that are looked at and the options give
   * them. It reads a stream to its end, and keeps the bytes for {@link #finish}.
   */
  @Override
  public Schema schema() throws IOException {
    return new WireReader(text().describe(Format.CSV, encode(), false)).schema();
  }

  @Override
  public DataFrame finish() throws IOException {
    return new DataFrame(text().read(Format.CSV, encode()));
  }

  /**
   * Reads frames of {@code rows} rows each, the last one of what is left, and holds no more than a
   * few of them. The types are those that {@link #finish} finds; with {@link #withInferSchemaAll}
   * all is read twice for them, a stream by way of a temporary file. A stream is read as it goes
   * and must stay open meanwhile; this reader need not. A row of more than 64 MiB, or of four
   * frames, is refused; {@link #finish} takes 1 GiB.
   */
  @Override
  public Batches batches(int rows) throws IOException {
    return Batches.open(text(), inferLength == NONE, Format.CSV, encode(), rows);
  }

  @Override
  public void close() {
    input.close();
  }

  /** The input as UTF-8. */
  private Input text() {
    return encoding == null || encoding.equals(StandardCharsets.UTF_8)
        ? input
        : input.decoded(encoding, lossyUtf8);
  }

  private byte[] encode() {
    boolean comma = decimalComma && separator != NONE; // else a first line may say the separator
    int between = separator == NONE ? ',' : separator;
    int end = eolChar == NONE ? '\n' : eolChar;
    Checks.differ("separator", between, "quote character", quoteChar);
    Checks.differ("separator", between, "end-of-line character", end);
    Checks.differ("separator", between, "escape character", escapeChar);
    Checks.differ("separator", between, "decimal comma", comma ? ',' : NONE);
    WireWriter wire = new WireWriter();
    wire.i32(separator).bool(header).strings(nullValues).i32(quoteChar).optSchema(overrides);
    wire.bool(tryParseDates).i32(skipRows).i32(skipRowsAfterHeader).i64(nRows).i64(inferLength);
    wire.bool(truncateRaggedLines).bool(ignoreErrors).optStr(commentPrefix).optStrings(columns);
    RowIndex.encode(wire, rowIndex);
    wire.bool(missingIsNull).bool(decimalComma).i32(eolChar).bool(lossyUtf8).i32(escapeChar);
    wire.optStr(dateFormat).optStr(timeFormat).optStr(datetimeFormat);
    wire.u8(binaryText == null ? 0 : binaryText.ordinal() + 1);
    return wire.toBytes();
  }
}
