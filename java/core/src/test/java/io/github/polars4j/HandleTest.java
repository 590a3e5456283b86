package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** No misuse of a handle crashes the JVM, and none leaks. */
class HandleTest {
  private static final Duration STRESS =
      Duration.ofSeconds(1 + Integer.getInteger("test.stressSeconds", 5) / 4);

  @Test
  void everyMethodOfAClosedFrameThrows() throws Exception {
    DataFrame frame = Sample.frame(3, 0);
    frame.close();
    frame.close();
    assertEveryMethodThrows(frame);
  }

  @Test
  void everyMethodOfAClosedSeriesThrows() throws Exception {
    Series series = Series.of("n", new long[] {1, 2});
    series.close();
    assertEveryMethodThrows(series);
  }

  @Test
  void forgedHandlesAreFoundOut() throws Exception {
    try (Series series = Series.of("n", new long[] {1});
        DataFrame frame = series.toFrame()) {
      long[] forged = {-1, 1, 0x7fffffffffffffffL, 0xdeadbeefcafeL, series.handle(), 1L << 32};
      Constructor<DataFrame> constructor = DataFrame.class.getDeclaredConstructor(long.class);
      constructor.setAccessible(true);
      for (long handle : forged) {
        assertThatThrownBy(() -> constructor.newInstance(handle))
            .as(Long.toHexString(handle))
            .isInstanceOf(InvocationTargetException.class)
            .cause()
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("closed");
      }
      assertThat(series.length()).isEqualTo(1); // the forged handle to it freed nothing
      assertThat(frame.height()).isEqualTo(1);
    }
  }

