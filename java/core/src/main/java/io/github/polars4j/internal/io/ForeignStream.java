package io.github.polars4j.internal.io;

import io.github.polars4j.internal.jni.Handle;
import io.github.polars4j.internal.jni.NativeStream;
import io.github.polars4j.internal.load.NativeLoader;

/** A stream of Arrow's C stream interface: its producer makes the frames, in sizes of its own. */
public final class ForeignStream implements FrameSource {
  private final Handle handle;

  /** Takes over the stream at the address. */
  public ForeignStream(String what, long streamAddress) {
    NativeLoader.load();
    this.handle = new Handle(what, NativeStream.open(streamAddress));
  }

  @Override
  public byte[] describe() {
    return NativeStream.describe(handle.get());
  }

  @Override
  public long next(long limit) {
    return NativeStream.next(handle.get());
  }

  @Override
  public double progress() {
    handle.get();
    return Double.NaN;
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public void close() {
    handle.close();
  }
}
