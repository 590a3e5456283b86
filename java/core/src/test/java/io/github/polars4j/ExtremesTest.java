package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames at the edge of what there can be. */
class ExtremesTest {
  @TempDir Path folder;

  private static byte[] write(DataFrame frame, IpcOutputs.Way way) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    switch (way) {
      case FINISH -> new IpcWriter(bytes).finish(frame);
      case STREAM -> new IpcStreamWriter(bytes).finish(frame);
      case BATCHED -> finish(new IpcWriter(bytes).batched(frame.schema()), frame);
      case STREAM_BATCHED -> finish(new IpcStreamWriter(bytes).batched(frame.schema()), frame);
      default -> throw new AssertionError(way);
    }
    return bytes.toByteArray();
  }

  private static void finish(BatchedWriter writer, DataFrame frame) throws IOException {
    try (writer) {
      writer.writeBatch(frame);
      writer.finish();
    }
  }

  private static DataFrame read(byte[] bytes, IpcOutputs.Way way) throws IOException {
    return way.isStream() ? new IpcStreamReader(bytes).finish() : new IpcReader(bytes).finish();
  }

  private static void assertSurvives(DataFrame frame, IpcOutputs.Way way) throws IOException {
    try (DataFrame read = read(write(frame, way), way)) {
      assertThat(read.schema()).isEqualTo(frame.schema());
      assertThat(read.contentEquals(frame)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(IpcOutputs.Way.class)
  void noRows(IpcOutputs.Way way) throws IOException {
    try (DataFrame frame = Sample.frame(0, 0)) {
      assertSurvives(frame, way);
    }
  }

  @ParameterizedTest
  @EnumSource(IpcOutputs.Way.class)
  void noColumns(IpcOutputs.Way way) throws IOException {
    try (DataFrame frame = DataFrame.of()) {
      assertThat(frame.width()).isZero();
      assertSurvives(frame, way);
    }
  }

  @ParameterizedTest
  @EnumSource(IpcOutputs.Way.class)
  void rowsLargerThanARecordBatch(IpcOutputs.Way way) throws IOException {
    for (int length : new int[] {5 << 20, 3 << 20}) {
      String large = "x".repeat(length);
      try (DataFrame frame = DataFrame.of(Series.of("s", large, "y", large, large))) {
        assertSurvives(frame, way);
        if (way == IpcOutputs.Way.FINISH) {
          IpcLayout layout = new IpcReader(write(frame, way)).layout();
          assertThat(layout.recordBatches()).hasSizeGreaterThan(1);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(CompatLevel.class)
  void noRowsOfWhatHasSome(CompatLevel level) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    try (DataFrame frame = Sample.frame(10, 1)) {
      new IpcWriter(file).withCompatLevel(level).finish(frame);
      new IpcStreamWriter(stream).withCompatLevel(level).finish(frame);
      try (DataFrame none = new IpcReader(file.toByteArray()).withNRows(0).finish();
          DataFrame streamed = new IpcStreamReader(stream.toByteArray()).withNRows(0).finish();
          DataFrame slice = none.slice(0, 0)) {
        for (DataFrame each : List.of(none, streamed, slice)) {
          assertThat(each.schema()).isEqualTo(frame.schema());
          assertSurvives(each, IpcOutputs.Way.FINISH);
        }
      }
    }
  }

  /** The last one is as deep as the format's readers go. */
  @ParameterizedTest
  @EnumSource(IpcOutputs.Way.class)
  void deeplyNested(IpcOutputs.Way way) throws IOException {
    Series deepest = Series.of("n", new int[] {1, 2});
    try {
      for (int depth = 2; depth <= 100; depth++) {
        try (Series inner = deepest) {
          deepest = nested(inner, depth);
        }
      }
      try (DataFrame frame = deepest.toFrame()) {
        assertSurvives(frame, way);
      }
      Series last = deepest;
      assertThatThrownBy(() -> nested(last, 101).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("100 deep");
    } finally {
      deepest.close();
    }
  }

  private static Series nested(Series inner, int depth) {
    return depth % 2 == 0
        ? Series.ofList("n", inner, new long[] {0, inner.length()}, null)
        : Series.ofStruct("n", inner);
  }

  @Test
  void aTypeThatIsTooDeep() {
    DataType type = new DataType.Int64();
    for (int depth = 1; depth < 100; depth++) {
      type = new DataType.List(type);
    }
    DataType deepest = type;
    Series.builder("n", deepest).build().close();
    assertThatThrownBy(() -> Series.builder("n", new DataType.List(deepest)).build().close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100 deep");
  }

  @Test
  void aBatchedWriterWithoutAnyBatch() throws IOException {
    try (DataFrame frame = Sample.frame(0, 0)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (BatchedWriter writer = new IpcWriter(bytes).batched(frame.schema())) {
        writer.finish();
      }
      try (DataFrame read = new IpcReader(bytes.toByteArray()).finish()) {
        assertThat(read.schema()).isEqualTo(frame.schema());
        assertThat(read.height()).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(IpcOutputs.Way.class)
  void aNameWithNul(IpcOutputs.Way way) throws IOException {
    try (Series series = Series.of("a\0b", "x\0y", "\0");
        DataFrame frame = series.toFrame()) {
      assertThat(frame.columnNames()).containsExactly("a\0b");
      assertSurvives(frame, way);
    }
  }

  @ParameterizedTest
  @EnumSource(IpcOutputs.Way.class)
  void fiveThousandColumns(IpcOutputs.Way way) throws IOException {
    List<Series> columns = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      columns.add(Series.of("column " + i, new int[] {i, -i}));
    }
    try (DataFrame frame = DataFrame.of(columns)) {
      assertThat(frame.width()).isEqualTo(5000);
      assertSurvives(frame, way);
    } finally {
      columns.forEach(Series::close);
    }
  }

  @Test
  void stringsOfMoreThanTwoGigabytesInAll() throws IOException {
    Path file = folder.resolve("large.arrow");
    String[] strings = new String[2200];
    Arrays.setAll(strings, i -> String.valueOf((char) ('a' + i % 26)).repeat(1 << 20));
    try (Series series = Series.of("s", strings);
        DataFrame frame = series.toFrame()) {
      assertThat(frame.estimatedSize()).isGreaterThan(1L << 31);
      for (CompatLevel level : CompatLevel.values()) {
        new IpcWriter(file).withCompatLevel(level).withRecordBatchSize(500).finish(frame);
        try (DataFrame read = new IpcReader(file).finish()) {
          assertThat(read.contentEquals(frame)).isTrue();
        }
      }
      assertThat(series.getString(2199)).isEqualTo(strings[2199]);
    }
  }

  @Test
  void duplicateNamesAreRefused() {
    try (Series a = Series.of("n", new long[] {1});
        Series b = Series.of("n", "x")) {
      assertThatThrownBy(() -> DataFrame.of(a, b))
          .isInstanceOf(DuplicateException.class)
          .hasMessageContaining("n");
    }
  }

  @Test
  void unequalLengthsAreRefused() {
    try (Series a = Series.of("a", new long[] {1});
        Series b = Series.of("b", "x", "y")) {
      assertThatThrownBy(() -> DataFrame.of(a, b))
          .isInstanceOf(ShapeMismatchException.class)
          .hasMessageContaining("'a'")
          .hasMessageContaining("'b'");
    }
  }
}
