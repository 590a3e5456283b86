package io.github.polars4j.internal.io;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets one call at a time into a reader or writer, and none after its end. A {@link #close} that
 * returns says that no call is under way and none will be, so that what calls use may be freed.
 */
public final class CallGuard {
  private static final String IN_USE = "is in use: it takes one call at a time";

  private final String what;

  /** Null between calls, {@link #IN_USE} during one, and how it ended after that. */
  private final AtomicReference<@Nullable String> state = new AtomicReference<>();

  /** {@code what} is what messages call it: "this IpcWriter". */
  public CallGuard(String what) {
    this.what = what;
  }

  /** Refuses what comes after the end, and during another call. */
  public void check() {
    refuse(state.get());
  }

  /** As {@link #check}, and keeps others out until {@link #exit}. */
  public void enter() {
    refuse(state.compareAndExchange(null, IN_USE));
  }

  /** Ends the call. */
  public void exit() {
    state.compareAndSet(IN_USE, null);
  }

  /**
   * Nothing may come after: {@code how} completes the sentence, "is closed". The first one stays. A
   * call that says so must have nothing left to do.
   */
  public void end(String how) {
    state.updateAndGet(was -> was == null || was.equals(IN_USE) ? how : was);
  }

  /** As {@code end("is closed")}, but refused during a call. */
  public void close() {
    String was = state.compareAndExchange(null, "is closed");
    if (IN_USE.equals(was)) {
      refuse(was);
    }
  }

  private void refuse(@Nullable String why) {
    if (why != null) {
      throw new IllegalStateException(what + " " + why);
    }
  }
}
