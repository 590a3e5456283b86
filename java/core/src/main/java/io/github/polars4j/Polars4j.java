package io.github.polars4j;

import io.github.polars4j.internal.jni.NativeLibrary;
import io.github.polars4j.internal.load.NativeLoader;
import io.github.polars4j.internal.load.Platforms;
import io.github.polars4j.internal.load.Threads;
import io.github.polars4j.internal.load.Version;

/** What this library is, and how many threads it works with. */
public final class Polars4j {
  private Polars4j() {}

  /** The version of the Java side; needs no native library. */
  public static String version() {
    return Version.JAVA;
  }

  /** The version of the native side: the same, which is checked when it is loaded. */
  public static String nativeVersion() {
    return line(0);
  }

  /** The version of polars inside. */
  public static String polarsVersion() {
    return line(1);
  }

  /** The platform in the words of the classifier jars, such as {@code linux-x86-64}. */
  public static String platform() {
    return Platforms.CURRENT;
  }

  /** The platform in Rust's words that the native side was built for, a target triple. */
  public static String target() {
    return line(2);
  }

  /** The commit that the native side was built from. */
  public static String commit() {
    return line(3);
  }

  /**
   * Sets how many threads of its own polars encodes, compresses and reads with, beside the calling
   * ones, for as long as the program runs. It must come before polars' first use, at the start of
   * the program; a call makes the threads, so that a later one with another number is refused.
   *
   * <p>Without it {@code -Dpolars4j.threads} is the number, else polars' environment variable
   * {@code POLARS_MAX_THREADS}, else polars takes as many as the machine, or the container, has
   * processors. In native code it sets that variable: Java's {@link System#getenv} does not show
   * it. Where other native code of the program reads or changes the environment all the time, use
   * the variable itself.
   *
   * @param threads 1 to 1024
   * @throws IllegalArgumentException if it is another number
   * @throws IllegalStateException if polars works with another number already
   */
  public static void setThreads(int threads) {
    Threads.set(threads);
  }

  /**
   * How many threads of its own polars works with, or will from its first use on: {@code
   * polars::thread_pool_size}.
   *
   * @throws IllegalArgumentException if {@code -Dpolars4j.threads} is no number from 1 to 1024; so
   *     does whatever comes first into native code
   */
  public static int threads() {
    return Threads.get();
  }

  private static String line(int index) {
    NativeLoader.load();
    return NativeLibrary.info().split("\n", -1)[index];
  }
}
