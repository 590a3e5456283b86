package io.github.polars4j;

import io.github.polars4j.internal.io.Destination;
import io.github.polars4j.internal.io.WriteOnce;
import io.github.polars4j.internal.jni.Format;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.Utf8;
import io.github.polars4j.internal.wire.WireWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes comma-separated values: polars-io's {@code CsvWriter}. Durations are written in ISO 8601
 * ({@code PT1.5S}), binary data by {@link #withBinaryText}. Nested types have no CSV form and are
 * refused, as are dates and times beyond the years -262142 to 262141. Each writer writes once, by
 * {@link #finish} or by {@link #batched}; it takes one call at a time, and refuses options once it
 * was used.
 */
public final class CsvWriter implements FrameWriter {
  private final WriteOnce target;
  private boolean header = true;
  private char separator = ',';
  private char quoteChar = '"';
  private String nullValue = "";
  private @Nullable String dateFormat;
  private @Nullable String timeFormat;
  private @Nullable String datetimeFormat;
  private int floatPrecision = -1;
  private QuoteStyle quoteStyle = QuoteStyle.NECESSARY;
  private String lineTerminator = "\n";
  private @Nullable BinaryText binaryText;

  /** Writes to a file, which appears or is replaced when it is complete, and not before. */
  public CsvWriter(Path path) {
    this(Destination.of(path));
  }

  /** Writes to a stream, which is flushed in the end and not closed. */
  public CsvWriter(OutputStream stream) {
    this(Destination.of(stream));
  }

  /**
   * Writes to a channel, which is not closed.
   *
   * @throws IllegalArgumentException if it is in non-blocking mode
   */
  public CsvWriter(WritableByteChannel channel) {
    this(Destination.of(channel));
  }

  /** Writes to a file of any kind, which is committed when it is complete, or else discarded. */
  public CsvWriter(OutputFile file) {
    this(Destination.of(file));
  }

  private CsvWriter(Destination destination) {
    this.target = new WriteOnce("this CsvWriter", Format.CSV, destination);
  }

  /** Sets whether the names come first; true if not set. */
  public CsvWriter includeHeader(boolean header) {
    target.check();
    this.header = header;
    return this;
  }

  /** Does the same as {@link #includeHeader}, by the name that {@link CsvReader} has for it. */
  public CsvWriter withHeader(boolean header) {
    return includeHeader(header);
  }

  /**
   * Sets what stands between fields; a comma if not set.
   *
   * @throws IllegalArgumentException if it is no ASCII character
   */
  public CsvWriter withSeparator(char separator) {
    target.check();
    this.separator = Checks.ascii("separator", separator);
    return this;
  }

  /**
   * Sets what stands around quoted fields; a double quote if not set.
   *
   * @throws IllegalArgumentException if it is no ASCII character
   */
  public CsvWriter withQuoteChar(char quote) {
    target.check();
    this.quoteChar = Checks.ascii("quote character", quote);
    return this;
  }

  /**
   * Sets what stands for null; nothing if not set. It is written as it is: {@link #finish} and
   * {@link #batched} refuse one that has the quote character or, unless all is quoted, the
   * separator or a line break.
   */
  public CsvWriter withNullValue(String text) {
    target.check();
    this.nullValue = Utf8.check("null value", text);
    return this;
  }

  /** Sets how dates look, in chrono's format language ({@code %Y-%m-%d}). */
  public CsvWriter withDateFormat(String format) {
    target.check();
    this.dateFormat = Utf8.check("date format", format);
    return this;
  }

  /** Sets how times of day look, in chrono's format language ({@code %H:%M:%S}). */
  public CsvWriter withTimeFormat(String format) {
    target.check();
    this.timeFormat = Utf8.check("time format", format);
    return this;
  }

  /** Sets how dates with a time look, in chrono's format language. */
  public CsvWriter withDatetimeFormat(String format) {
    target.check();
    this.datetimeFormat = Utf8.check("datetime format", format);
    return this;
  }

  /**
   * Sets how many decimals floating point numbers have; as many as they need if not set.
   *
   * @throws IllegalArgumentException if it is not 0 to 1074, which no number exceeds
   */
  public CsvWriter withFloatPrecision(int decimals) {
    target.check();
    Checks.range("float precision", decimals, 0, 1074);
    this.floatPrecision = decimals;
    return this;
  }

  /** Sets which fields are quoted; those that need it if not set. */
  public CsvWriter withQuoteStyle(QuoteStyle style) {
    target.check();
    this.quoteStyle = Objects.requireNonNull(style, "style");
    return this;
  }

  /** Sets what ends a line, which must not be empty; a line feed if not set. */
  public CsvWriter withLineTerminator(String terminator) {
    target.check();
    this.lineTerminator = Utf8.check("line terminator", terminator);
    return this;
  }

  /** Sets how bytes are written; if not set, columns of binary data are refused. */
  public CsvWriter withBinaryText(BinaryText form) {
    target.check();
    this.binaryText = Objects.requireNonNull(form, "form");
    return this;
  }

  @Override
  public CsvWriter withProgress(ProgressListener listener) {
    target.progress(listener);
    return this;
  }

  @Override
  public CsvWriter withSync(boolean sync) {
    target.sync(sync);
    return this;
  }

  @Override
  public BatchedWriter batched(Schema schema) throws IOException {
    return new BatchedWriter(target, this::encode, schema, false);
  }

  @Override
  public void finish(DataFrame frame) throws IOException {
    target.finish(this::encode, frame.handle());
    Reference.reachabilityFence(frame);
  }

  @Override
  public long bytesWritten() {
    return target.bytes();
  }

  @Override
  public void close() {
    target.close();
  }

  private byte[] encode() {
    Checks.differ("separator", separator, "quote character", quoteChar);
    Checks.noLineBreak("separator", separator);
    Checks.noLineBreak("quote character", quoteChar);
    if (lineTerminator.isEmpty()) {
      throw new IllegalArgumentException("line terminator: must not be empty");
    }
    checkNullValue();
    return new WireWriter()
        .bool(header)
        .i32(separator)
        .i32(quoteChar)
        .str(nullValue)
        .optStr(dateFormat)
        .optStr(timeFormat)
        .optStr(datetimeFormat)
        .i32(floatPrecision)
        .u8(quoteStyle.ordinal())
        .str(lineTerminator)
        .u8(binaryText == null ? 0 : binaryText.ordinal() + 1)
        .toBytes();
  }

  /** Refuses text that would be taken for more than a field. */
  private void checkNullValue() {
    boolean quoted = quoteStyle == QuoteStyle.ALWAYS;
    boolean breaks =
        nullValue.indexOf(separator) >= 0
            || nullValue.indexOf('\n') >= 0
            || nullValue.indexOf('\r') >= 0
            || nullValue.contains(lineTerminator);
    if (nullValue.indexOf(quoteChar) >= 0 || (breaks && !quoted)) {
      throw new IllegalArgumentException(
          "null value '"
              + nullValue
              + "': must have no quote character and, unless all is quoted, no separator or line"
              + " break");
    }
  }
}
