package io.github.polars4j;

import io.github.polars4j.internal.io.CallGuard;
import io.github.polars4j.internal.io.WriteOnce;
import io.github.polars4j.internal.io.Writing;
import io.github.polars4j.internal.wire.WireWriter;
import java.io.IOException;
import java.lang.ref.Reference;

/**
 * Writes frame after frame into one file or stream: polars-io's {@code BatchedWriter}, made by the
 * writers' {@code batched}, {@link IpcWriter#batched} for one. It takes one call at a time. Closed
 * without {@link #finish} it leaves no file, and what stood there stays.
 */
public final class BatchedWriter implements AutoCloseable {
  private final CallGuard guard = new CallGuard("this BatchedWriter");
  private final Writing writing;

  BatchedWriter(WriteOnce target, WriteOnce.Options options, Schema schema) throws IOException {
    this.writing = target.batched("this BatchedWriter", options, WireWriter.of(schema));
  }

  /**
   * Writes a frame, which stays the caller's, as one or more record batches or row groups, or as
   * lines. An interrupt of the thread ends it as that of {@link IpcWriter#finish}, and nothing can
   * follow.
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
    } finally {
      guard.exit();
      Reference.reachabilityFence(frame);
    }
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
