package io.github.polars4j;

import io.github.polars4j.internal.jni.NativeLibrary;
import io.github.polars4j.internal.load.NativeLoader;

/**
 * What lives off-heap now, held by a Java object that is neither closed nor collected.
 *
 * <p>What is never closed is freed after the garbage collector finds it. It knows nothing of the
 * memory behind a handle; so it is called when open frames and series hold much: a quarter of the
 * largest heap (256 MiB at the least), or {@code -Dpolars4j.memoryPressureLimit} bytes, and never
 * with 0. Where so much is in use by right, the limit grows with it. {@code
 * -Dpolars4j.leakDetection=true} logs what was never closed, with the place where it was made.
 */
public final class NativeMemory {
  private static final int ALL = 0;
  private static final int FRAMES = 1;
  private static final int SERIES = 2;
  private static final int WRITERS = 3;

  private NativeMemory() {}

  /** How many handles of any kind are open. */
  public static long liveHandles() {
    return count(ALL);
  }

  /** How many {@link DataFrame}s are open. */
  public static long liveDataFrames() {
    return count(FRAMES);
  }

  /** How many {@link Series} are open. */
  public static long liveSeries() {
    return count(SERIES);
  }

  /** How many {@link BatchedWriter}s are open; the other writers hold nothing between calls. */
  public static long liveWriters() {
    return count(WRITERS);
  }

  /**
   * About how many bytes the open frames and series hold; what they share counts for each. It asks
   * all of them.
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
