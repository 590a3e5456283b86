package io.github.polars4j.internal.jni;

import java.io.IOException;

/** Temporary files beside the targets of writers. */
public final class NativeTemporary {
  private NativeTemporary() {}

  /**
   * Makes the file, which stays locked until its key is released, and sweeps from its folder what
   * processes that ended left there.
   *
   * @param ownerOnly whether nobody else may read it
   * @param name what messages call the target
   * @return a key; 0 if another path must be tried
   */
  public static native long create(String path, boolean ownerOnly, String name) throws IOException;
}
