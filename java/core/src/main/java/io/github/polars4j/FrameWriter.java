package io.github.polars4j;

import java.io.IOException;

/**
 * Writes frames in one format: what the five writers have in common. A writer writes once, by
 * {@link #finish} or by {@link #batched}. It takes one call at a time, and refuses options once it
 * was used.
 *
 * <p>A file appears whole or not at all: it is written beside its target, which it replaces in the
 * end. A stream is flushed in the end and not closed; a channel is not closed.
 */
public sealed interface FrameWriter extends AutoCloseable
    permits IpcWriter, IpcStreamWriter, ParquetWriter, CsvWriter, NdjsonWriter {
  /**
   * Sets the progress listener. The thread that writes calls it, after each part of the work.
   *
   * @throws IllegalStateException if this writer was used or closed, or is in use
   */
  FrameWriter withProgress(ProgressListener listener);

  /**
   * Begins an output that is given frame by frame, which is the end of this writer.
   *
   * @param schema the names and types that every frame will have
   * @throws IOException if the target cannot be written
   * @throws PolarsException if frames of that schema cannot be written so, naming the column
   * @throws IllegalStateException if this writer was used or closed, or is in use
   */
  BatchedWriter batched(Schema schema) throws IOException;

  /**
   * Writes a frame, which stays the caller's. Whatever the outcome, this writer is closed then.
   *
   * <p>An interrupt of the thread ends the write between two parts of the work, or before it
   * begins, and leaves the thread interrupted.
   *
   * @throws java.nio.channels.ClosedByInterruptException if the thread is interrupted and it is a
   *     file, of which nothing stays, or an {@code InterruptibleChannel}, which is then closed; a
   *     {@code FileOutputStream} is written by its channel
   * @throws java.io.InterruptedIOException if the thread is interrupted and it is another stream or
   *     channel, which stay open
   * @throws IOException if the target cannot be written; what a stream, channel or listener throws
   *     comes back as it is
   * @throws PolarsException if the frame cannot be written so, naming the column
   * @throws IllegalStateException if this writer was used or closed, or is in use
   */
  void finish(DataFrame frame) throws IOException;

  /**
   * How many bytes {@link #finish} wrote; 0 before it has ended. What {@link #batched} gives tells
   * of its own.
   */
  long bytesWritten();

  /** Refuses any later use; without {@link #finish} nothing was written. */
  @Override
  void close();
}
