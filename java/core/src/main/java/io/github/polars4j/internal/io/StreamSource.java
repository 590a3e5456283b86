package io.github.polars4j.internal.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/** A stream as a source. */
final class StreamSource extends Source {
  private final InputStream in;
  private final @Nullable String name;

  /** A stream that is closed in the end. */
  StreamSource(InputStream in) {
    this.in = in;
    this.name = null;
  }

  /** A user's stream, which is not closed; {@code name} is what messages call it. */
  StreamSource(InputStream in, String name) {
    this.in = in;
    this.name = name;
  }

  @Override
  int read(byte[] target, int most) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw name == null
          ? new ClosedByInterruptException()
          : new InterruptedIOException("interrupted while reading " + name);
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
  int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    if (name == null) {
      in.close();
    }
  }
}
