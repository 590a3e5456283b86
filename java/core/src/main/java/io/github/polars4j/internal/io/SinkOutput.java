package io.github.polars4j.internal.io;

import java.io.Flushable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A user's stream or channel: flushed at the end, and synced if {@code file} is given; never
 * closed.
 */
record SinkOutput(String name, @Nullable Sink sink, Flushable end, @Nullable FileChannel file)
    implements Output {
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
    if (file != null) {
      file.force(true);
    }
  }

  @Override
  public void close() {}
}
