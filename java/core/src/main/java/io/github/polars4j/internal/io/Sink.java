package io.github.polars4j.internal.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/** A stream or channel of the user's, which takes pieces. */
interface Sink {
  /** What a core's own cache still holds when Java copies it on. */
  int CAPACITY = 256 << 10;

  /** Writes bytes that lie in native memory, and are there during this call only. */
  void write(ByteBuffer bytes) throws IOException;

  /** Passes on what it has gathered. */
  void drain() throws IOException;

  /** What ends a write to it when the thread that writes is interrupted. */
  IOException interrupted();

  /**
   * Ends the write if its thread was interrupted, whose status stays set. Without a sink it is a
   * file that is written.
   */
  static void checkInterrupt(@Nullable Sink sink) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw sink == null ? new ClosedByInterruptException() : sink.interrupted();
    }
  }
}
