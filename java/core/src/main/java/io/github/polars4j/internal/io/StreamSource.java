package io.github.polars4j.internal.io;

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
  int read(byte[] target, int most) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw owned
          ? new ClosedByInterruptException()
          : new InterruptedIOException("interrupted while reading <InputStream>");
    }
    int count = in.read(target, 0, most);
    if (count == 0) { // against the rules of InputStream, but seen; a single byte must block
      int single = in.read();
      target[0] = (byte) single;
      return single < 0 ? -1 : 1;
    }
    if (count > most) {
      throw new IOException("the stream read " + count + " bytes into " + most);
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
