package io.github.polars4j.internal.io;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Lets one call at a time into a reader or writer, and none after its end. */
public final class CallGuard {
  private final String what;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile @Nullable String end;

  /** {@code what} is what messages call it: "this IpcWriter". */
  public CallGuard(String what) {
    this.what = what;
  }

  /** Refuses what comes after the end, and during another call. */
  public void check() {
    String ended = end;
    if (ended != null) {
      throw new IllegalStateException(what + " " + ended);
    }
    if (busy.get()) {
      throw inUse();
    }
  }

  /** As {@link #check}, and keeps others out until {@link #exit}. */
  public void enter() {
    if (!busy.compareAndSet(false, true)) {
      throw inUse();
    }
    String ended = end;
    if (ended != null) {
      exit();
      throw new IllegalStateException(what + " " + ended);
    }
  }

  /** Ends the call. */
  public void exit() {
    busy.set(false);
  }

  /**
   * Nothing may come after: {@code how} completes the sentence, "is closed". The first one stays.
   */
  public void end(String how) {
    if (end == null) {
      end = how;
    }
  }

  /** Whether {@link #end} was called. */
  public boolean ended() {
    return end != null;
  }

  /** As {@code end("is closed")}, but refused during a call. */
  public void close() {
    if (busy.get()) {
      throw inUse();
    }
    end("is closed");
  }

  private IllegalStateException inUse() {
    return new IllegalStateException(what + " is in use: it takes one call at a time");
  }
}
