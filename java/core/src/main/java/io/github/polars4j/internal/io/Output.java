package io.github.polars4j.internal.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One written file, or what goes to a stream or channel; what is not committed is discarded. */
public interface Output extends AutoCloseable {
  /** The file that native code writes, if there is no sink. */
  @Nullable String nativePath();

  /** What messages call it. */
  String name();

  /** Where native code puts the bytes, if there is no path. */
  @Nullable Sink sink();

  /** Lets the user's stream pass on what it has; what becomes a file is seen when it is whole. */
  default void flush() throws IOException {}

  /** Makes what was written stand: the file takes its name, a stream is flushed. */
  void commit() throws IOException;

  /** Removes what was not committed. */
  @Override
  void close() throws IOException;
}
