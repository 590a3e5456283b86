package io.github.polars4j;

/** For tests that count the handles of this JVM, which are also those of the tests before them. */
final class LiveHandles {
  private LiveHandles() {}

  /**
   * Frees what other tests left to the garbage collector, so that a count does not fall later.
   * Those that a test did not make may still go: a count after it is at most that before it.
   */
  static void settle() throws InterruptedException {
    System.gc();
    long last = NativeMemory.liveHandles();
    for (int same = 0; same < 10; same++) { // 100 ms, for a thread that has two cores or none
      Thread.sleep(10);
      long now = NativeMemory.liveHandles();
      if (now != last) {
        last = now;
        same = 0;
      }
    }
  }
}
