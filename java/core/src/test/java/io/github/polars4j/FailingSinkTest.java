package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user's sink throws comes back as the very same object, and nothing stays behind. */
class FailingSinkTest {
  /** Throws on its nth write, or on its flush if n is 0. */
  private static final class FailingStream extends OutputStream {
    private final Throwable failure;
    private final int nth;
    private int writes;
    private boolean closed;

    FailingStream(Throwable failure, int nth) {
      this.failure = failure;
      this.nth = nth;
    }

    @Override
    public void write(int b) {
      throw new AssertionError("bytes come in blocks");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (++writes == nth) {
        FailingSinkTest.<IOException>sneak(failure);
      }
    }

    @Override
    public void flush() throws IOException {
      if (nth == 0) {
        FailingSinkTest.<IOException>sneak(failure);
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable failure) throws E {
    throw (E) failure;
  }

  static Stream<Writers.Way> writers() {
    return Writers.all();
  }

  private static DataFrame large() {
    long[] values = new long[500_000];
    Arrays.setAll(values, i -> i * 0x9E3779B97F4A7C15L);
    try (Series series = Series.of("n", values)) {
      return DataFrame.of(series);
    }
  }

  @ParameterizedTest
  @MethodSource("writers")
  void theSameThrowableComesBack(Writers.Way writer) {
    List<Throwable> failures =
        List.of(
            new IOException("disk on fire"),
            new IllegalArgumentException("no more"),
            new OutOfMemoryError("not really"));
    try (DataFrame df = large()) {
      for (Throwable failure : failures) {
        for (int nth = 0; nth < 4; nth++) {
          FailingStream sink = new FailingStream(failure, nth);
          assertThat(catchThrowable(() -> writer.write(sink, df)))
              .as("write " + nth)
              .isSameAs(failure);
          assertThat(sink.closed).isFalse();
          assertThat(sink.writes).isGreaterThanOrEqualTo(nth);
          if (nth > 0) {
            assertThat(sink.writes).as("no write after the failed one").isEqualTo(nth);
          }
        }
      }
    }
  }

  @Test
  void aChannelsExceptionComesBackToo() {
    IOException failure = new IOException("channel down");
    WritableByteChannel channel =
        new WritableByteChannel() {
          @Override
          public int write(ByteBuffer bytes) throws IOException {
            throw failure;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    try (DataFrame df = large()) {
      assertThat(catchThrowable(() -> new IpcWriter(channel).finish(df))).isSameAs(failure);
    }
  }

  @Test
  void aProgressListenersExceptionEndsTheWriting() {
    RuntimeException failure = new RuntimeException("enough");
    try (DataFrame df = large()) {
      Throwable thrown =
          catchThrowable(
              () ->
                  new IpcWriter(OutputStream.nullOutputStream())
                      .withRecordBatchSize(100_000)
                      .withProgress(
                          (rows, bytes) -> {
                            if (rows == 300_000) {
                              throw failure;
                            }
                          })
                      .finish(df));
      assertThat(thrown).isSameAs(failure);
    }
  }

  @Test
  void aBatchedWriterIsBrokenAfterItsSinkFailed() throws IOException {
    IOException failure = new IOException("once");
    try (DataFrame df = large();
        BatchedWriter writer = new IpcWriter(new FailingStream(failure, 2)).batched(df.schema())) {
      assertThat(catchThrowable(() -> writer.writeBatch(df))).isSameAs(failure);
      assertThat(catchThrowable(() -> writer.writeBatch(df)))
          .isInstanceOf(IllegalStateException.class);
      assertThat(catchThrowable(writer::finish)).isInstanceOf(IllegalStateException.class);
    }
  }
}
