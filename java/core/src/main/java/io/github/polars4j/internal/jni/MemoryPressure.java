package io.github.polars4j.internal.jni;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Has the garbage collector look for handles that nobody can close any more, before the memory that
 * they hold, of which it knows nothing, runs out.
 *
 * <p>It does so when open handles hold more than a limit, which {@code
 * -Dpolars4j.memoryPressureLimit} sets in bytes; the default is a quarter of the largest heap, and
 * 256 MiB at the least. Where much memory is in use by right, the limit becomes twice of that, so
 * that collections stay few; 0 is for none.
 */
public final class MemoryPressure {
  private static final String PROPERTY = "polars4j.memoryPressureLimit";
  private static final long FLOOR = floor();
  private static final int MAX_WAIT_MILLIS = 500;

  private static final AtomicLong HELD = new AtomicLong();
  private static final ReentrantLock COLLECTING = new ReentrantLock();
  private static volatile long limit = FLOOR;

  private MemoryPressure() {}

  private static long floor() {
    long byDefault = Math.max(256L << 20, Runtime.getRuntime().maxMemory() / 4);
    long bytes = Long.getLong(PROPERTY, byDefault);
    return bytes <= 0 ? Long.MAX_VALUE : bytes;
  }

  /** A handle that holds so many bytes was made. */
  public static void add(long bytes) {
    if (bytes > 0 && HELD.addAndGet(bytes) > limit) {
      relieve();
    }
  }

  /** Such a handle is no more. */
  public static void remove(long bytes) {
    if (bytes > 0) {
      long held = HELD.addAndGet(-bytes);
      if (limit > FLOOR && held < limit / 4) {
        limit = limitFor(held);
      }
    }
  }

  private static void relieve() {
    if (!COLLECTING.tryLock()) {
      return; // another thread is at it
    }
    try {
      if (HELD.get() > limit) {
        System.gc();
        await();
        limit = limitFor(HELD.get());
      }
    } finally {
      COLLECTING.unlock();
    }
  }

  /** Until the cleaner is done, which nobody says. */
  private static void await() {
    long before;
    long enough = limit / 2;
    int waited = 0;
    int nap = 1;
    do {
      before = HELD.get();
      try {
        Thread.sleep(nap);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      waited += nap;
      nap *= 2;
    } while (HELD.get() > enough
        && (HELD.get() < before || waited < 50)
        && waited < MAX_WAIT_MILLIS);
  }

  private static long limitFor(long held) {
    return Math.max(FLOOR, 2 * held);
  }
}
