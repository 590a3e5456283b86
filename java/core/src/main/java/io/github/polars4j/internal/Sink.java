package io.github.polars4j.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Where native code puts bytes for a user's stream or channel: it fills a buffer, and drains it.
 */
public abstract class Sink {
  private static final int CAPACITY = 1 << 20;

  private final byte @Nullable [] array;
  private final @Nullable ByteBuffer buffer;

  /** With a direct buffer, which suits channels, or else an array, which suits streams. */
  Sink(boolean direct) {
    this.array = direct ? null : new byte[CAPACITY];
    this.buffer = direct ? ByteBuffer.allocateDirect(CAPACITY) : null;
  }

  /** The transfer buffer, if it is an array. */
  public final byte @Nullable [] array() {
    return array;
  }

  /** The transfer buffer, if it is a direct one. */
  public final @Nullable ByteBuffer buffer() {
    return buffer;
  }

  /** Passes on the first {@code length} bytes of the transfer buffer. */
  public abstract void drain(int length) throws IOException;

  /** What ends a write to it when the thread that writes is interrupted. */
  abstract IOException interrupted();

  /**
   * Called by native code between record batches: ends the write if its thread was interrupted,
   * whose status stays set. Without a sink it is a file that is written.
   */
  static void checkInterrupt(@Nullable Sink sink) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw sink == null ? new ClosedByInterruptException() : sink.interrupted();
    }
  }
}
