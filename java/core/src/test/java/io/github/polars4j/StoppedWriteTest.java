package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A sink that throws or blocks halfway stops the threads that encode, and what they hold is freed.
 */
@EnabledOnOs(OS.LINUX)
class StoppedWriteTest {
  private static final long MEGABYTE = 1 << 20;
  private static final int NTH = 20; // write, of a megabyte

  private static DataFrame frame;

  private long handles;
  private long memory;

  @BeforeAll
  static void makeFrame() {
    long[] values = new long[20 << 20];
    Arrays.setAll(values, i -> i * 0x9E3779B97F4A7C15L);
    try (Series series = Series.of("n", values)) {
      frame = series.toFrame();
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
    assertThat(NativeMemory.liveHandles()).isEqualTo(handles);
    assertThat(Proc.resident() - memory).isLessThan(window());
  }

  /** What the batches under way may take: a small part of the frame's 160 MB. */
  private static long window() {
    return (Polars4j.threads() + 8) * 4 * MEGABYTE;
  }

  private static void assertIdle(long ticks) throws Exception {
    Thread.sleep(300);
    assertThat(Proc.polarsTicks() - ticks).as("ticks of polars' threads in 0.3 s").isLessThan(3);
  }

  interface Writing {
    void write(OutputStream sink) throws IOException;
  }

  static Stream<Writing> writers() {
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
  void oneThatThrows(Writing writing) throws Exception {
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
  void oneThatBlocksAndIsInterrupted(Writing writing) throws Exception {
    InterruptedIOException failure = new InterruptedIOException("no longer");
    BlockingSink sink = new BlockingSink(failure);
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
  void oneThatBlocksAndGoesOn() throws Exception {
    BlockingSink sink = new BlockingSink(new InterruptedIOException());
    Throwable[] thrown = {null};
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
    assertThat(thrown[0]).isNull();
    try (IpcReader reader = new IpcReader(sink.bytes.toByteArray());
        DataFrame back = reader.finish()) {
      assertThat(back.contentEquals(frame)).isTrue();
    }
    sink.bytes = new ByteArrayOutputStream(); // not ours to count
  }

  /** The threads encode a few batches more, and wait. */
  private void assertStopsWhile(BlockingSink sink) throws Exception {
    assertThat(sink.blocked.await(1, TimeUnit.MINUTES)).isTrue();
    Thread.sleep(1000);
    assertIdle(Proc.polarsTicks());
    assertThat(Proc.resident() - memory - sink.bytes.size()).isLessThan(window());
  }

  /** Does something at the nth write. */
  private abstract static class Sink extends OutputStream {
    int writes;

    abstract void nth() throws IOException;

    void bytes(byte[] bytes, int offset, int length) {}

    @Override
    public void write(int b) {
      throw new AssertionError("bytes come in blocks");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (++writes == NTH) {
        nth();
      }
      bytes(bytes, offset, length);
    }
  }

  private static final class BlockingSink extends Sink {
    final CountDownLatch blocked = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    private final InterruptedIOException failure;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    BlockingSink(InterruptedIOException failure) {
      this.failure = failure;
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
    void bytes(byte[] given, int offset, int length) {
      bytes.write(given, offset, length);
    }
  }
}
