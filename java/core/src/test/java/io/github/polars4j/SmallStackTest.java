package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Types that nest as deep as they may, on threads with hardly any stack: each of these ended the
 * JVM where native code recursed on the stack of the calling thread.
 */
class SmallStackTest {
  /** Structs around a number; Parquet's list of a level is two of its own. */
  private static final int DEEPEST = 99;

  private static final long SMALLEST_STACK = 64 << 10;

  /** How many calls further up the work is tried again. */
  private static final int STEP = 16;

  @TempDir private Path folder;

  private final DataFrame deep = nested(DEEPEST, "x");
  private final DataFrame same = nested(DEEPEST, "x");
  private final DataFrame lists = nestedLists(DEEPEST);

  @AfterEach
  void close() {
    deep.close();
    same.close();
    lists.close();
  }

  private static DataFrame nested(int depth, String name) {
    Series series = Series.of(name, new int[] {1, 2, 3});
    for (int i = 1; i < depth; i++) {
      Series inner = series;
      series = Series.ofStruct(name, inner);
      inner.close();
    }
    try (Series made = series) {
      return DataFrame.of(made);
    }
  }

  private static DataFrame nestedLists(int depth) {
    Series series = Series.of("l", new int[] {1});
    for (int i = 1; i < depth; i++) {
      Series inner = series;
      series = Series.ofList("l", inner, new int[] {0, 1}, null);
      inner.close();
    }
    try (Series made = series) {
      return DataFrame.of(made);
    }
  }

  /** A piece of work, by name. */
  private interface Work {
    void run(SmallStackTest test) throws Exception;
  }

  private static byte[] written(FrameWriterOf writer, DataFrame frame) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writer.of(bytes).finish(frame);
    return bytes.toByteArray();
  }

  private interface FrameWriterOf {
    FrameWriter of(ByteArrayOutputStream out);
  }

  private void roundTrip(FrameWriterOf writer, ReaderOf reader) throws Exception {
    for (DataFrame frame : List.of(deep, lists)) {
      byte[] bytes = written(writer, frame);
      try (DataFrame read = reader.of(bytes).finish()) {
        assertThat(read.height()).isEqualTo(frame.height());
      }
      try (Batches batches = reader.of(bytes).batches(2)) {
        while (batches.hasNext()) {
          batches.next().close();
        }
      }
      assertThat(reader.of(bytes).schema().fields()).hasSize(1);
    }
  }

  private interface ReaderOf {
    FrameReader of(byte[] bytes);
  }

  static Stream<Arguments> works() {
    return Stream.of(
        work("IPC", test -> test.roundTrip(IpcWriter::new, bytes -> new IpcReader(bytes))),
        work(
            "IPC, serial",
            test ->
                test.roundTrip(
                    out ->
                        new IpcWriter(out).withParallel(false).withCompatLevel(CompatLevel.OLDEST),
                    bytes -> new IpcReader(new ByteArrayInputStream(bytes)))),
        work(
            "IPC stream",
            test -> test.roundTrip(IpcStreamWriter::new, bytes -> new IpcStreamReader(bytes))),
        work(
            "Parquet",
            test -> test.roundTrip(ParquetWriter::new, bytes -> new ParquetReader(bytes))),
        work("NDJSON", test -> test.roundTrip(NdjsonWriter::new, bytes -> new NdjsonReader(bytes))),
        work(
            "a file",
            test -> {
              Path file = test.folder.resolve("deep.arrow");
              new IpcWriter(file).finish(test.deep);
              new IpcReader(file).finish().close();
            }),
        work("contentEquals", test -> assertThat(test.deep.contentEquals(test.same)).isTrue()),
        work("toString", test -> assertThat(test.deep.toString()).isNotEmpty()),
        work("describe", test -> test.deep.describe().close()),
        work(
            "frames of frames",
            test -> {
              try (DataFrame stacked = test.deep.vstack(test.same);
                  DataFrame whole = stacked.rechunk();
                  DataFrame slice = whole.slice(1, 4);
                  Series column = slice.column("x")) {
                assertThat(column.length()).isEqualTo(4);
                assertThat(column.toString()).isNotEmpty();
                assertThat(whole.estimatedSize()).isPositive();
                assertThat(whole.schema().fields()).hasSize(1);
              }
            }),
        work(
            "rows",
            test -> {
              assertThat(test.deep.rows().count()).isEqualTo(3);
              assertThat(test.lists.rows().count()).isEqualTo(1);
            }));
  }

  private static Arguments work(String name, Work work) {
    return Arguments.of(name, work);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("works")
  void onAThreadWithASmallStack(String name, Work work) throws Exception {
    onAThread(SMALLEST_STACK, () -> work.run(this));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("works")
  void nearTheEndOfAUsualStack(String name, Work work) throws Exception {
    work.run(this); // loads the classes, which need stack too
    work.run(this); // and those that an existing file needs
    onAThread(0, () -> deeper(work, 0));
  }

  /** Recurses until the stack is used up, and works ever nearer to its beginning. */
  private void deeper(Work work, int depth) throws Exception {
    if (depth % STEP != 0) {
      deeper(work, depth + 1);
      return;
    }
    try {
      deeper(work, depth + 1);
    } catch (StackOverflowError e) {
      try {
        work.run(this);
      } catch (StackOverflowError again) {
        throw again; // a frame further up tries
      }
      throw new Done();
    }
  }

  private static final class Done extends RuntimeException {
    private static final long serialVersionUID = 1;

    Done() {
      super("done", null, false, false);
    }
  }

  /** Java's own code may well run off the stack, also what JNI has it do; native code must not. */
  private static boolean isFine(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      boolean jni = cause instanceof PolarsPanicException && cause.getMessage().startsWith("JNI:");
      if (jni || cause instanceof Done || cause instanceof StackOverflowError) {
        return true;
      }
    }
    return false;
  }

  private interface Body {
    void run() throws Exception;
  }

  /** Runs the body to its end. */
  private static void onAThread(long stack, Body body) throws Exception {
    Throwable[] thrown = new Throwable[1];
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                body.run();
              } catch (Throwable e) {
                thrown[0] = isFine(e) ? null : e;
              }
            },
            "small stack",
            stack);
    thread.start();
    thread.join();
    assertThat(thrown[0]).isNull();
  }
}
