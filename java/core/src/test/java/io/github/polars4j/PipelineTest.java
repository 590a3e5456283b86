package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches are encoded while the caller makes the next ones. */
class PipelineTest {
  private static final int ROWS = 60_000;

  static Stream<Writers.Way> writers() {
    return Writers.all().filter(Writers.Way::batched);
  }

  private static DataFrame batch(int number) {
    Random random = new Random(number);
    double[] values = random.doubles(ROWS).toArray();
    long[] ids = random.longs(ROWS).toArray();
    String[] names = new String[ROWS];
    Arrays.setAll(names, i -> "name " + random.nextInt(5000));
    try (Series id = Series.of("id", ids);
        Series value = Series.of("value", values);
        Series name = Series.of("name", names)) {
      return DataFrame.of(id, value, name);
    }
  }

  /** What is written in order, whatever becomes ready first. */
  @ParameterizedTest
  @MethodSource("writers")
  void theOutputIsThatOfOneBatchAfterTheOther(Writers.Way way) throws IOException {
    ByteArrayOutputStream pipelined = new ByteArrayOutputStream();
    ByteArrayOutputStream flushed = new ByteArrayOutputStream();
    try (BatchedWriter one = way.stream().apply(pipelined).batched(schema());
        BatchedWriter other = way.stream().apply(flushed).batched(schema())) {
      for (int i = 0; i < 6; i++) {
        try (DataFrame batch = batch(i);
            DataFrame few = batch.head(i)) {
          one.writeBatch(batch);
          one.writeBatch(few);
          other.writeBatch(batch);
          other.flush();
          other.writeBatch(few);
          other.flush();
        }
      }
      one.finish();
      other.finish();
    }
    assertThat(pipelined.size()).isPositive();
    if (way.name().startsWith("ParquetWriter")) { // flush ends a row group
      assertThat(text(flushed.toByteArray())).isEqualTo(text(pipelined.toByteArray()));
    } else {
      assertThat(flushed.toByteArray()).isEqualTo(pipelined.toByteArray());
    }
  }

