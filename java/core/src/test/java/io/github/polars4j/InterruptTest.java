package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An interrupt ends a write, which leaves no file, and the thread stays interrupted. */
class InterruptTest {
  private static final String BEFORE = "what stood there before";

  private static DataFrame frame;

  private final long writers = NativeMemory.liveWriters();

  @TempDir Path folder;

  /** As a listener: interrupts the thread that calls it for the nth time. */
  private static ProgressListener interruptAt(int nth) {
    int[] calls = {0};
    long[] interrupted = {0};
    return (rows, bytes) -> {
      if (++calls[0] == nth) {
        interrupted[0] = System.nanoTime();
        Thread.currentThread().interrupt();
      } else if (calls[0] > nth && System.nanoTime() - interrupted[0] > 1_000_000_000) {
        throw new AssertionError("writes on");
      }
    };
  }

  @BeforeAll
  static void makeFrame() throws InterruptedException {
    LiveHandles.settle();
    long[] values = new long[4_000_000];
    Arrays.setAll(values, i -> i * 0x9E3779B97F4A7C15L);
    try (Series series = Series.of("n", values)) {
      frame = series.toFrame();
    }
  }

  @AfterAll
  static void closeFrame() {
    frame.close();
  }

  @AfterEach
  void clear() {
    Thread.interrupted();
  }

  private static IpcWriter halfway(IpcWriter writer) {
    return writer.withRecordBatchSize(10_000).withProgress(interruptAt(10));
  }

  static Stream<Writers.Case<Path>> halfway() {
    return Stream.of(
        new Writers.Case<Path>("IpcWriter", path -> halfway(new IpcWriter(path)).finish(frame)),
        new Writers.Case<Path>(
            "zstd",
            path ->
                halfway(new IpcWriter(path)).withCompression(IpcCompression.zstd(5)).finish(frame)),
        new Writers.Case<Path>(
            "serial", path -> halfway(new IpcWriter(path)).withParallel(false).finish(frame)),
        new Writers.Case<Path>(
            "IpcStreamWriter",
            path ->
                new IpcStreamWriter(path)
                    .withRecordBatchSize(10_000)
                    .withProgress(interruptAt(10))
                    .finish(frame)),
        new Writers.Case<Path>(
            "BatchedWriter.writeBatch",
            path -> {
              try (BatchedWriter writer = halfway(new IpcWriter(path)).batched(frame.schema())) {
                writer.writeBatch(frame);
              }
            }),
        new Writers.Case<Path>(
            "BatchedWriter.finish",
            path -> {
              try (BatchedWriter writer = new IpcWriter(path).batched(frame.schema())) {
                writer.writeBatch(frame);
                Thread.currentThread().interrupt();
                writer.finish();
              }
            }));
  }

  static Stream<Writers.Case<Path>> before() {
    return Writers.all()
        .map(way -> new Writers.Case<Path>(way.name(), path -> way.write(path, frame)));
  }

