package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is never closed does not fill the memory, and is reported if one asks for it. */
class MemoryPressureTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void aLoopOfUnclosedFramesEndsWithBoundedMemory() throws Exception {
    String output = Forked.run(List.of("-Xmx512m"), Unclosed.class, "100000"); // 100 GB
    long kilobytes = Long.parseLong(output.strip().lines().reduce((a, b) -> b).orElseThrow());
    System.out.println("peak of the loop that closes nothing: " + kilobytes / 1024 + " MB");
    assertThat(kilobytes).isLessThan(1 << 20);
  }

  @Test
  void memoryInUseByRightCausesFewCollections() {
    long before = collections();
    List<Series> held = new ArrayList<>();
    try {
      long[] values = new long[1 << 17];
      for (int i = 0; i < 1000; i++) {
        held.add(Series.of("n", values));
      }
      assertThat(NativeMemory.bytesHeld()).isGreaterThanOrEqualTo(1000L << 20);
    } finally {
      held.forEach(Series::close);
    }
    assertThat(collections() - before).isLessThan(20);
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  @Test
  void whatIsHeldIsCountedByClassAndBytes() throws InterruptedException {
    LiveHandles.settle();
    long series = NativeMemory.liveSeries();
    long frames = NativeMemory.liveDataFrames();
    long bytes = NativeMemory.bytesHeld();
    try (Series n = Series.of("n", new long[1000]);
        DataFrame frame = n.toFrame()) {
      assertThat(NativeMemory.liveSeries()).isEqualTo(series + 1);
      assertThat(NativeMemory.liveDataFrames()).isEqualTo(frames + 1);
      assertThat(NativeMemory.bytesHeld()).isEqualTo(bytes + 16_000);
      assertThat(frame.estimatedSize()).isEqualTo(8000);
    }
  }

  /** Forgets one frame and closes another. */
  static final class Leak {
    private Leak() {}

    public static void main(String[] arguments) throws Exception {
      DataFrame.of(Series.of("closed", new int[1])).close();
      forget();
      for (int i = 0; i < 100 && NativeMemory.liveDataFrames() > 0; i++) {
        System.gc();
        Thread.sleep(20);
      }
    }

    private static void forget() {
      try (Series series = Series.of("n", new int[1])) {
        series.toFrame();
      }
    }
  }

  @Test
  void aLeakIsReportedWithThePlaceWhereItWasMade() throws Exception {
    String output = Forked.run(List.of("-Dpolars4j.leakDetection=true"), Leak.class);
    assertThat(output)
        .contains("never closed")
        .contains("this DataFrame made here")
        .contains("MemoryPressureTest$Leak.forget");
    assertThat(Forked.run(List.of(), Leak.class)).doesNotContain("never closed");
  }
}
