package io.github.polars4j;

import io.github.polars4j.internal.io.CallGuard;
import io.github.polars4j.internal.io.WriteOnce;
import io.github.polars4j.internal.io.Writing;
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
  private final CallGuard guard = new CallGuard("this BatchedWriter");
  private final Writing writing;
  private final boolean sends;

  /** {@code sends} says that whoever reads the target wants each batch when it was written. */
  BatchedWriter(WriteOnce target, WriteOnce.Options options, Schema schema, boolean sends)
      throws IOException {
    this.writing = target.batched("this BatchedWriter", options, WireWriter.of(schema));
    this.sends = sends;
  }

  /**
   * Writes a frame, which the caller still closes, as one or more record batches or row groups, or
   * as lines. A stream or channel has received all of them when this returns, and a stream of
   * {@link IpcStreamWriter} is flushed, so that the reader at its other end sees them. An interrupt
   * of the thread ends the write as in {@link IpcWriter#finish}; nothing can be written after that.
   *
   * @throws SchemaMismatchException if its names or types are not those of the schema; only after
   *     this exception the writer stays usable
   * @throws IOException if the target cannot be written; exceptions of a stream, channel or
   *     listener reach the caller unchanged
   * @throws IllegalStateException if this writer has finished, failed or closed, or is in use
   */
  public void writeBatch(DataFrame frame) throws IOException {
    long key = frame.handle();
    guard.enter();
    try {
      writing.append(key);
      if (sends) {
        writing.flush();
      }
    } finally {
      guard.exit();
      Reference.reachabilityFence(frame);
    }
  }

  /**
   * Flushes the stream, which has received everything that was written. For a file this does
   * nothing: it appears only when it is complete.
   *
   * @throws IOException if the stream throws it
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
