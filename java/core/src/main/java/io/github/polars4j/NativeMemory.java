package io.github.polars4j;

import io.github.polars4j.internal.jni.NativeLibrary;
import io.github.polars4j.internal.load.NativeLoader;

/**
 * Tells how much native memory is in use by objects that are neither closed nor collected.
 *
 * <p>An object that is never closed is freed after the garbage collector finds it. The collector
 * does not see native memory, so this library calls it when open frames and series hold much of it:
 * a quarter of the maximum heap size and at least 256 MiB, or {@code
 * -Dpolars4j.memoryPressureLimit} bytes, where 0 turns this off. If so much is still in use after
 * that, the limit grows. {@code -Dpolars4j.leakDetection=true} logs each object that was never
 * closed, with the place where it was made.
 */
public final class NativeMemory {
  private static final int ALL = 0;
  private static final int FRAMES = 1;
  private static final int SERIES = 2;
  private static final int WRITERS = 3;

  private NativeMemory() {}

  /** Returns the number of open handles of any kind. */
  public static long liveHandles() {
    return count(ALL);
  }

  /** Returns the number of open {@link DataFrame}s. */
  public static long liveDataFrames() {
    return count(FRAMES);
  }

  /** Returns the number of open {@link Series}. */
  public static long liveSeries() {
    return count(SERIES);
  }

  /**
   * Returns the number of open {@link BatchedWriter}s. The other writers hold no native memory
   * between calls.
   */
  public static long liveWriters() {
    return count(WRITERS);
  }

  /**
   * Estimates how many bytes the open frames and series hold. Memory that several share counts for
   * each. This looks at each of them.
   */
  public static long bytesHeld() {
    NativeLoader.load();
    return NativeLibrary.held();
  }

  private static long count(int kind) {
    NativeLoader.load();
    return NativeLibrary.live(kind);
  }
}