  @Test
  void aWriterRefusesASecondFinishAndUseAfterClose() throws IOException {
    try (DataFrame frame = Sample.frame(3, 0)) {
      IpcWriter finished = new IpcWriter(OutputStream.nullOutputStream());
      finished.finish(frame);
      assertThatThrownBy(() -> finished.finish(frame)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> finished.batched(frame.schema()))
          .isInstanceOf(IllegalStateException.class);
      IpcWriter closed = new IpcWriter(OutputStream.nullOutputStream());
      closed.close();
      assertThatThrownBy(() -> closed.finish(frame)).isInstanceOf(IllegalStateException.class);
      BatchedWriter batched =
          new IpcWriter(OutputStream.nullOutputStream()).batched(frame.schema());
      batched.finish();
      assertThatThrownBy(() -> batched.writeBatch(frame)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(batched::finish).isInstanceOf(IllegalStateException.class);
      batched.close();
      assertThatThrownBy(() -> batched.writeBatch(frame)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void whatIsNeverClosedIsFreed() throws Exception {
    long before = NativeMemory.liveHandles();
    for (int i = 0; i < 1000; i++) {
      Series.of("n", new long[100]).toFrame();
    }
    awaitLiveHandles(before);
  }

  @Test
  void closingWhileOthersWriteIsSafe() throws Exception {
    long before = NativeMemory.liveHandles();
    AtomicReference<DataFrame> shared = new AtomicReference<>(Sample.frame(2000, 0));
    ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    Instant end = Instant.now().plus(STRESS);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Random random = new Random(t);
      threads.add(new Thread(() -> useUntil(end, shared, random, wrong)));
    }
    threads.add(new Thread(() -> closeUntil(end, shared, wrong)));
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    shared.get().close();
    assertThat(wrong).isEmpty();
    awaitLiveHandles(before);
  }

  private static void useUntil(
      Instant end,
      AtomicReference<DataFrame> shared,
      Random random,
      ConcurrentLinkedQueue<Throwable> wrong) {
    while (Instant.now().isBefore(end)) {
      try {
        use(shared.get(), random);
      } catch (IllegalStateException e) {
        // closed meanwhile: the only thing that may happen
      } catch (Throwable e) {
        wrong.add(e);
        return;
      }
    }
  }

  private static void use(DataFrame frame, Random random) throws IOException {
    OutputStream sink = OutputStream.nullOutputStream();
    switch (random.nextInt(6)) {
      case 0 -> new IpcWriter(sink).withCompression(IpcCompression.lz4()).finish(frame);
      case 1 -> new IpcWriter(sink).withRecordBatchSize(300).finish(frame);
      case 2 -> new IpcStreamWriter(sink).finish(frame);
      case 3 -> {
        try (DataFrame slice = frame.slice(10, 500);
            BatchedWriter writer = new IpcWriter(sink).batched(slice.schema())) {
          writer.writeBatch(slice);
          writer.writeBatch(frame);
          writer.finish();
        }
      }
      case 4 -> {
        try (Series series = frame.column(random.nextInt(frame.width()))) {
          series.toList();
        }
      }
      default -> frame.toString();
    }
  }

  private static void closeUntil(
      Instant end, AtomicReference<DataFrame> shared, ConcurrentLinkedQueue<Throwable> wrong) {
    try {
      for (int i = 0; Instant.now().isBefore(end); i++) {
        Thread.sleep(2);
        shared.getAndSet(Sample.frame(2000, i)).close();
      }
    } catch (Throwable e) {
      wrong.add(e);
    }
  }

  private static void awaitLiveHandles(long expected) throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      if (NativeMemory.liveHandles() <= expected) {
        return;
      }
      System.gc();
      Thread.sleep(25);
    }
    assertThat(NativeMemory.liveHandles()).isLessThanOrEqualTo(expected);
  }

  private static void assertEveryMethodThrows(Object closed) throws Exception {
    int tried = 0;
    for (Method method : closed.getClass().getMethods()) {
      boolean ours = method.getDeclaringClass() == closed.getClass();
      if (!ours || Modifier.isStatic(method.getModifiers()) || method.getName().equals("close")) {
        continue;
      }
      Object[] arguments =
          Arrays.stream(method.getParameterTypes()).map(HandleTest::some).toArray();
      try {
        Object result = method.invoke(closed, arguments);
        if (result instanceof java.util.stream.BaseStream<?, ?> stream) {
          stream.iterator().hasNext();
        }
        fail(method + " of a closed object gave " + result);
      } catch (InvocationTargetException e) {
        assertThat(e.getCause()).as(method.toString()).isInstanceOf(IllegalStateException.class);
      }
      tried++;
    }
    assertThat(tried).isGreaterThan(15);
  }

  record SomeRecord(long n) {}

  private static Object some(Class<?> type) {
    if (type == String.class) {
      return "n";
    }
    if (type == String[].class) {
      return new String[] {"n"};
    }
    if (type == List.class || type == Collection.class) {
      return List.of("n");
    }
    if (type == Object.class) {
      return "n";
    }
    if (type == java.nio.file.Path.class) {
      return java.nio.file.Path.of("n");
    }
    if (type == DataType.class) {
      return DataType.INT64;
    }
    if (type == SortKey[].class) {
      return new SortKey[] {SortKey.ascending("n")};
    }
    if (type.isArray()) {
      return java.lang.reflect.Array.newInstance(type.getComponentType(), 0);
    }
    if (type == boolean.class) {
      return false;
    }
    if (type == byte.class) {
      return (byte) 0;
    }
    if (type == short.class) {
      return (short) 0;
    }
    if (type == float.class) {
      return 0f;
    }
    if (type == double.class) {
      return 0d;
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == int.class) {
      return 1;
    }
    if (type == Schema.class) {
      return Schema.of(Field.of("a", DataType.INT64));
    }
    if (type == TableFormat.class) {
      return TableFormat.DEFAULT;
    }
    if (type == RowMapper.class) {
      return RowMapper.of(Object.class)
          .column("n", DataType.INT64, row -> 1L)
          .withReader(row -> row);
    }
    if (type == Class.class) {
      return SomeRecord.class;
    }
    if (type == java.nio.ByteBuffer.class) {
      return java.nio.ByteBuffer.allocate(0);
    }
    if (type == TableFormat.class) {
      return TableFormat.DEFAULT;
    }
    if (type == Class.class) {
      return One.class;
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type.isInterface()) {
      return java.lang.reflect.Proxy.newProxyInstance(
          type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null);
    }
    return type == Series.class
        ? Series.of("n", new long[0])
        : Series.of("n", new long[0]).toFrame();
  }

  /** For what asks for a record's class. */
  record One(long n) {}
}
