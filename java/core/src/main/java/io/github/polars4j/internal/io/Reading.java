package io.github.polars4j.internal.io;

import io.github.polars4j.ProgressListener;
import io.github.polars4j.internal.jni.Handle;
import io.github.polars4j.internal.jni.NativeFrame;
import io.github.polars4j.internal.jni.NativeReader;
import io.github.polars4j.internal.watch.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An input that is read frame after frame: native code says how many bytes it needs, and the
 * calling thread reads them of the user's stream and hands them in.
 */
public final class Reading implements FrameSource {
  private final Handle handle;
  private final @Nullable Source source;
  private final @Nullable String path;
  private final Watch watch;
  private long rows;

  /**
   * Takes over the reader of that key, of the file at {@code path} or of a source; {@code closing}
   * runs when this is closed or forgotten.
   */
  Reading(
      String what,
      long key,
      @Nullable String path,
      @Nullable Source source,
      Runnable closing,
      Watch watch) {
    this.handle = new Handle(what, key, closing);
    this.source = source;
    this.path = path;
    this.watch = watch;
  }

  @Override
  public byte[] describe() throws IOException {
    return describe(handle.get(), false, source);
  }

  @Override
  public long next(long limit) throws IOException {
    long frame = next(handle.get(), limit, source, null);
    if (watch.on()) {
      rows += frame == 0 ? 0 : NativeFrame.heightOf(frame);
      if (frame == 0) {
        watch.end(rows, bytes(path, source), true);
      }
    }
    return frame;
  }

  /** The size of the file, or how much was read of the source. */
  static long bytes(@Nullable String path, @Nullable Source source) {
    if (source != null) {
      return source.filled();
    }
    try {
      return path == null ? 0 : Files.size(Path.of(path));
    } catch (IOException e) {
      return 0; // it has gone
    }
  }

  @Override
  public double progress() {
    return NativeReader.progress(handle.get());
  }

  @Override
  public long bytes() {
    double part = source == null ? progress() : 1;
    return Double.isNaN(part) ? 0 : Math.round(part * bytes(path, source));
  }

  /** Ends the reading. A stream of the user's stays open. */
  @Override
  public void close() {
    if (watch.on()) {
      watch.end(rows, bytes(path, source), false);
    }
    handle.close();
  }

  static byte[] describe(long reader, boolean layout, @Nullable Source source) throws IOException {
    long[] wanted = new long[2];
    while (true) {
      byte[] description = NativeReader.describe(reader, layout, wanted);
      if (description != null) {
        return description;
      }
      feed(reader, source, wanted);
    }
  }

  /** The listener is told of bytes that a source has given. */
  static long next(
      long reader, long limit, @Nullable Source source, @Nullable ProgressListener listener)
      throws IOException {
    long[] wanted = new long[2];
    while (true) {
      long frame = NativeReader.next(reader, limit, wanted);
      if (wanted[0] == 0) {
        return frame;
      }
      feed(reader, source, wanted);
      if (listener != null && source != null) {
        listener.onProgress(0, source.filled());
      }
    }
  }

  private static void feed(long reader, @Nullable Source source, long[] wanted) throws IOException {
    if (source == null) {
      throw new IllegalStateException("native code asks for bytes of a file that it reads itself");
    }
    long most = wanted[0];
    wanted[0] = 0;
    if (wanted[1] >= 0) {
      source.seek(wanted[1]);
    }
    boolean there = most > 0 || source.available() >= -most;
    int count = there ? source.fill(Math.abs(most)) : 0;
    NativeReader.feed(reader, source.array(), count);
  }
}
