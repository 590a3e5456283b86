package io.github.polars4j;

import io.github.polars4j.internal.io.CallGuard;
import io.github.polars4j.internal.io.WriteOnce;
import io.github.polars4j.internal.io.Writing;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.WireWriter;
import java.io.Flushable;
import java.io.IOException;
import java.lang.ref.Reference;

/**
 * Writes frame after frame into one file or stream: polars-io's {@code BatchedWriter}. The method
 * {@code batched} of the writers makes one, for example {@link IpcWriter#batched}. It takes one
 * call at a time. If it is closed without {@link #finish}, it leaves no file, and a file that was
 * there before stays.
 */
public final class BatchedWriter implements AutoCloseable, Flushable {
  /** Frames of fewer bytes reach a stream at once: no other thread has them. */
  private static final long SMALL = 64 << 10;

  private final CallGuard guard = new CallGuard("this BatchedWriter");
  private final Writing writing;
  private final boolean sends;
  private final boolean waits;

  /** {@code sends} says that whoever reads the target wants each batch when it was written. */
  BatchedWriter(WriteOnce target, WriteOnce.Options options, Schema schema, boolean sends)
      throws IOException {
    this(target, options, schema, sends, sends);
  }

  /** {@code waits} says that {@link #writeBatch} leaves nothing of a frame to later calls. */
  BatchedWriter(
      WriteOnce target, WriteOnce.Options options, Schema schema, boolean sends, boolean waits)
      throws IOException {
    this.writing = target.batched("this BatchedWriter", options, WireWriter.of(schema));
    this.sends = sends;
    this.waits = waits;
  }

  /**
   * Limits what waits to be written to about {@code bytes} of frames, 32 MB unless this is called.
   * With less memory, {@link #writeBatch} waits more often for the threads that encode. The part of
   * a frame that each of them works on comes on top.
   *
   * @throws IllegalArgumentException if {@code bytes} is negative
   * @throws IllegalStateException if this writer has finished or closed, or is in use
   */
  public BatchedWriter limitBytes(long bytes) {
    Checks.atLeast("bytes", bytes, 0);
    guard.enter();
    try {
      writing.limitBytes(bytes);
    } finally {
      guard.exit();
    }
    return this;
  }

  /**
   * Takes a frame, which the caller still closes, to be written as one or more record batches or
   * row groups, or as lines. Other threads encode and compress it while the caller makes the next
   * one: this call writes what they have finished, and waits for them only where more than 32 MB of
   * frames ({@link #limitBytes}) would not be written yet. What is left is written by later calls,
   * {@link #flush} and {@link #finish}. A writer of {@link IpcWriter} without compression leaves
   * nothing, as there is little to encode. The frame may be closed at once.
   *
   * <p>A writer of {@link IpcStreamWriter} waits for all of the frame and flushes its stream, so
   * that the reader at the other end sees it; {@link Batches#writeTo} and {@link
   * JdbcFrames#writeTo} do so at the end. Memory that Java lent to the frame is not used any more
   * when this returns.
   *
   * <p>What cannot be written is told by this call or by a later one, {@link #flush} or {@link
   * #finish} at the latest; the message names the batch by its number, from 0. An interrupt of the
   * thread ends the write as in {@link IpcWriter#finish}. After a failure nothing can be written.
   *
   * @throws SchemaMismatchException if its names or types are not those of the schema; only after
   *     this exception the writer stays usable
   * @throws IOException if the target cannot be written; exceptions of a stream, channel or
   *     listener reach the caller unchanged
   * @throws PolarsException if this frame or one before cannot be written in this format
   * @throws IllegalStateException if this writer has finished, failed or closed, or is in use
   */
  public void writeBatch(DataFrame frame) throws IOException {
    append(frame, waits, sends);
  }

  /** The same, where more frames follow, or {@link #sent}. */
  void append(DataFrame frame) throws IOException {
    append(frame, false, false);
  }

  private void append(DataFrame frame, boolean wait, boolean send) throws IOException {
    long key = frame.handle();
    guard.enter();
    try {
      writing.append(key, wait, frame.estimatedSize() < SMALL);
      if (send) {
        writing.flush();
      }
    } finally {
      guard.exit();
      Reference.reachabilityFence(frame);
    }
  }

  /** Ends a row of {@link #append}: who reads a stream sees them. */
  void sent() throws IOException {
    if (sends) {
      flush();
    }
  }

  /**
   * Writes all frames so far, waiting for them where necessary, and flushes the stream. A writer of
   * {@link ParquetWriter} ends its row group, whose columns are no better compressed than its rows
   * are many: flush it seldom. A file appears only when it is complete.
   *
   * @throws IOException if the target cannot be written, or the stream throws it
   * @throws PolarsException if a frame cannot be written in this format
   * @throws IllegalStateException if this writer has finished or closed, or is in use
   */
  @Override
  public void flush() throws IOException {
    guard.enter();
    try {
      writing.flush();
    } finally {
      guard.exit();
    }
  }

  /**
   * Returns the number of bytes written so far, or in all after {@link #finish}. Any thread may
   * call this.
   */
  public long bytesWritten() {
    return writing.bytes();
  }

  /**
   * Completes the file or stream and closes this writer, even after a failure. An interrupt of the
   * thread ends the write as in {@link IpcWriter#finish}.
   *
   * @throws IOException if the target cannot be written; exceptions of a stream, channel or
   *     listener reach the caller unchanged
   * @throws IllegalStateException if this writer has finished, failed or closed, or is in use
   */
  public void finish() throws IOException {
    guard.enter();
    try {
      writing.finish();
    } finally {
      guard.end("has finished");
      guard.exit();
      writing.free();
    }
  }

  /**
   * Ends the writing. Closing again, or after {@link #finish}, does nothing.
   *
   * @throws IOException if the unfinished file cannot be removed
   * @throws IllegalStateException if this writer is in use
   */
  @Override
  public void close() throws IOException {
    guard.close();
    writing.close();
  }
}
