package io.github.polars4j.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;

/** A stream as a source. */
final class StreamSource extends Source {
  private final InputStream in;
  private final boolean owned;

  /** An owned stream is closed in the end, a user's one is not. */
  StreamSource(InputStream in, boolean owned) {
    this.in = in;
    this.owned = owned;
  }

  @Override
  public int fill() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw owned
          ? new ClosedByInterruptException()
          : new InterruptedIOException("interrupted while reading <InputStream>");
    }
    byte[] array = array();
    int count = in.read(array, 0, array.length);
    if (count == 0) { // against the rules of InputStream, but seen; a single byte must block
      int single = in.read();
      array[0] = (byte) single;
      return single < 0 ? -1 : 1;
    }
    if (count > array.length) {
      throw new IOException("the stream read " + count + " bytes into " + array.length);
    }
    return Math.max(count, -1);
  }

  @Override
  public void close() throws IOException {
    if (owned) {
      in.close();
    }
  }
}
