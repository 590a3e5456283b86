package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A progress listener hears of rows and bytes, ever more of them, up to all. */
class ProgressTest {
  private record Step(long rows, long bytes) {}

  private final List<Step> steps = new ArrayList<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private void assertAscendsTo(long rows) {
    assertThat(steps).isNotEmpty();
    assertThat(steps).extracting(Step::rows).isSorted().endsWith(rows);
    assertThat(steps).extracting(Step::bytes).isSorted();
    assertThat(steps.get(0).bytes()).isPositive();
    assertThat(steps.get(steps.size() - 1).bytes()).isLessThanOrEqualTo(bytes.size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ofAFile(boolean parallel) throws IOException {
    try (DataFrame frame = Sample.frame(1000, 0)) {
      new IpcWriter(bytes)
          .withParallel(parallel)
          .withRecordBatchSize(300)
          .withProgress((rows, written) -> steps.add(new Step(rows, written)))
          .finish(frame);
    }
    assertThat(steps).extracting(Step::rows).containsExactly(300L, 600L, 900L, 1000L);
    assertAscendsTo(1000);
  }

  @Test
  void ofAFileInOneBatch() throws IOException {
    try (DataFrame frame = Sample.frame(1000, 0)) {
      new IpcWriter(bytes)
          .withProgress((rows, written) -> steps.add(new Step(rows, written)))
          .finish(frame);
    }
    assertAscendsTo(1000);
  }

  @Test
  void ofAStream() throws IOException {
    try (DataFrame frame = Sample.frame(1000, 0)) {
      new IpcStreamWriter(bytes)
          .withRecordBatchSize(300)
          .withProgress((rows, written) -> steps.add(new Step(rows, written)))
          .finish(frame);
    }
    assertAscendsTo(1000);
  }

  @Test
  void onTheCallingThread() throws IOException {
    Thread caller = Thread.currentThread();
    List<Thread> threads = new ArrayList<>();
    try (DataFrame frame = Sample.frame(1000, 0)) {
      new IpcWriter(bytes)
          .withCompression(IpcCompression.zstd())
          .withRecordBatchSize(100)
          .withProgress((rows, written) -> threads.add(Thread.currentThread()))
          .finish(frame);
    }
    assertThat(threads).hasSize(10).containsOnly(caller);
  }
}
