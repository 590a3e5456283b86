package io.github.polars4j;

import io.github.polars4j.internal.io.CallGuard;
import io.github.polars4j.internal.io.WriteOnce;
import io.github.polars4j.internal.io.Writing;
import io.github.polars4j.internal.wire.WireWriter;
import java.io.Flushable;
import java.io.IOException;
import java.lang.ref.Reference;

/**
 * Writes frame after frame into one file or stream: polars-io's {@code BatchedWriter}, made by the
 * writers' {@code batched}, {@link IpcWriter#batched} for one. It takes one call at a time. Closed
 * without {@link #finish} it leaves no file, and what stood there stays.
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
   * Writes a frame, which stays the caller's, as one or more record batches or row groups, or as
   * lines. A stream or channel has all of them then, and one of {@link IpcStreamWriter} is flushed,
   * so that whoever reads at its other end sees them. An interrupt of the thread ends it as that of
   * {@link IpcWriter#finish}, and nothing can follow.
   *
   * @throws SchemaMismatchException if its names or types are not the schema's; this writer stays
   *     usable then, and only then
   * @throws IOException if the target cannot be written; what a stream, channel or listener throws
   *     comes back as it is
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
   * Flushes the stream that this writes to, which has all that was written. A file appears when it
   * is complete, and not before.
   *
   * @throws IOException what the stream throws
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

  /** How many bytes were written so far, or in all after {@link #finish}. Any thread may ask. */
  public long bytesWritten() {
    return writing.bytes();
  }

  /**
   * Completes the file or stream, and closes this writer, whatever the outcome. An interrupt of the
   * thread ends it as that of {@link IpcWriter#finish}.
   *
   * @throws IOException if the target cannot be written; what a stream, channel or listener throws
   *     comes back as it is
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
