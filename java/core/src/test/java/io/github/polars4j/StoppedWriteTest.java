package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A sink that throws or blocks halfway stops the threads that encode, and what they hold is freed.
 */
@EnabledOnOs(OS.LINUX)
class StoppedWriteTest {
  /** What the batches under way, and Java's own garbage, may take; the frame is 320 MB. */
  private static final long FEW_BATCHES = 128 << 20;

  private static final int NTH = 20; // write, of a megabyte

  private static DataFrame frame;

  private long handles;
  private long memory;

  @BeforeAll
  static void makeFrame() {
    long[] values = new long[10 << 20];
    Arrays.setAll(values, i -> i * 0x9E3779B97F4A7C15L);
    try (Series series = Series.of("n", values);
        DataFrame once = series.toFrame();
        DataFrame twice = once.vstack(once)) {
      frame = twice.vstack(twice);
    }
  }

  @AfterAll
  static void closeFrame() {
    frame.close();
  }

  @BeforeEach
  void look() throws IOException {
    System.gc();
    handles = NativeMemory.liveHandles();
    memory = Proc.resident();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    System.gc();
    // What other tests left to the collector may go at any time.
    assertThat(NativeMemory.liveHandles()).isLessThanOrEqualTo(handles);
    // What was read is kept for five seconds.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (Proc.resident() - memory >= FEW_BATCHES && System.nanoTime() < end) {
      Thread.sleep(100);
    }
    assertThat(Proc.resident() - memory).isLessThan(FEW_BATCHES);
  }

  private static void assertIdle(long ticks) throws Exception {
    Thread.sleep(300);
    assertThat(Proc.polarsTicks() - ticks).as("ticks of polars' threads in 0.3 s").isLessThan(3);
  }

  static Stream<Writers.Writing<OutputStream>> writers() {
    return Stream.of(
        sink -> new IpcWriter(sink).finish(frame),
        sink -> new IpcWriter(sink).withCompression(IpcCompression.zstd(12)).finish(frame),
        sink ->
            new IpcStreamWriter(sink)
                .withCompression(IpcCompression.lz4())
                .withRecordBatchSize(5000)
                .finish(frame),
        sink -> {
          try (BatchedWriter writer =
              new IpcWriter(sink).withCompression(IpcCompression.zstd(1)).batched(frame.schema())) {
            writer.writeBatch(frame);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("writers")
  void oneThatThrows(Writers.Writing<OutputStream> writing) throws Exception {
    IOException failure = new IOException("full");
    Sink sink =
        new Sink() {
          @Override
          void nth() throws IOException {
            throw failure;
          }
        };
    assertThat(catchThrowable(() -> writing.write(sink))).isSameAs(failure);
    assertIdle(Proc.polarsTicks());
    assertThat(sink.writes).isEqualTo(NTH);
  }

  @ParameterizedTest
  @MethodSource("writers")
  void oneThatBlocksAndIsInterrupted(Writers.Writing<OutputStream> writing) throws Exception {
    InterruptedIOException failure = new InterruptedIOException("no longer");
    BlockingSink sink = new BlockingSink(failure, OutputStream.nullOutputStream());
    Throwable[] thrown = {null};
    Thread writer = new Thread(() -> thrown[0] = catchThrowable(() -> writing.write(sink)));
    writer.start();
    assertStopsWhile(sink);
    writer.interrupt();
    writer.join();
    assertThat(thrown[0]).isSameAs(failure);
    assertIdle(Proc.polarsTicks());
  }

  @Test
  void oneThatBlocksAndGoesOn(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("file");
    Throwable[] thrown = {null};
    try (OutputStream out = Files.newOutputStream(file)) {
      BlockingSink sink = new BlockingSink(new InterruptedIOException(), out);
      Thread writer =
          new Thread(
              () ->
                  thrown[0] =
                      catchThrowable(
                          () ->
                              new IpcWriter(sink)
                                  .withCompression(IpcCompression.zstd(1))
                                  .finish(frame)));
      writer.start();
      assertStopsWhile(sink);
      sink.goOn.countDown();
      writer.join();
    }
    assertThat(thrown[0]).isNull();
    try (IpcReader reader = new IpcReader(file);
        DataFrame back = reader.finish()) {
      assertThat(back.contentEquals(frame)).isTrue();
    }
  }

  /** The threads encode a few batches more, and wait. */
  private void assertStopsWhile(BlockingSink sink) throws Exception {
    assertThat(sink.blocked.await(1, TimeUnit.MINUTES)).isTrue();
    Thread.sleep(1000);
    assertIdle(Proc.polarsTicks());
    assertThat(Proc.resident() - memory).isLessThan(FEW_BATCHES);
  }

  /** Does something at the nth write. */
  private abstract static class Sink extends OutputStream {
    int writes;

    abstract void nth() throws IOException;

    @Override
    public void write(int b) {
      throw new AssertionError("bytes come in blocks");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (++writes == NTH) {
        nth();
      }
    }
  }

  private static final class BlockingSink extends Sink {
    final CountDownLatch blocked = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    private final InterruptedIOException failure;
    private final OutputStream out;

    BlockingSink(InterruptedIOException failure, OutputStream out) {
      this.failure = failure;
      this.out = out;
    }

    @Override
    void nth() throws IOException {
      blocked.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw failure;
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      super.write(bytes, offset, length);
      out.write(bytes, offset, length);
    }
  }
}
