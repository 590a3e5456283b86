package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Threads that do at the same moment what the API allows to one of them. */
class RacesTest {
  private static final int ROUNDS = 100;
  private static final int MANY = 64;

  /** Runs them at the same moment, again and again; each says whether it was let in. */
  private static void race(int rounds, Callable<List<Callable<Boolean>>> setUp, Check after)
      throws Exception {
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      for (int round = 0; round < rounds; round++) {
        List<Callable<Boolean>> racers = setUp.call();
        CyclicBarrier barrier = new CyclicBarrier(racers.size());
        List<Future<Boolean>> futures = new ArrayList<>();
        for (Callable<Boolean> racer : racers) {
          futures.add(
              pool.submit(
                  () -> {
                    barrier.await();
                    return racer.call();
                  }));
        }
        int in = 0;
        for (Future<Boolean> future : futures) {
          in += future.get() ? 1 : 0;
        }
        after.check(in);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private interface Check {
    void check(int in) throws Exception;
  }

  private interface Action {
    void run() throws Exception;
  }

  /** False if it is refused as what must not be used now. */
  private static boolean allowed(Action action) throws Exception {
    try {
      action.run();
      return true;
    } catch (IllegalStateException e) {
      assertThat(e.getMessage()).matches(".*(is closed|is in use|has finished|was finished).*");
      return false;
    }
  }

  private static DataFrame frame(int rows) {
    return DataFrame.of(Series.of("n", new long[rows]));
  }

  private static long rows(byte[] stream) throws Exception {
    try (DataFrame read = new IpcStreamReader(new ByteArrayInputStream(stream)).finish()) {
      return read.height();
    }
  }

  @Test
  void ofTwoFinishesOneIsRefused() throws Exception {
    try (DataFrame frame = frame(1000)) {
      ByteArrayOutputStream[] bytes = new ByteArrayOutputStream[1];
      race(
          ROUNDS,
          () -> {
            bytes[0] = new ByteArrayOutputStream();
            IpcStreamWriter writer = new IpcStreamWriter(bytes[0]);
            Callable<Boolean> finish = () -> allowed(() -> writer.finish(frame));
            return List.of(finish, finish);
          },
          in -> {
            assertThat(in).isEqualTo(1);
            assertThat(rows(bytes[0].toByteArray())).isEqualTo(1000);
          });
    }
  }

  @Test
  void aBatchedWriterThatIsSharedByMistakeLosesNothingThatItTook() throws Exception {
    try (DataFrame frame = frame(500)) {
      ByteArrayOutputStream[] bytes = new ByteArrayOutputStream[1];
      BatchedWriter[] writers = new BatchedWriter[1];
      race(
          ROUNDS,
          () -> {
            bytes[0] = new ByteArrayOutputStream();
            BatchedWriter writer = new IpcStreamWriter(bytes[0]).batched(frame.schema());
            writers[0] = writer;
            Callable<Boolean> write = () -> allowed(() -> writer.writeBatch(frame));
            return List.of(write, write, write);
          },
          in -> {
            writers[0].finish();
            assertThat(in).isPositive();
            assertThat(rows(bytes[0].toByteArray())).isEqualTo(500L * in);
          });
    }
  }

  @Test
  void aFrameThatIsClosedWhileItIsUsedIsWholeOrRefused() throws Exception {
    AtomicInteger uses = new AtomicInteger();
    race(
        ROUNDS,
        () -> {
          DataFrame frame = frame(1000);
          Callable<Boolean> close =
              () -> {
                frame.close();
                return false;
              };
          Callable<Boolean> write =
              () -> {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                boolean in = allowed(() -> new IpcStreamWriter(bytes).finish(frame));
                if (in) {
                  assertThat(rows(bytes.toByteArray())).isEqualTo(1000);
                }
                return in;
              };
          return List.of(close, write, write);
        },
        uses::addAndGet);
    assertThat(uses.get()).isBetween(0, 2 * ROUNDS);
  }

  @Test
  void aSeriesThatIsClosedTwiceAtOnceIsFreedOnce() throws Exception {
    try (Series other = Series.of("n", new long[] {1, 2, 3})) {
      race(
          ROUNDS,
          () -> {
            Series series = other.rename("m");
            Callable<Boolean> close =
                () -> {
                  series.close();
                  return true;
                };
            return List.of(close, close);
          },
          in -> assertThat(in).isEqualTo(2));
      assertThat(other.length()).isEqualTo(3);
    }
  }

  @Test
  void manyThreadsWriteOneFrameAtOnce() throws Exception {
    try (DataFrame frame = frame(20_000)) {
      Callable<Boolean> write =
          () -> {
            new IpcStreamWriter(OutputStream.nullOutputStream()).finish(frame);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new IpcStreamWriter(bytes).withCompression(IpcCompression.lz4()).finish(frame);
            return rows(bytes.toByteArray()) == 20_000;
          };
      race(3, () -> Collections.nCopies(MANY, write), in -> assertThat(in).isEqualTo(MANY));
    }
  }
}
