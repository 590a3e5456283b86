package io.github.polars4j;

import io.github.polars4j.internal.io.FormatFinder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes frames in one format. The five writers share these methods. A writer writes once, with
 * {@link #finish} or {@link #batched}. It takes one call at a time, and no options after its first
 * use.
 *
 * <p>A file appears whole or not at all: it is written beside its target and replaces it at the
 * end. A stream is flushed at the end and not closed; a channel is not closed.
 */
public sealed interface FrameWriter extends RowSink, AutoCloseable
    permits IpcWriter, IpcStreamWriter, ParquetWriter, CsvWriter, NdjsonWriter {
  /**
   * Returns a writer of a file in the format that its extension stands for: {@link FileFormat}.
   *
   * @throws IllegalArgumentException if the name has none of the extensions, or one of a file that
   *     is compressed as a whole, such as {@code .csv.gz}
   */
  static FrameWriter of(Path path) {
    return FormatFinder.ofTarget(path).writer(path);
  }

  /**
   * Sets the progress listener. The thread that writes calls it, after each part of the work.
   *
   * @throws IllegalStateException if this writer was used or closed, or is in use
   */
  FrameWriter withProgress(ProgressListener listener);

  /**
   * Sets whether a write is durable once it has ended well: a crash of the machine does not take it
   * back. False if not set. A file is synced (fsync) before it takes its name, and its folder
   * afterwards; on Windows, which syncs no folders, the file alone is. A {@code FileOutputStream}
   * and a {@code FileChannel} are synced at the end.
   *
   * @throws IllegalArgumentException if it is true and the target is another stream or channel, or
   *     a path of another file system than the default one
   * @throws IllegalStateException if this writer was used or closed, or is in use
   */
  FrameWriter withSync(boolean sync);

  /**
   * Sets the key-value metadata of the output: {@link FrameReader#customMetadata} gives it back.
   *
   * @throws IllegalArgumentException if a key or value is not valid Unicode, or a key is {@code
   *     ARROW:schema} in Parquet
   * @throws InvalidOperationException if there is some and this writes CSV or NDJSON, which have no
   *     place for it
   * @throws IllegalStateException if this writer was used or closed, or is in use
   */
  default FrameWriter withMetadata(Map<String, String> metadata) {
    if (!metadata.isEmpty()) {
      throw new InvalidOperationException(
          "metadata: CSV and NDJSON have no place for it; Arrow IPC and Parquet have");
    }
    return this;
  }

  /**
   * Begins an output that takes frame after frame. This writer cannot be used again.
   *
   * @param schema the names and types that every frame will have
   * @throws IOException if the target cannot be written
   * @throws PolarsException if frames of that schema cannot be written in this format; the message
   *     names the column
   * @throws IllegalStateException if this writer was used or closed, or is in use
   */
  BatchedWriter batched(Schema schema) throws IOException;

  /**
   * Writes a frame, which the caller still closes. This writer is closed afterwards, even after a
   * failure.
   *
   * <p>If the thread is interrupted, the write ends before it begins or between two parts of the
   * work. The thread stays interrupted.
   *
   * @throws java.nio.channels.ClosedByInterruptException if the thread is interrupted and the
   *     target is a file, of which nothing stays, or an {@code InterruptibleChannel}, which is then
   *     closed; a {@code FileOutputStream} is written by its channel
   * @throws java.io.InterruptedIOException if the thread is interrupted and the target is another
   *     stream or channel, which stays open
   * @throws IOException if the target cannot be written; exceptions of a stream, channel or
   *     listener reach the caller unchanged
   * @throws PolarsException if the frame cannot be written in this format; the message names the
   *     column
   * @throws IllegalStateException if this writer was used or closed, or is in use
   */
  void finish(DataFrame frame) throws IOException;

  /** Does the same as {@link #finish}. */
  default void write(DataFrame frame) throws IOException {
    finish(frame);
  }

  /**
   * Returns the number of bytes that {@link #finish} wrote, 0 before it has ended. The writer that
   * {@link #batched} returns has a number of its own.
   */
  long bytesWritten();

  /**
   * Closes this writer, which refuses any later use. Without {@link #finish} nothing is written.
   */
  @Override
  void close();
}
