package io.github.polars4j;

import java.io.IOException;

/**
 * Reads frames of one format: what the five readers have in common. A reader of a file, buffer or
 * array can read as often as wanted, one of a stream once. It takes one call at a time.
 */
public sealed interface FrameReader extends AutoCloseable
    permits IpcReader, IpcStreamReader, ParquetReader, CsvReader, NdjsonReader {
  /**
   * The names and types of all columns. It reads a stream to its end, and keeps the bytes for
   * {@link #finish}.
   *
   * @throws IOException if the input cannot be read
   * @throws PolarsException if it is not what it should be, naming it
   * @throws IllegalStateException if this reader is closed or in use, or its stream was read
   */
  Schema schema() throws IOException;

  /** Reads these columns alone, in this order. They must exist and be distinct. */
  FrameReader withColumns(String... names);

  /**
   * Reads the first rows alone.
   *
   * @throws IllegalArgumentException if {@code rows} is negative
   */
  FrameReader withNRows(long rows);

  /**
   * Reads frames of up to {@code rows} rows. A stream must stay open meanwhile; this reader need
   * not.
   *
   * @throws IllegalArgumentException if {@code rows} is less than 1
   * @throws IOException if the input cannot be read; what a stream throws comes back as it is
   * @throws PolarsException if it is not what it should be, naming it
   * @throws IllegalStateException if this reader is closed or in use, or its stream was read
   */
  Batches batches(int rows) throws IOException;

  /**
   * Reads the frame, which is the caller's to close.
   *
   * @throws IOException if the input cannot be read; what a stream throws comes back as it is
   * @throws PolarsException if it is not what it should be, naming it
   * @throws IllegalStateException if this reader is closed or in use, or its stream was read
   */
  DataFrame finish() throws IOException;

  /** Refuses any later use. */
  @Override
  void close();
}
