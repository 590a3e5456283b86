package io.github.polars4j.internal.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;

/** A stream as a sink: bytes gather in an array, which it writes when it is full. */
final class StreamSink implements Sink {
  private final OutputStream out;
  private final boolean owned;
  private byte[] array = new byte[0];
  private int filled;

  /** An owned stream is a file's, and another is the user's. */
  StreamSink(OutputStream out, boolean owned) {
    this.out = out;
    this.owned = owned;
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (filled == array.length) {
        makeRoom(bytes.remaining());
      }
      int count = Math.min(bytes.remaining(), array.length - filled);
      bytes.get(array, filled, count);
      filled += count;
    }
  }

  /** A small output takes an array of its size; fresh memory costs more than it does. */
  private void makeRoom(int wanted) throws IOException {
    drain();
    if (array.length < CAPACITY) {
      array = new byte[Math.min(CAPACITY, Math.max(wanted, 1 << 12))];
    }
  }

  @Override
  public void drain() throws IOException {
    int count = filled;
    filled = 0;
    if (count > 0) {
      out.write(array, 0, count);
      Sink.checkInterrupt(this);
    }
  }

  @Override
  public IOException interrupted() {
    return owned
        ? new ClosedByInterruptException()
        : new InterruptedIOException("interrupted while writing to <OutputStream>");
  }
}
