package io.github.polars4j;

import io.github.polars4j.internal.CallGuard;
import io.github.polars4j.internal.Destination;
import io.github.polars4j.internal.Handle;
import io.github.polars4j.internal.Output;
import io.github.polars4j.internal.WireWriter;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.ref.Reference;

/**
 * Writes frame after frame into one file or stream: polars-io's {@code BatchedWriter}, made by the
 * writers' {@code batched}, {@link IpcWriter#batched} for one. It takes one call at a time. Closed
 * without {@link #finish} it leaves no file, and what stood there stays.
 */
public final class BatchedWriter implements AutoCloseable {
  private final CallGuard guard = new CallGuard("this BatchedWriter");
  private final Output output;
  private final Handle handle;

  private BatchedWriter(Output output, long key) {
    this.output = output;
    this.handle = new Handle("this BatchedWriter", key, () -> discard(output));
  }

  static BatchedWriter start(Schema schema, Destination destination, Opener opener)
      throws IOException {
    byte[] fields = WireWriter.of(schema);
    Output output = destination.open();
    try {
      return new BatchedWriter(output, opener.open(fields, output));
    } catch (Throwable e) {
      discard(output);
      throw e;
    }
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
      write(handle.get(), key);
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
      end(handle.get());
      handle.release(); // closes the file, which Windows cannot rename otherwise
      output.commit();
    } finally {
      guard.end("has finished");
      guard.exit();
      handle.close();
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
    handle.close();
    output.close();
  }

  /** Without an exception: there is another one already, or nobody to tell. */
  private static void discard(Output output) {
    try {
      output.close();
    } catch (IOException e) {
      System.getLogger("io.github.polars4j").log(Level.WARNING, "left an unfinished file", e);
    }
  }

  /** A writer's native method. */
  interface Opener {
    long open(byte[] schema, Output output) throws IOException;
  }

  private native void write(long h, long frame) throws IOException;

  private native void end(long h) throws IOException;
}
