package io.github.polars4j;

import io.github.polars4j.internal.NativeLoader;
import io.github.polars4j.internal.Platforms;
import io.github.polars4j.internal.Version;

/** What this library is. */
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

  private static String line(int index) {
    NativeLoader.load();
    return info().split("\n", -1)[index];
  }

  private static native String info();
}
