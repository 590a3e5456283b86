package io.github.polars4j.internal.io;

import io.github.polars4j.internal.jni.Handle;
import io.github.polars4j.internal.jni.NativeReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An input that is read frame after frame: native code says how many bytes it needs, and the
 * calling thread reads them of the user's stream and hands them in.
 */
public final class Reading implements FrameSource {
  private final Handle handle;
  private final @Nullable Source source;

  /** Takes over the reader of that key; {@code closing} runs when this is closed or forgotten. */
  Reading(String what, long key, @Nullable Source source, Runnable closing) {
    this.handle = new Handle(what, key, closing);
    this.source = source;
  }

  @Override
  public byte[] describe() throws IOException {
    return describe(handle.get(), false, source);
  }

  @Override
  public long next(long limit) throws IOException {
    return next(handle.get(), limit, source);
  }

  @Override
  public double progress() {
    return NativeReader.progress(handle.get());
  }

  /** Ends the reading. A stream of the user's stays open. */
  @Override
  public void close() {
    handle.close();
  }

  static byte[] describe(long reader, boolean layout, @Nullable Source source) throws IOException {
    long[] wanted = new long[1];
    while (true) {
      byte[] description = NativeReader.describe(reader, layout, wanted);
      if (description != null) {
        return description;
      }
      feed(reader, source, wanted);
    }
  }

  static long next(long reader, long limit, @Nullable Source source) throws IOException {
    long[] wanted = new long[1];
    while (true) {
      long frame = NativeReader.next(reader, limit, wanted);
      if (wanted[0] == 0) {
        return frame;
      }
      feed(reader, source, wanted);
    }
  }

  private static void feed(long reader, @Nullable Source source, long[] wanted) throws IOException {
    if (source == null) {
      throw new IllegalStateException("native code asks for bytes of a file that it reads itself");
    }
    long most = wanted[0];
    wanted[0] = 0;
    boolean there = most > 0 || source.available() >= -most;
    int count = there ? source.fill(Math.abs(most)) : 0;
    NativeReader.feed(reader, source.array(), count);
  }
}
