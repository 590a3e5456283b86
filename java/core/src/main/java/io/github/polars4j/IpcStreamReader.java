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
import java.util.Map;

/**
 * Reads Arrow IPC streams: polars-io's {@code IpcStreamReader}.
 *
 * <p>Of an {@code InputStream} or a channel it takes the bytes of the Arrow stream and none beyond:
 * {@link #schema} returns when the schema has come, {@link #batches} gives each record batch when
 * it has come, and what stands behind the end of the Arrow stream, another one for instance, is
 * still there to read. {@link #finish} with {@link #withNRows} stops behind the record batch that
 * has the last of these rows.
 *
 * <p>A reader of a file, buffer or array can read as often as wanted, one of a stream once. It
 * takes one call at a time.
 */
public final class IpcStreamReader implements FrameReader {
  private final Input input;
  private final Selection selection = new Selection();

  /** Reads a file. */
  public IpcStreamReader(Path path) {
    this(Input.of(path));
  }

  /** Reads a file of any kind from front to back; it is not closed. */
  public IpcStreamReader(InputFile file) {
    this(Input.of(file));
  }

  /** Reads a stream to the end of the Arrow stream, once; it is not closed. */
  public IpcStreamReader(InputStream stream) {
    this(Input.of(stream));
  }

  /**
   * Reads a channel to the end of the Arrow stream, once; it is not closed.
   *
   * @throws IllegalArgumentException if it is in non-blocking mode
   */
  public IpcStreamReader(ReadableByteChannel channel) {
    this(Input.of(channel));
  }

  /** Reads what lies between the buffer's position and limit, and moves neither. */
  public IpcStreamReader(ByteBuffer buffer) {
    this(Input.of(buffer));
  }

  /** Reads bytes, which must not change meanwhile. */
  public IpcStreamReader(byte[] bytes) {
    this(Input.of(bytes));
  }

  private IpcStreamReader(Input input) {
    this.input = input;
  }

  @Override
  public IpcStreamReader withColumns(String... names) {
    input.check();
    selection.columns(names);
    return this;
  }

  @Override
  public IpcStreamReader withNRows(long rows) {
    input.check();
    selection.nRows(rows);
    return this;
  }

  /**
   * Reads only {@code rows} rows, or as many as there are, from the row {@code offset} on, which is
   * counted from 0. The rows before and behind are passed over: an {@code InputStream} or a channel
   * is read to the end of the Arrow stream, so that what follows is next, another one for instance.
   * {@link #withNRows} does not wait for that end.
   *
   * @throws IllegalArgumentException if one of the numbers is negative
   */
  public IpcStreamReader withSlice(long offset, long rows) {
    input.check();
    selection.slice(offset, rows);
    return this;
  }

  @Override
  public IpcStreamReader withLimits(ReadLimits limits) {
    input.check();
    input.limits(limits);
    return this;
  }

  @Override
  public IpcStreamReader withProgress(ProgressListener listener) {
    input.check();
    input.progress(listener);
    return this;
  }

  @Override
  public IpcStreamReader withRowIndex(String name) {
    return withRowIndex(name, 0);
  }

  @Override
  public IpcStreamReader withRowIndex(String name, long offset) {
    input.check();
    selection.rowIndex(name, offset);
    return this;
  }

  /** Sets whether each column is brought into one piece of memory; false if not set. */
  public IpcStreamReader withRechunk(boolean rechunk) {
    input.check();
    selection.rechunk(rechunk);
    return this;
  }

  /**
   * As {@link FrameReader#schema}; of a stream it reads as far as the schema, and keeps the bytes.
   */
  @Override
  public Schema schema() throws IOException {
    return new WireReader(input.describe(Format.IPC_STREAM, selection.encode(), false)).schema();
  }

  /** {@inheritDoc} It is that of the schema; that of the fields is in {@link Field#metadata}. */
  @Override
  public Map<String, String> customMetadata() throws IOException {
    WireReader wire = new WireReader(input.describe(Format.IPC_STREAM, selection.encode(), false));
    wire.schema();
    return wire.optMap();
  }

  @Override
  public DataFrame finish() throws IOException {
    return new DataFrame(input.read(Format.IPC_STREAM, selection.encode()));
  }

  /**
   * Reads frames of up to {@code rows} rows. A stream must stay open meanwhile; this reader need
   * not. Record batches of a stream or channel are handed out when they have come, however few rows
   * they have.
   */
  @Override
  public Batches batches(int rows) throws IOException {
    return Batches.open(input, false, Format.IPC_STREAM, selection.encode(), rows);
  }

  /**
   * Reads a frame for each record batch that the stream has, except empty ones. Otherwise it does
   * the same as {@link #batches(int)}.
   *
   * @throws IOException if the input cannot be read; exceptions of a stream reach the caller
   *     unchanged
   * @throws PolarsException if the input is not valid; the message names it
   * @throws IllegalStateException if this reader is closed or in use, or its stream was read
   */
  public Batches batches() throws IOException {
    return Batches.own(input, false, Format.IPC_STREAM, selection.encode());
  }

  @Override
  public void close() {
    input.close();
  }
}