  /** The rows of a Parquet file, whatever its row groups. */
  private static byte[] text(byte[] parquet) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFrame frame = new ParquetReader(parquet).finish()) {
      new CsvWriter(bytes).finish(frame);
    }
    return bytes.toByteArray();
  }

  /** Also the rows that would wait for a row group, in a stream and in a file. */
  @ParameterizedTest
  @MethodSource("writers")
  void flushLeavesNothing(Writers.Way way, @TempDir Path folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Path file = folder.resolve("file");
    for (FrameWriter target : List.of(way.stream().apply(bytes), way.path().apply(file))) {
      long[] told = {0};
      try (DataFrame batch = batch(0);
          DataFrame few = batch.head(5);
          BatchedWriter writer =
              target.withProgress((rows, length) -> told[0] = rows).batched(few.schema())) {
        for (int i = 1; i <= 3; i++) {
          writer.writeBatch(few);
          long before = writer.bytesWritten();
          writer.flush();
          assertThat(told[0]).isEqualTo(5 * i);
          long after = writer.bytesWritten();
          assertThat(after).isGreaterThanOrEqualTo(before).isPositive();
          writer.flush();
          assertThat(writer.bytesWritten()).isEqualTo(after);
        }
        writer.finish();
        assertThat(told[0]).isEqualTo(15);
      }
    }
    assertThat(file).hasBinaryContent(bytes.toByteArray());
  }

  @Test
  void flushEndsARowGroupOfParquet() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFrame batch = batch(0);
        DataFrame few = batch.head(5);
        BatchedWriter writer = new ParquetWriter(bytes).withRowGroupSize(7).batched(few.schema())) {
      writer.writeBatch(few);
      writer.writeBatch(few);
      writer.flush();
      writer.flush();
      writer.writeBatch(few);
      writer.writeBatch(few);
      writer.writeBatch(few);
      writer.finish();
    }
    assertThat(new ParquetReader(bytes.toByteArray()).layout().rowGroups())
        .extracting(RowGroupInfo::rows)
        .containsExactly(7L, 3L, 7L, 7L, 1L);
  }

  private static Schema schema() {
    try (DataFrame batch = batch(0)) {
      return batch.schema();
    }
  }

  @Test
  void theCallerGoesOnWhileABatchIsCompressed(@TempDir Path folder) throws IOException {
    try (DataFrame batch = batch(0);
        BatchedWriter writer =
            new IpcWriter(folder.resolve("file"))
                .withCompression(IpcCompression.zstd(22))
                .batched(batch.schema())) {
      writer.writeBatch(batch);
      long before = writer.bytesWritten();
      writer.flush();
      assertThat(before).isLessThan(writer.bytesWritten() / 4);
      writer.finish();
    }
  }

  @Test
  void whatWaitsIsBoundedByBytes() throws IOException {
    long[] written = {0};
    OutputStream sink =
        new OutputStream() {
          @Override
          public void write(int b) {
            written[0]++;
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            written[0] += length;
          }
        };
    long[] random = new Random(1).longs(1 << 18).toArray(); // 2 MB that no codec makes smaller
    try (Series series = Series.of("n", random);
        DataFrame frame = series.toFrame();
        BatchedWriter writer =
            new IpcWriter(sink).withCompression(IpcCompression.zstd(12)).batched(frame.schema())) {
      for (int i = 1; i <= 40; i++) {
        writer.writeBatch(frame);
        assertThat(i * (2L << 20) - written[0]).isLessThanOrEqualTo((32L << 20) + (1 << 20));
      }
      writer.finish();
    }
  }

  @Test
  void aRefusedValueIsToldLaterAndNamesItsBatch() throws IOException {
    double[] bad = new Random(2).doubles(ROWS).toArray();
    bad[ROWS - 1] = Double.NaN;
    try (Series good = Series.of("n", new Random(1).doubles(ROWS).toArray());
        Series not = Series.of("n", bad);
        DataFrame first = good.toFrame();
        DataFrame second = not.toFrame()) {
      BatchedWriter writer =
          new NdjsonWriter(OutputStream.nullOutputStream()).batched(first.schema());
      Throwable thrown =
          catchThrowable(
              () -> {
                writer.writeBatch(first);
                writer.writeBatch(second);
                writer.writeBatch(first);
                writer.finish();
              });
      assertThat(thrown)
          .isInstanceOf(PolarsException.class)
          .hasMessageContaining("batch 1: ")
          .hasMessageContaining("'n'");
      assertThatThrownBy(() -> writer.writeBatch(first)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
      writer.close();
    }
  }

  /** A caller may use the memory again that it lent to a frame. */
  @ParameterizedTest
  @MethodSource("writers")
  void memoryOfJavasIsNotUsedAnyMore(Writers.Way way) throws IOException {
    ByteBuffer lent = ByteBuffer.allocateDirect(8 * ROWS).order(ByteOrder.nativeOrder());
    ByteArrayOutputStream shared = new ByteArrayOutputStream();
    ByteArrayOutputStream copied = new ByteArrayOutputStream();
    Schema schema = Schema.of(Field.of("n", DataType.INT64));
    try (BatchedWriter one = way.stream().apply(shared).batched(schema);
        BatchedWriter other = way.stream().apply(copied).batched(schema)) {
      for (int i = 0; i < 5; i++) {
        long[] values = new Random(i).longs(ROWS).toArray();
        lent.asLongBuffer().put(values);
        try (Series series = Series.ofBuffer("n", DataType.INT64, lent, null);
            DataFrame frame = series.toFrame()) {
          one.writeBatch(frame);
        }
        try (Series series = Series.of("n", values);
            DataFrame frame = series.toFrame()) {
          other.writeBatch(frame);
        }
      }
      one.finish();
      other.finish();
    }
    assertThat(shared.toByteArray()).isEqualTo(copied.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("writers")
  void closingMidwayLeavesNothing(Writers.Way way, @TempDir Path folder) throws IOException {
    long writers = NativeMemory.liveWriters();
    try (DataFrame batch = batch(3)) {
      BatchedWriter writer = way.path().apply(folder.resolve("file")).batched(batch.schema());
      for (int i = 0; i < 5; i++) {
        writer.writeBatch(batch);
      }
      writer.close();
    }
    assertThat(NativeMemory.liveWriters()).isLessThanOrEqualTo(writers);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void categoriesThatComeWithLaterBatchesAreKnownToThem() throws IOException {
    for (boolean stream : new boolean[] {false, true}) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Schema schema = Schema.of(Field.of("c", DataType.categorical()));
      List<Object> expected = new ArrayList<>();
      FrameWriter to =
          stream
              ? new IpcStreamWriter(bytes).withCompression(IpcCompression.zstd())
              : new IpcWriter(bytes).withCompression(IpcCompression.zstd());
      try (BatchedWriter writer = to.batched(schema)) {
        for (int i = 0; i < 6; i++) {
          String[] values = new String[100_000];
          int from = i * 1000;
          Arrays.setAll(values, k -> "category " + (from + k * 31 % 3000));
          expected.addAll(Arrays.asList(values));
          try (Series series = Series.of("c", DataType.categorical(), Arrays.asList(values));
              DataFrame frame = series.toFrame()) {
            writer.append(frame);
          }
        }
        writer.finish();
      }
      byte[] written = bytes.toByteArray();
      try (DataFrame read =
              stream ? new IpcStreamReader(written).finish() : new IpcReader(written).finish();
          Series column = read.column("c")) {
        assertThat(column.toList()).isEqualTo(expected);
      }
    }
  }
}
