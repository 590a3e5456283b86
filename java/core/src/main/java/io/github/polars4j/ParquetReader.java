package io.github.polars4j;

import io.github.polars4j.internal.io.Input;
import io.github.polars4j.internal.io.Selection;
import io.github.polars4j.internal.jni.Format;
import io.github.polars4j.internal.wire.WireReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads Parquet files: polars-io's {@code ParquetReader}.
 *
 * <p>A reader of a file, buffer or array can read as often as wanted, one of a stream once. It
 * takes one call at a time.
 */
public final class ParquetReader implements FrameReader {
  private final Input input;
  private final Selection selection = new Selection();

  /** Reads a file. */
  public ParquetReader(Path path) {
    this(Input.of(path));
  }

  /** Reads a stream to its end, once; it is not closed. */
  public ParquetReader(InputStream stream) {
    this(Input.of(stream));
  }

  /** Reads what lies between the buffer's position and limit, and moves neither. */
  public ParquetReader(ByteBuffer buffer) {
    this(Input.of(buffer));
  }

  /** Reads bytes, which must not change meanwhile. */
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

  /** Puts a {@code UInt32} column before the others that counts the rows from 0. */
  public ParquetReader withRowIndex(String name) {
    return withRowIndex(name, 0);
  }

  /**
   * Puts a {@code UInt32} column before the others that counts the rows from {@code offset}.
   *
   * @throws IllegalArgumentException if the offset does not fit 32 bits
   */
  public ParquetReader withRowIndex(String name, long offset) {
    input.check();
    selection.rowIndex(name, offset);
    return this;
  }

  @Override
  public Schema schema() throws IOException {
    return new WireReader(input.describe(Format.PARQUET, selection.encode(), false)).schema();
  }

  /**
   * The file's key-value metadata, empty if there is none; immutable. The Arrow schema that some
   * writers keep there is left out. It reads as {@link #schema} does.
   *
   * @throws IOException if the input cannot be read
   * @throws PolarsException if it is not what it should be, naming it
   * @throws IllegalStateException if this reader is closed or in use, or its stream was read
   */
  public Map<String, String> customMetadata() throws IOException {
    WireReader wire = new WireReader(input.describe(Format.PARQUET, selection.encode(), false));
    wire.schema();
    return wire.optMap();
  }

  @Override
  public DataFrame finish() throws IOException {
    return new DataFrame(input.read(Format.PARQUET, selection.encode()));
  }

  /**
   * Reads frames of up to {@code rows} rows, and holds a few of them, or some 16 MB: whole row
   * groups together, or a large one in parts. A stream, whose end comes first, goes to a temporary
   * file. This reader need not stay open meanwhile.
   */
  @Override
  public Batches batches(int rows) throws IOException {
    return Batches.open(input, true, Format.PARQUET, selection.encode(), rows);
  }

  @Override
  public void close() {
    input.close();
  }
}
