package io.github.polars4j.internal.io;

import org.jspecify.annotations.Nullable;

/** A device or FIFO: written where it is, for it cannot be replaced. */
record DeviceOutput(@Nullable String nativePath, String name) implements Output {
  @Override
  public @Nullable Sink sink() {
    return null;
  }

  @Override
  public void commit() {}

  @Override
  public void close() {}
}
