package io.github.polars4j.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** A stream as a sink. */
final class StreamSink extends Sink {
  private final OutputStream out;

  StreamSink(OutputStream out) {
    super(false);
    this.out = out;
  }

  @Override
  public void drain(int length) throws IOException {
    out.write(Objects.requireNonNull(array()), 0, length);
  }
}
