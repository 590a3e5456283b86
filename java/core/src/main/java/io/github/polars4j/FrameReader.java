package io.github.polars4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads frames of one format. The five readers share these methods. A reader of a file, buffer or
 * array can read any number of times, a reader of a stream once. It takes one call at a time.
 */
public sealed interface FrameReader extends AutoCloseable
    permits IpcReader, IpcStreamReader, ParquetReader, CsvReader, NdjsonReader {
  /**
   * Returns a reader of a file, whose format {@link FileFormat#of(Path)} tells.
   *
   * @throws IllegalArgumentException if neither its content nor its name tells the format
   * @throws IOException if the file cannot be read
   */
  static FrameReader of(Path path) throws IOException {
    return FileFormat.of(path).reader(path);
  }

  /**
   * The names and types of all columns, {@link DataType.Unsupported} where a column cannot be read:
   * the others can, by {@link #withColumns}. It reads a stream to its end, and keeps the bytes for
   * {@link #finish}.
   *
   * @throws IOException if the input cannot be read
   * @throws PolarsException if the input is not valid; the message names it
   * @throws IllegalStateException if this reader is closed or in use, or its stream was read
   */
  Schema schema() throws IOException;

  /** Reads only these columns, in this order. They must exist and be distinct. */
  FrameReader withColumns(String... names);

  /**
   * Reads only the first rows.
   *
   * @throws IllegalArgumentException if {@code rows} is negative
   */
  FrameReader withNRows(long rows);

  /** Puts a {@code UInt32} column before the others that counts the rows from 0. */
  default FrameReader withRowIndex(String name) {
    return withRowIndex(name, 0);
  }

  /**
   * Puts a {@code UInt32} column before the others that counts the rows from {@code offset}.
   *
   * @throws IllegalArgumentException if the offset does not fit 32 bits
   */
  FrameReader withRowIndex(String name, long offset);

  /** Sets what is taken of the input at most; {@link ReadLimits#defaults} if not set. */
  FrameReader withLimits(ReadLimits limits);

  /**
   * Sets the progress listener. The thread that reads calls it with the number of rows that were
   * read so far, and of bytes of the input, which for files are estimated: with {@link #batches}
   * after each frame, with {@link #finish} at the end, and before it, with 0 rows, after each piece
   * of a stream, a channel or an {@link InputFile}. What it throws ends the reading.
   */
  FrameReader withProgress(ProgressListener listener);

  /**
   * Returns the key-value metadata of the input, empty if there is none, as always for CSV and
   * NDJSON; immutable. It reads as {@link #schema} does.
   *
   * @throws IOException if the input cannot be read
   * @throws PolarsException if the input is not valid; the message names it
   * @throws IllegalStateException if this reader is closed or in use, or its stream was read
   */
  default Map<String, String> customMetadata() throws IOException {
    return Map.of();
  }

  /**
   * Reads frames of up to {@code rows} rows each. A stream must stay open meanwhile; this reader
   * may be closed.
   *
   * @throws IllegalArgumentException if {@code rows} is less than 1
   * @throws IOException if the input cannot be read; exceptions of a stream reach the caller
   *     unchanged
   * @throws PolarsException if the input is not valid; the message names it
   * @throws IllegalStateException if this reader is closed or in use, or its stream was read
   */
  Batches batches(int rows) throws IOException;

  /**
   * Reads all rows into a frame, which the caller must close.
   *
   * @throws IOException if the input cannot be read; exceptions of a stream reach the caller
   *     unchanged
   * @throws PolarsException if the input is not valid; the message names it
   * @throws IllegalStateException if this reader is closed or in use, or its stream was read
   */
  DataFrame finish() throws IOException;

  /** Does the same as {@link #finish}. */
  default DataFrame read() throws IOException {
    return finish();
  }

  /** Closes this reader, which refuses any later use. */
  @Override
  void close();
}
