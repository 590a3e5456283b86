package io.github.polars4j;

import io.github.polars4j.internal.jni.NativeLibrary;
import io.github.polars4j.internal.load.NativeLoader;
import io.github.polars4j.internal.load.Platforms;
import io.github.polars4j.internal.load.Threads;
import io.github.polars4j.internal.load.Version;

/** Tells the versions of this library, and sets how many threads it works with. */
public final class Polars4j {
  private Polars4j() {}

  /** Returns the version of the Java side. This does not load the native library. */
  public static String version() {
    return Version.JAVA;
  }

  /**
   * Returns the version of the native side. It is the same: this is checked when the library is
   * loaded.
   */
  public static String nativeVersion() {
    return line(0);
  }

  /** Returns the version of polars that the library contains. */
  public static String polarsVersion() {
    return line(1);
  }

  /** Returns the platform as the classifier jars name it, such as {@code linux-x86-64}. */
  public static String platform() {
    return Platforms.CURRENT;
  }

  /** Returns the platform that the native side was built for, as a Rust target triple. */
  public static String target() {
    return line(2);
  }

  /** Returns the commit that the native side was built from. */
  public static String commit() {
    return line(3);
  }

  /**
   * Sets how many threads of its own polars uses to encode, compress and read, besides the threads
   * that call it. Call this at the start of the program, before polars is used: it starts the
   * threads, and a later call with another number is refused.
   *
   * <p>Without this call the number is that of {@code -Dpolars4j.threads}, otherwise that of the
   * environment variable {@code POLARS_MAX_THREADS}, otherwise the number of processors of the
   * machine or container. The call sets that variable for native code: {@link System#getenv} does
   * not show it. If other native code of the program reads or changes the environment at the same
   * time, set the variable before the start instead.
   *
   * @param threads 1 to 1024
   * @throws IllegalArgumentException if it is another number
   * @throws IllegalStateException if polars works with another number already
   */
  public static void setThreads(int threads) {
    Threads.set(threads);
  }

  /**
   * Returns how many threads of its own polars uses, or will use from its first use on: {@code
   * polars::thread_pool_size}.
   *
   * @throws IllegalArgumentException if {@code -Dpolars4j.threads} is not a number from 1 to 1024;
   *     any other first call into native code throws the same
   */
  public static int threads() {
    return Threads.get();
  }

  private static String line(int index) {
    NativeLoader.load();
    return NativeLibrary.info().split("\n", -1)[index];
  }
}
