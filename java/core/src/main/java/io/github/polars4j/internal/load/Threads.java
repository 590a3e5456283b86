package io.github.polars4j.internal.load;

import io.github.polars4j.internal.jni.NativeLibrary;
import org.jspecify.annotations.Nullable;

/**
 * How many threads polars works with: what the program sets first, else the property, else polars'
 * own {@code POLARS_MAX_THREADS}, else the processors.
 */
public final class Threads {
  private static final String PROPERTY = "polars4j.threads";
  private static final int MAX = 1024;

  private static volatile int wanted; // 0: the program has not said

  private Threads() {}

  /** Sets the number, which must come before the first use. */
  public static void set(int threads) {
    if (threads < 1 || threads > MAX) {
      throw new IllegalArgumentException(threads + " threads: 1 to " + MAX + " are allowed");
    }
    wanted = threads;
    NativeLoader.load();
    apply(threads);
  }

  /** How many there are, or will be on first use. */
  public static int get() {
    NativeLoader.load();
    return NativeLibrary.countThreads();
  }

  /** What is asked for, by the program or by the property; 0 if nothing is. */
  public static int wanted() {
    return wanted > 0 ? wanted : parse(System.getProperty(PROPERTY));
  }

  /** Has polars' threads made, if a number is given. */
  public static void apply(int threads) {
    if (threads > 0) {
      System
          .getenv(); // Java copies the environment on its first look: before native code adds to it
      NativeLibrary.makeThreads(threads);
    }
  }

  private static int parse(@Nullable String property) {
    if (property == null) {
      return 0;
    }
    try {
      int threads = Integer.parseInt(property.strip());
      if (threads >= 1 && threads <= MAX) {
        return threads;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "-D" + PROPERTY + "=" + property + ": a whole number from 1 to " + MAX + " is allowed");
  }
}
