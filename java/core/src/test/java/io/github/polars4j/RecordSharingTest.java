package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many records at a time, whose columns two threads fill. */
class RecordSharingTest {
  private static final int ROWS = 20_000;
  private static final Set<Thread> CALLED = ConcurrentHashMap.newKeySet();

  record Trade(int id, @Nullable String symbol, double price, @Nullable Long size) {}

  record Watched(int id, String name) {
    Watched {
      CALLED.add(Thread.currentThread());
    }

    @Override
    public String name() {
      CALLED.add(Thread.currentThread());
      return name;
    }
  }

  record Names(String first, int id, String second) {}

  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void release() {
    released.countDown();
  }

  private static List<Trade> trades() {
    return IntStream.range(0, ROWS)
        .mapToObj(
            i ->
                new Trade(
                    i, i % 7 == 0 ? null : "s" + i % 91, i / 8.0, i % 5 == 0 ? null : (long) -i))
        .toList();
  }

  private static void assertRoundTrip() throws IOException {
    List<Trade> trades = trades();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RowWriter<Trade> rows = new IpcStreamWriter(out).rows(Trade.class)) {
      rows.writeAll(trades);
      rows.finish();
    }
    try (DataFrame read = new IpcStreamReader(out.toByteArray()).finish();
        DataFrame built = DataFrame.fromRecords(Trade.class, trades)) {
      assertThat(read.toRecords(Trade.class)).isEqualTo(trades);
      assertThat(built.toRecords(Trade.class)).isEqualTo(trades);
    }
  }

  @Test
  void allRowsArriveInTheirOrder() throws IOException {
    assertRoundTrip();
  }

  @Test
  void aPoolThatGivesNoThreadStopsNothing() throws Exception {
    int threads = ForkJoinPool.commonPool().getParallelism();
    CountDownLatch blocked = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      ForkJoinPool.commonPool()
          .execute(
              () -> {
                blocked.countDown();
                try {
                  released.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }
    blocked.await();
    assertRoundTrip();
  }

  @Test
  void recordsAreReadByTheCallingThreadAlone() {
    CALLED.clear();
    List<Watched> rows = IntStream.range(0, ROWS).mapToObj(i -> new Watched(i, "n" + i)).toList();
    DataFrame.fromRecords(Watched.class, rows).close();
    assertThat(CALLED).containsExactly(Thread.currentThread());
  }

  @Test
  void anInterruptedThreadStaysInterrupted() throws IOException {
    Thread.currentThread().interrupt();
    try {
      DataFrame.fromRecords(Trade.class, trades()).close();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void ofSeveralFaultsTheFirstColumnIsTold() {
    String lone = "\ud800";
    List<Names> rows =
        IntStream.range(0, ROWS)
            .mapToObj(i -> new Names(i >= 3000 ? lone : "a" + i, i, i >= 2000 ? lone : "b" + i))
            .toList();
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> DataFrame.fromRecords(Names.class, rows))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("component \"first\"")
          .hasMessageContaining("row 3000");
    }
  }
}
