package io.github.polars4j.internal.jni;

/** What the library is, and what it holds. */
public final class NativeLibrary {
  private NativeLibrary() {}

  /** See the function of that name on the native side. */
  public static native long live(int kind);

  /** See the function of that name on the native side. */
  public static native long held();

  /** See the function of that name on the native side. */
  public static native String info();
}