  private void assertEndsAndLeavesTheFolder(Writers.Case<Path> writer) throws IOException {
    Path there = Files.writeString(folder.resolve("there"), BEFORE);
    for (Path target : new Path[] {there, folder.resolve("new")}) {
      assertThat(catchThrowable(() -> writer.write(target)))
          .isExactlyInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(there).hasContent(BEFORE);
    assertThat(folder.toFile().list()).containsExactly("there");
    assertThat(NativeMemory.liveWriters()).isLessThanOrEqualTo(writers);
  }

  @ParameterizedTest
  @MethodSource("halfway")
  void halfway(Writers.Case<Path> writer) throws IOException {
    assertEndsAndLeavesTheFolder(writer);
  }

  @ParameterizedTest
  @MethodSource("before")
  void beforeTheCall(Writers.Case<Path> writer) throws IOException {
    assertEndsAndLeavesTheFolder(
        new Writers.Case<Path>(
            writer.name(),
            path -> {
              Thread.currentThread().interrupt();
              writer.write(path);
            }));
  }

  @Test
  void byAnotherThread() throws InterruptedException {
    Throwable[] thrown = {null};
    Path target = folder.resolve("slow");
    Thread writer =
        new Thread(
            () ->
                thrown[0] =
                    catchThrowable(
                        () ->
                            new IpcWriter(target)
                                .withCompression(IpcCompression.zstd(22)) // takes long
                                .finish(frame)));
    writer.start();
    Thread.sleep(300);
    long start = System.nanoTime();
    writer.interrupt();
    writer.join();
    assertThat(thrown[0]).isExactlyInstanceOf(ClosedByInterruptException.class);
    assertThat(System.nanoTime() - start).as("nanoseconds").isLessThan(10_000_000_000L);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aStreamStaysOpenAndGetsNoMore() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Throwable thrown = catchThrowable(() -> halfway(new IpcWriter(bytes)).finish(frame));
    assertThat(thrown)
        .isExactlyInstanceOf(InterruptedIOException.class)
        .hasMessage("interrupted while writing to <OutputStream>");
    assertThat(bytes.size()).isLessThan(32_000_000 / 2);

    bytes.reset();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(catchThrowable(() -> new IpcWriter(bytes).finish(frame)))
        .isExactlyInstanceOf(InterruptedIOException.class);
    assertThat(bytes.size()).isZero();
  }

  @Test
  void aFileChannelIsClosedAsByItsOwnWrites() throws IOException {
    Path path = folder.resolve("channel");
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(catchThrowable(() -> halfway(new IpcWriter(channel)).finish(frame)))
          .isExactlyInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(channel.isOpen()).isFalse();
    }
  }

  /** A channel that no interrupt closes. */
  private static final class Plain implements WritableByteChannel {
    private final @Nullable IOException failure;
    private boolean open = true;

    Plain(@Nullable IOException failure) {
      this.failure = failure;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      if (failure != null) {
        throw failure;
      }
      int count = bytes.remaining();
      bytes.position(bytes.limit());
      return count;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }

  @Test
  void anotherChannelStaysOpen() {
    Plain channel = new Plain(null);
    assertThat(catchThrowable(() -> halfway(new IpcWriter(channel)).finish(frame)))
        .isExactlyInstanceOf(InterruptedIOException.class);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void whatAChannelThrowsItselfComesBack() {
    ClosedByInterruptException failure = new ClosedByInterruptException();
    assertThat(catchThrowable(() -> new IpcWriter(new Plain(failure)).finish(frame)))
        .isSameAs(failure);
  }

  @Test
  void aFileOfAnotherFileSystemIsAFile() throws IOException {
    URI zip = URI.create("jar:" + folder.resolve("a.zip").toUri());
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path target = files.getPath("/inside");
      assertThat(catchThrowable(() -> halfway(new IpcWriter(target)).finish(frame)))
          .isExactlyInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(files.getPath("/")).isEmptyDirectory();
    }
  }

  @Test
  void aBatchedWriterIsBrokenAfterwards() throws IOException {
    Path target = folder.resolve("batches");
    try (DataFrame batch = frame.head(10);
        BatchedWriter writer = new IpcWriter(target).batched(frame.schema())) {
      writer.writeBatch(batch);
      Thread.currentThread().interrupt();
      assertThat(catchThrowable(() -> writer.writeBatch(frame)))
          .isExactlyInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(catchThrowable(writer::finish)).isInstanceOf(IllegalStateException.class);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void readingAStreamEndsToo() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFrame small = frame.head(10)) {
      new IpcWriter(bytes).finish(small);
    }
    try (IpcReader reader = new IpcReader(new ByteArrayInputStream(bytes.toByteArray()))) {
      Thread.currentThread().interrupt();
      assertThat(catchThrowable(reader::finish))
          .isExactlyInstanceOf(InterruptedIOException.class)
          .hasMessage("interrupted while reading <InputStream>");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void anInterruptThatComesTooLateIsLeftToTheCaller() throws IOException {
    try (DataFrame small = frame.head(10)) {
      OutputStream late =
          new OutputStream() {
            @Override
            public void write(int b) {}

            @Override
            public void flush() {
              Thread.currentThread().interrupt();
            }
          };
      new IpcWriter(late).finish(small);
    }
    assertThat(Thread.interrupted()).isTrue();
  }
}
