package io.github.polars4j.internal.record;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Shares work between the calling thread and one of Java's common pool, where there are two. */
final class Sharing {
  private static final boolean ALONE =
      Runtime.getRuntime().availableProcessors() < 2
          || Integer.getInteger("java.util.concurrent.ForkJoinPool.common.parallelism", 1) < 1;

  private Sharing() {}

  /**
   * Calls {@code work} with each number below {@code count}, in any order, and returns when all
   * calls have. It never waits for a thread that the pool has yet to give.
   */
  static void forEach(int count, IntConsumer work) {
    AtomicInteger next = new AtomicInteger();
    Runnable some =
        () -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            work.accept(i);
          }
        };
    if (ALONE || count < 2) {
      some.run();
      return;
    }
    FutureTask<Void> others = new FutureTask<>(some, null);
    ForkJoinPool.commonPool().execute(others);
    try {
      some.run();
    } finally {
      others.run(); // nothing, unless the pool has not come to it
      join(others);
    }
  }

  private static void join(FutureTask<Void> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw RecordType.unchecked(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
