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

  /** Finds our classes through the class loader that holds them. */
  public static native void init(ClassLoader loader);

  /** Makes polars' threads, so many, unless they are there. */
  public static native void makeThreads(int threads);

  /** How many threads polars has, or will have. */
  public static native int countThreads();

  /** Has frames printed with so many rows, unless the environment says how many. */
  public static native void showRows(int rows);
}
