package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Virtual threads that wait for a pipe let others work: no frame of native code lies beneath. */
@EnabledForJreRange(min = JRE.JAVA_21)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VirtualThreadsTest {
  private static final int LARGE = 1_000_000;

  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private static DataFrame frame(int rows) {
    long[] values = new long[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = i;
    }
    return DataFrame.of(Series.of("i", values));
  }

  private interface WriterOf {
    FrameWriter of(OutputStream out);
  }

  private interface ReaderOf {
    FrameReader of(InputStream in);
  }

  /** Each pair writes a frame to a pipe that the other end reads. */
  private static void pairs(int count, int rows, WriterOf writer, ReaderOf reader)
      throws Exception {
    try (DataFrame frame = frame(rows)) {
      ExecutorService threads = virtualThreads();
      List<Future<Long>> read = new ArrayList<>();
      List<Future<?>> written = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        PipedOutputStream out = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(out, 1 << 16);
        Callable<Void> writes =
            () -> {
              try (OutputStream buffered = new BufferedOutputStream(out)) {
                writer.of(buffered).finish(frame);
              }
              return null;
            };
        Callable<Long> reads =
            () -> {
              try (in;
                  DataFrame back = reader.of(in).finish()) {
                return back.height();
              }
            };
        written.add(threads.submit(writes));
        read.add(threads.submit(reads));
      }
      for (Future<?> one : written) {
        one.get(50, TimeUnit.SECONDS);
      }
      for (Future<Long> one : read) {
        assertThat(one.get(50, TimeUnit.SECONDS)).isEqualTo(rows);
      }
      threads.shutdown();
    }
  }

  @Test
  void eightWriteWhatEightRead() throws Exception {
    pairs(8, LARGE, IpcStreamWriter::new, IpcStreamReader::new);
  }

  @Test
  void soDoWritersAndReadersOfText() throws Exception {
    pairs(8, LARGE / 10, CsvWriter::new, CsvReader::new);
    pairs(8, LARGE / 10, NdjsonWriter::new, NdjsonReader::new);
  }

  @Test
  void soDoThoseOfParquet() throws Exception {
    pairs(8, LARGE, ParquetWriter::new, ParquetReader::new);
  }

  @Test
  void aThousandWriteAtOnce() throws Exception {
    pairs(1000, 20_000, IpcStreamWriter::new, IpcStreamReader::new);
  }
}
