package io.github.polars4j;

import io.github.polars4j.internal.dataset.PartFiles;
import io.github.polars4j.internal.wire.Checks;
import java.io.Flushable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as several files below a folder: by the values of columns, by size, or both.
 *
 * <pre>{@code
 * try (DatasetWriter writer =
 *     new DatasetWriter(Path.of("flights"), FileFormat.PARQUET).withPartitionBy("year", "month")) {
 *   writer.writeBatch(frame);
 *   writer.finish();
 * }
 * }</pre>
 *
 * <p>That makes {@code flights/year=2013/month=1/part-0.parquet} and so on, as Hive, Spark and
 * pyarrow name them: the partition columns are not in the files. Rows one by one and objects are
 * written by {@link #appender(Schema)} and {@link #rows(Class)}. Names and values are encoded as in
 * URLs, null is {@code __HIVE_DEFAULT_PARTITION__}. {@link Dataset#in} reads them back.
 *
 * <p>Each file appears whole or not at all. A writer that is closed without {@link #finish} leaves
 * the files that were complete by then. It takes one call at a time, and no options after its first
 * frame.
 */
public final class DatasetWriter implements RowSink, AutoCloseable, Flushable {
  /** Several files, which get batches of rows. */
  private record Parts(DatasetWriter writer) implements Appender.Target {
    @Override
    public void append(DataFrame batch) throws IOException {
      writer.writeBatch(batch);
    }

    @Override
    public void flush() throws IOException {
      writer.flush();
    }

    @Override
    public void finish() throws IOException {
      writer.finish();
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }

    @Override
    public long bytesWritten() {
      return writer.bytesWritten();
    }
  }

  private final Path folder;
  private final FileFormat format;
  private List<String> columns = List.of();
  private long rows = Long.MAX_VALUE;
  private long bytes = Long.MAX_VALUE;
  private ExistingData existing = ExistingData.ERROR;
  private @Nullable Function<? super Path, ? extends FrameWriter> writer;
  private @Nullable ProgressListener listener;
  private boolean sync;
  private @Nullable PartFiles files;
  private boolean closed;

  /** Writes files of that format below a folder, which is made if it is not there. */
  public DatasetWriter(Path folder, FileFormat format) {
    this.folder = Objects.requireNonNull(folder, "folder");
    this.format = Objects.requireNonNull(format, "format");
  }

  /**
   * Sets the columns whose values are folders, the first one outermost; none if not set. They are
   * integers, dates, truth values, text or categories.
   *
   * @throws DuplicateException if a column is named twice
   */
  public DatasetWriter withPartitionBy(String... columns) {
    check();
    List<String> all = List.of(columns);
    if (all.stream().distinct().count() < all.size()) {
      throw new DuplicateException("partition columns " + all + ": each may be named once");
    }
    this.columns = all;
    return this;
  }

  /**
   * Sets how many rows a file has at most.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public DatasetWriter withMaxRows(long rows) {
    check();
    this.rows = Checks.atLeast("rows", rows, 1);
    return this;
  }

  /**
   * Sets of how many bytes of frames in memory a file is made at most, but for one row. Files are
   * smaller, as their encoding is.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public DatasetWriter withMaxBytes(long bytes) {
    check();
    this.bytes = Checks.atLeast("bytes", bytes, 1);
    return this;
  }

  /**
   * Sets what happens where the folder has files already; {@link ExistingData#ERROR} if not set.
   */
  public DatasetWriter withExisting(ExistingData existing) {
    check();
    this.existing = Objects.requireNonNull(existing, "existing");
    return this;
  }

  /**
   * Sets what writes each file, with options such as {@code path -> new
   * ParquetWriter(path).withCompression(ParquetCompression.zstd())}. It must be a writer of the
   * format that was given.
   */
  public DatasetWriter withWriter(Function<? super Path, ? extends FrameWriter> writer) {
    check();
    this.writer = Objects.requireNonNull(writer, "writer");
    return this;
  }

  /**
   * Sets the progress listener. The thread that writes calls it after each part of the work, with
   * the number of rows and bytes that were written so far to all files. Each file's writer has no
   * other listener then.
   */
  public DatasetWriter withProgress(ProgressListener listener) {
    check();
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Sets whether each file is durable once it is complete, with the folders that are made for it:
   * {@link FrameWriter#withSync}. False if not set.
   *
   * @throws IllegalArgumentException if it is true and the folder is of another file system than
   *     the default one
   */
  public DatasetWriter withSync(boolean sync) {
    check();
    try (FrameWriter some = format.writer(folder)) {
      some.withSync(sync); // refuses what no writer of such a path does
    }
    this.sync = sync;
    return this;
  }

  /**
   * Writes a frame, which the caller still closes. All frames have the same columns; nullability
   * and metadata of fields are those of the first one.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the folder has files and {@link
   *     #withExisting} does not allow it
   * @throws IOException if a file cannot be written
   * @throws SchemaMismatchException if its names or types are not those of the first frame
   * @throws InvalidOperationException if a partition column is of another type than they may be
   * @throws ColumnNotFoundException if there is no such column
   * @throws PolarsException if it cannot be written in this format; the message names the column
   * @throws IllegalStateException if this writer has finished or closed
   */
  public void writeBatch(DataFrame frame) throws IOException {
    open(frame.schema()).write(frame);
  }

  /**
   * Writes a frame and finishes.
   *
   * @throws IOException as of {@link #writeBatch}
   */
  public void write(DataFrame frame) throws IOException {
    writeBatch(frame);
    finish();
  }

  /**
   * Writes all rows that are left of an input, and finishes.
   *
   * @throws IOException if the input cannot be read, or as of {@link #writeBatch}
   */
  public void write(Batches batches) throws IOException {
    try {
      open(batches.schema());
      while (batches.hasNext()) {
        try (DataFrame frame = batches.next()) {
          writeBatch(frame);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    finish();
  }

  /**
   * {@inheritDoc} Its {@link Appender#finish} and {@link Appender#close} are those of this writer,
   * whose {@link #files} go on to tell what is complete.
   */
  @Override
  public Appender appender(Schema schema, ValueOptions options) throws IOException {
    check();
    open(schema);
    return new Appender(new Parts(this), schema, options);
  }

  /**
   * Writes all frames so far to the files that are open. They appear only when they are complete.
   *
   * @throws IOException if a file cannot be written
   * @throws PolarsException if a frame cannot be written in this format
   * @throws IllegalStateException if this writer has finished or closed
   */
  @Override
  public void flush() throws IOException {
    if (closed) {
      throw new IllegalStateException("this DatasetWriter is closed");
    }
    if (files != null) {
      files.flush();
    }
  }

  /** Returns the number of bytes written so far to all files, or in all after {@link #finish}. */
  public long bytesWritten() {
    return files == null ? 0 : files.bytes();
  }

  /**
   * Completes the files that are open. Afterwards this writer is closed.
   *
   * @throws IOException if a file cannot be written
   * @throws IllegalStateException if this writer has finished or closed
   */
  public void finish() throws IOException {
    if (closed) {
      throw new IllegalStateException("this DatasetWriter is closed");
    }
    try {
      if (files != null) {
        files.finish();
      }
    } finally {
      close();
    }
  }

  /**
   * Returns the files that are complete so far, in the order in which they became so. After {@link
   * #finish} these are all.
   */
  public List<Path> files() {
    return files == null ? List.of() : files.complete();
  }

  /**
   * Closes this writer, and removes what is not complete. Closing again does nothing.
   *
   * @throws IOException if a file cannot be removed
   */
  @Override
  public void close() throws IOException {
    closed = true;
    if (files != null) {
      files.close();
    }
  }

  private PartFiles open(Schema schema) throws IOException {
    if (closed) {
      throw new IllegalStateException("this DatasetWriter is closed");
    }
    PartFiles open = files;
    if (open == null) {
      open = new PartFiles(folder, format, this::writer, sync, listener, columns, rows, bytes);
      open.begin(schema, existing == ExistingData.ADD);
      files = open;
    }
    return open;
  }

  private FrameWriter writer(Path path) {
    FrameWriter some = writer == null ? format.writer(path) : writer.apply(path);
    return sync ? some.withSync(true) : some;
  }

  private void check() {
    if (closed || files != null) {
      throw new IllegalStateException("this DatasetWriter was used or closed");
    }
  }
}
