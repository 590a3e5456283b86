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
import java.util.List;
import java.util.Map;

/**
 * Reads Arrow IPC files: polars-io's {@code IpcReader}.
 *
 * <p>A reader of a file, buffer or array can read as often as wanted, one of a stream once. It
 * takes one call at a time.
 */
public final class IpcReader implements FrameReader {
  private static final List<String> CODECS = List.of("none", "lz4", "zstd");

  private final Input input;
  private final Selection selection = new Selection();

  /** Reads a file. */
  public IpcReader(Path path) {
    this(Input.of(path));
  }

  /** Reads a file of any kind, no more of it than is needed; it is not closed. */
  public IpcReader(InputFile file) {
    this(Input.of(file));
  }

  /** Reads a stream to its end, once; it is not closed. */
  public IpcReader(InputStream stream) {
    this(Input.of(stream));
  }

  /**
   * Reads a channel to its end, once; it is not closed. {@link InputFile#of} reads one at any
   * place.
   *
   * @throws IllegalArgumentException if it is in non-blocking mode
   */
  public IpcReader(ReadableByteChannel channel) {
    this(Input.of(channel));
  }

  /** Reads what lies between the buffer's position and limit, and moves neither. */
  public IpcReader(ByteBuffer buffer) {
    this(Input.of(buffer));
  }

  /** Reads bytes, which must not change meanwhile. */
  public IpcReader(byte[] bytes) {
    this(Input.of(bytes));
  }

  private IpcReader(Input input) {
    this.input = input;
  }

  @Override
  public IpcReader withColumns(String... names) {
    input.check();
    selection.columns(names);
    return this;
  }

  @Override
  public IpcReader withNRows(long rows) {
    input.check();
    selection.nRows(rows);
    return this;
  }

  /**
   * Reads only {@code rows} rows, or as many as there are, from the row {@code offset} on, which is
   * counted from 0. No other record batches are read than those that have such rows.
   *
   * @throws IllegalArgumentException if one of the numbers is negative
   */
  public IpcReader withSlice(long offset, long rows) {
    input.check();
    selection.slice(offset, rows);
    return this;
  }

  @Override
  public IpcReader withLimits(ReadLimits limits) {
    input.check();
    input.limits(limits);
    return this;
  }

  @Override
  public IpcReader withProgress(ProgressListener listener) {
    input.check();
    input.progress(listener);
    return this;
  }

  @Override
  public IpcReader withRowIndex(String name) {
    return withRowIndex(name, 0);
  }

  @Override
  public IpcReader withRowIndex(String name, long offset) {
    input.check();
    selection.rowIndex(name, offset);
    return this;
  }

  /**
   * Sets whether the values of an uncompressed file stay in it: it is mapped, and nothing is copied
   * that need not be. What the file says is checked in any case. False if not set: the values are
   * read into memory, and whatever happens to the file afterwards does not matter.
   *
   * <p>A mapped file must not change while the frame or anything made of it lives: if it does,
   * values change, and if it is cut off, the process may end. On Linux a file on a local file
   * system, of the process's own user, that nobody writes, is kept from that by a read lease:
   * somebody who opens it for writing or truncates it waits a moment, in which the values are
   * copied (with {@code O_NONBLOCK}, is refused for that moment). The kernel waits for {@code
   * /proc/sys/fs/lease-break-time} seconds, 45 as a rule, and no longer: a process that is stopped
   * for so long is not protected.
   *
   * @throws IllegalArgumentException if the input is not a file of the default file system
   */
  public IpcReader memoryMapped(boolean memoryMapped) {
    input.check();
    if (memoryMapped && !input.isNativeFile()) {
      throw new IllegalArgumentException("memoryMapped: only a Path can be mapped");
    }
    selection.memoryMapped(memoryMapped);
    return this;
  }

  /** Does the same as {@link #memoryMapped}. */
  public IpcReader withMemoryMapped(boolean memoryMapped) {
    return memoryMapped(memoryMapped);
  }

  /** Sets whether each column is brought into one piece of memory; false if not set. */
  public IpcReader withRechunk(boolean rechunk) {
    input.check();
    selection.rechunk(rechunk);
    return this;
  }

  @Override
  public Schema schema() throws IOException {
    return new WireReader(input.describe(Format.IPC, selection.encode(), false)).schema();
  }

  /** {@inheritDoc} It is that of the schema; that of the fields is in {@link Field#metadata}. */
  @Override
  public Map<String, String> customMetadata() throws IOException {
    WireReader wire = new WireReader(input.describe(Format.IPC, selection.encode(), false));
    wire.schema();
    return wire.optMap();
  }

  /**
   * How the file is laid out. It reads as {@link #schema} does.
   *
   * @throws IOException if the input cannot be read
   * @throws PolarsException if it is not what it should be, naming it
   * @throws IllegalStateException if this reader is closed or in use, or its stream was read
   */
  public IpcLayout layout() throws IOException {
    WireReader wire = new WireReader(input.describe(Format.IPC, selection.encode(), true));
    String codec = CODECS.get(wire.u8());
    int dictionaries = wire.i32();
    long fileSize = wire.i64();
    List<RecordBatchInfo> batches = new ArrayList<>();
    for (int left = wire.i32(); left > 0; left--) {
      batches.add(new RecordBatchInfo(wire.i64(), wire.i64(), wire.i64()));
    }
    return new IpcLayout(codec, batches, dictionaries, fileSize);
  }

  /**
   * Reads the record batch of that number, counted from 0, into a frame, which the caller must
   * close. Columns and a row index are as set; a slice or number of rows counts from the record
   * batch's first row. {@link #layout} tells how many there are.
   *
   * @throws IllegalArgumentException if there is none of that number
   * @throws IOException if the input cannot be read
   * @throws PolarsException if the input is not valid; the message names it
   * @throws IllegalStateException if this reader is closed or in use, or its stream was read
   */
  public DataFrame readBatch(int index) throws IOException {
    return new DataFrame(input.read(Format.IPC, selection.encodeOf(index)));
  }

  @Override
  public DataFrame finish() throws IOException {
    return new DataFrame(input.read(Format.IPC, selection.encode()));
  }

  /** Reads frames of up to {@code rows} rows. This reader need not stay open meanwhile. */
  @Override
  public Batches batches(int rows) throws IOException {
    return Batches.open(input, true, Format.IPC, selection.encode(), rows);
  }

  /**
   * Reads a frame for each record batch that the file has, except empty ones. Otherwise it does the
   * same as {@link #batches(int)}.
   *
   * @throws IOException if the input cannot be read; exceptions of a stream reach the caller
   *     unchanged
   * @throws PolarsException if the input is not valid; the message names it
   * @throws IllegalStateException if this reader is closed or in use, or its stream was read
   */
  public Batches batches() throws IOException {
    return Batches.own(input, true, Format.IPC, selection.encode());
  }

  @Override
  public void close() {
    input.close();
  }
}
