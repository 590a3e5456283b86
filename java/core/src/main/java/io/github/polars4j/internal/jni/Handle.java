package io.github.polars4j.internal.jni;

import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Holds the key of something that lives in native code, and frees it once: when closed, or when the
 * garbage collector finds that nobody can. With {@code -Dpolars4j.leakDetection=true} the latter is
 * logged, with the place where it was made.
 */
public final class Handle implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final boolean DETECT_LEAKS = Boolean.getBoolean("polars4j.leakDetection");

  private final String what;
  private final State state;
  private final Cleaner.Cleanable cleanable;

  /** Takes over {@code key}; {@code what} is what messages call it. */
  public Handle(String what, long key) {
    this(what, key, null);
  }

  /** Also runs {@code after} once it is closed, which must not refer to the owner. */
  public Handle(String what, long key, @Nullable Runnable after) {
    this.what = what;
    Throwable madeAt = DETECT_LEAKS ? new Throwable(what + " made here") : null;
    this.state = new State(key, bytesOf(key), after, madeAt);
    this.cleanable = CLEANER.register(this, state);
    MemoryPressure.add(state.bytes);
  }

  /** Forgets what {@code key} stands for. */
  public static native void release(long key);

  private static native long bytesOf(long handle);

  /**
   * The key.
   *
   * @throws IllegalStateException if it was freed
   */
  public long get() {
    long key = state.key.get();
    if (key == 0) {
      throw new IllegalStateException(what + " is closed");
    }
    return key;
  }

  /** Frees the native side only; what is to run after waits for {@link #close}. */
  public void release() {
    state.release();
  }

  /** Frees it, the first time. A native call that uses it meanwhile ends as if it were open. */
  @Override
  public void close() {
    state.madeAt = null;
    cleanable.clean();
  }

  /** Must not refer to the handle, which would then never be found unreachable. */
  private static final class State implements Runnable {
    private final AtomicLong key;
    private final long bytes;
    private final @Nullable Runnable after;
    private volatile @Nullable Throwable madeAt;

    State(long key, long bytes, @Nullable Runnable after, @Nullable Throwable madeAt) {
      this.key = new AtomicLong(key);
      this.bytes = bytes;
      this.after = after;
      this.madeAt = madeAt;
    }

    void release() {
      long held = key.getAndSet(0);
      if (held != 0) {
        MemoryPressure.remove(bytes);
        Handle.release(held);
      }
    }

    @Override
    public void run() {
      Throwable leak = madeAt;
      if (leak != null) {
        System.getLogger("io.github.polars4j").log(Level.WARNING, "never closed", leak);
      }
      release();
      if (after != null) {
        after.run();
      }
    }
  }
}
