package io.github.polars4j;

import io.github.polars4j.internal.NativeLoader;

/** What lives off-heap now, held by a Java object that is neither closed nor collected. */
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

  private static long count(int kind) {
    NativeLoader.load();
    return live(kind);
  }

  private static native long live(int kind);
}
