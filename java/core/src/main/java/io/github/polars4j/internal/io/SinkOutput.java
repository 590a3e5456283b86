package io.github.polars4j.internal.io;

import java.io.Flushable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A user's stream or channel: flushed at the end, never closed. */
record SinkOutput(String name, @Nullable Sink sink, Flushable end) implements Output {
  @Override
  public @Nullable String nativePath() {
    return null;
  }

  @Override
  public void flush() throws IOException {
    end.flush();
  }

  @Override
  public void commit() throws IOException {
    end.flush();
  }

  @Override
  public void close() {}
}
