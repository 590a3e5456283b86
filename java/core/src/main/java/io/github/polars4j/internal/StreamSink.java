package io.github.polars4j.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;

/** A stream as a sink. */
final class StreamSink extends Sink {
  private final OutputStream out;
  private final boolean owned;

  /** An owned stream is a file's, and another is the user's. */
  StreamSink(OutputStream out, boolean owned) {
    super(false);
    this.out = out;
    this.owned = owned;
  }

  @Override
  public void drain(int length) throws IOException {
    out.write(Objects.requireNonNull(array()), 0, length);
  }

  @Override
  IOException interrupted() {
    return owned
        ? new ClosedByInterruptException()
        : new InterruptedIOException("interrupted while writing to <OutputStream>");
  }
}
