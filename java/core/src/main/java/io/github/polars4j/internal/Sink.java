package io.github.polars4j.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Where native code puts bytes for a user's stream or channel: it fills a buffer, and drains it.
 */
public abstract class Sink {
  /** What a core's own cache still holds when Java copies it on. */
  private static final int CAPACITY = 256 << 10;

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

  /** Whether it takes bytes where native code has them, by {@link #lend}. */
  public boolean borrows() {
    return false;
  }

  /** Passes on bytes in native code's memory, which is theirs during this call only. */
  public void lend(ByteBuffer bytes) throws IOException {
    throw new UnsupportedOperationException();
  }

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
