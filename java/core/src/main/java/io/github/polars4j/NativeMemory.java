package io.github.polars4j;

import io.github.polars4j.internal.jni.NativeLibrary;
import io.github.polars4j.internal.load.NativeLoader;
import io.github.polars4j.internal.watch.MemoryBean;

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

  /**
   * Registers a {@link NativeMemoryMXBean} with the platform's MBean server, so that JMX sees these
   * numbers; does nothing if it is there already. A web application that is to be redeployed should
   * {@linkplain #unregisterMXBean unregister} it when it ends.
   *
   * @throws IllegalStateException if this library has registered one in another class loader
   * @throws UnsupportedOperationException if the JVM has no module {@code java.management}
   */
  public static void registerMXBean() {
    NativeLoader.load();
    try {
      MemoryBean.register(new Bean());
    } catch (NoClassDefFoundError | IllegalAccessError e) {
      throw new UnsupportedOperationException(
          "JMX needs the module java.management: --add-modules java.management", e);
    }
  }

  /** Takes back what {@link #registerMXBean} has registered, if it has. */
  public static void unregisterMXBean() {
    try {
      MemoryBean.unregister();
    } catch (NoClassDefFoundError | IllegalAccessError e) {
      return; // there was nothing to register with
    }
  }

  private static long count(int kind) {
    NativeLoader.load();
    return NativeLibrary.live(kind);
  }

  /** What JMX asks. */
  private static final class Bean implements NativeMemoryMXBean {
    @Override
    public long getLiveHandles() {
      return liveHandles();
    }

    @Override
    public long getLiveDataFrames() {
      return liveDataFrames();
    }

    @Override
    public long getLiveSeries() {
      return liveSeries();
    }

    @Override
    public long getLiveWriters() {
      return liveWriters();
    }

    @Override
    public long getBytesHeld() {
      return bytesHeld();
    }
  }
}
