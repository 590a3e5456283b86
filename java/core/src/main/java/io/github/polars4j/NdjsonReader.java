package io.github.polars4j;

import io.github.polars4j.internal.io.Input;
import io.github.polars4j.internal.jni.Format;
import io.github.polars4j.internal.wire.Checks;
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
 * Reads JSON, an object a line: polars-io's {@code JsonReader} for {@code JsonLines}.
 *
 * <p>A reader of a file, buffer or array can read as often as wanted, one of a stream once. It
 * takes one call at a time.
 */
public final class NdjsonReader implements FrameReader {
  private static final int ALL = -1;
  private static final int FIRST = 100;

  private final Input input;
  private @Nullable Schema overrides;
  private long nRows = -1;
  private @Nullable Long inferLength;
  private boolean ignoreErrors;
  private @Nullable List<String> columns;

  /** Reads a file. */
  public NdjsonReader(Path path) {
    this(Input.of(path));
  }

  /** Reads a stream to its end, once; it is not closed. */
  public NdjsonReader(InputStream stream) {
    this(Input.of(stream));
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
   * Types of columns that are not to be inferred; they must exist. Times, durations, decimals and
   * binary data cannot be read. Values are refused that would not come whole, as by {@link
   * CsvReader#withSchemaOverrides}. What a column's type has no field for is left out, and where
   * every column is given a type, so are other keys that only later rows have.
   */
  public NdjsonReader withSchemaOverrides(Schema overrides) {
    input.check();
    this.overrides = Objects.requireNonNull(overrides, "overrides");
    return this;
  }

  @Override
  public NdjsonReader withColumns(String... names) {
    input.check();
    this.columns = List.of(names);
    return this;
  }

  @Override
  public NdjsonReader withNRows(long rows) {
    input.check();
    this.nRows = Checks.atLeast("number of rows", rows, 0);
    return this;
  }

  /**
   * Sets how many rows are looked at to find the columns and their types. If neither this nor
   * {@link #withInferSchemaAll} is set, all are, except by {@link #batches} of what can be read
   * only once (a stream, a pipe) or with {@link #withNRows}: the first 100 then, or as many as are
   * read if those are more. Later rows with keys that none of these has, at any depth, are refused.
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
   * The names and types of all columns, as the rows and options give them. It reads a stream to its
   * end, and keeps the bytes for {@link #finish}.
   */
  @Override
  public Schema schema() throws IOException {
    return new WireReader(input.describe(Format.NDJSON, encode(inferLength(true)), false)).schema();
  }

  @Override
  public DataFrame finish() throws IOException {
    return new DataFrame(input.read(Format.NDJSON, encode(inferLength(true))));
  }

  /**
   * Reads frames of {@code rows} rows each, the last one of what is left, and holds no more than a
   * few of them. Where all rows are looked at to find the types, all is read twice; what is no
   * file, by way of a temporary one. A stream is read as it goes and must stay open meanwhile; this
   * reader need not. A row of more than 64 MiB, or of four frames, is refused.
   */
  @Override
  public Batches batches(int rows) throws IOException {
    long inferLength = inferLength(input.lasts());
    return Batches.open(input, inferLength == ALL, Format.NDJSON, encode(inferLength), rows);
  }

  @Override
  public void close() {
    input.close();
  }

  /** How many rows give the types; {@code again} says that the input can be read twice. */
  private long inferLength(boolean again) {
    if (inferLength != null) {
      return inferLength;
    }
    return again && nRows < 0 ? ALL : Math.max(FIRST, nRows);
  }

  private byte[] encode(long inferLength) {
    return new WireWriter()
        .optSchema(overrides)
        .i64(nRows)
        .i64(inferLength)
        .bool(ignoreErrors)
        .optStrings(columns)
        .toBytes();
  }
}
