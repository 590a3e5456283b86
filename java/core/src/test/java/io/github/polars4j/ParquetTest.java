package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parquet out and in. */
class ParquetTest {
  @TempDir Path folder;

  private static byte[] write(DataFrame frame, UnaryOperator<ParquetWriter> options)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ParquetWriter writer = options.apply(new ParquetWriter(bytes))) {
      writer.finish(frame);
    }
    return bytes.toByteArray();
  }

  private static byte[] numbers() throws IOException {
    try (Series numbers = Series.of("n", new long[] {10, 11, 12, 13, 14});
        Series strings = Series.of("s", "a", null, "c", "d", "e");
        DataFrame frame = DataFrame.of(numbers, strings)) {
      return write(frame, w -> w.withRowGroupSize(2));
    }
  }

  static Stream<ParquetCompression> codecs() {
    return Stream.of(
        ParquetCompression.uncompressed(),
        ParquetCompression.snappy(),
        ParquetCompression.gzip(0),
        ParquetCompression.gzip(9),
        ParquetCompression.lz4Raw(),
        ParquetCompression.zstd(),
        ParquetCompression.zstd(22),
        ParquetCompression.brotli(0),
        ParquetCompression.brotli(11));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void everyTypeComesBack(ParquetCompression codec) throws IOException {
    try (DataFrame frame = Sample.frame(500, 0);
        DataFrame read = new ParquetReader(write(frame, w -> w.withCompression(codec))).finish()) {
      assertThat(read.schema()).isEqualTo(frame.schema());
      assertThat(read.contentEquals(frame)).isTrue();
    }
  }

  @Test
  void compressionMakesItSmaller() throws IOException {
    String[] texts = new String[10_000];
    java.util.Arrays.setAll(texts, i -> "some longer text " + i);
    try (Series series = Series.of("s", texts);
        DataFrame frame = series.toFrame()) {
      int plain = write(frame, w -> w.withCompression(ParquetCompression.uncompressed())).length;
      assertThat(write(frame, w -> w)).hasSizeLessThan(plain / 2);
    }
  }

  @Test
  void statisticsAndRowGroupsTakeRoom() throws IOException {
    try (DataFrame frame = Sample.frame(1000, 0)) {
      int usual = write(frame, w -> w).length;
      assertThat(write(frame, w -> w.withStatistics(false))).hasSizeLessThan(usual);
      byte[] groups = write(frame, w -> w.withRowGroupSize(10));
      assertThat(groups).hasSizeGreaterThan(usual);
      try (DataFrame read = new ParquetReader(groups).finish()) {
        assertThat(read.contentEquals(frame)).isTrue();
      }
    }
  }

  @Test
  void noRows() throws IOException {
    try (DataFrame frame = Sample.frame(0, 0);
        DataFrame read = new ParquetReader(write(frame, w -> w)).finish()) {
      assertThat(read.contentEquals(frame)).isTrue();
    }
  }

  @Test
  void schema() throws IOException {
    try (ParquetReader reader = new ParquetReader(numbers())) {
      assertThat(reader.schema())
          .isEqualTo(Schema.of(Field.of("n", DataType.INT64), Field.of("s", DataType.STRING)));
    }
  }

  @Test
  void columnsInTheOrderAskedFor() throws IOException {
    try (DataFrame read = new ParquetReader(numbers()).withColumns("s", "n").finish()) {
      assertThat(read.columnNames()).containsExactly("s", "n");
      assertThat(read.row(4).values()).containsExactly("e", 14L);
    }
  }

  @Test
  void aMissingOrRepeatedColumnIsRefused() throws IOException {
    ParquetReader reader = new ParquetReader(numbers());
    assertThatThrownBy(() -> reader.withColumns("x").finish())
        .isInstanceOf(ColumnNotFoundException.class)
        .hasMessageContaining("'x'");
    assertThatThrownBy(() -> reader.withColumns("s", "s").finish())
        .isInstanceOf(DuplicateException.class);
  }

  @Test
  void theFirstRows() throws IOException {
    for (int rows : new int[] {0, 1, 3, 5, 99}) {
      try (DataFrame read = new ParquetReader(numbers()).withNRows(rows).finish();
          Series series = read.column("n")) {
        assertThat(series.toList())
            .isEqualTo(List.of(10L, 11L, 12L, 13L, 14L).subList(0, Math.min(rows, 5)));
      }
    }
  }

  @Test
  void aRowIndexCountsAcrossRowGroups() throws IOException {
    try (DataFrame read =
        new ParquetReader(numbers()).withRowIndex("i", 2).withColumns("s").finish()) {
      assertThat(read.columnNames()).containsExactly("i", "s");
      assertThat(read.rows().map(row -> row.get("i"))).containsExactly(2L, 3L, 4L, 5L, 6L);
    }
    ParquetReader clash = new ParquetReader(numbers()).withRowIndex("n");
    assertThatThrownBy(clash::finish).isInstanceOf(DuplicateException.class);
  }

  @Test
  void everyKindOfInput() throws IOException {
    byte[] bytes = numbers();
    Path file = folder.resolve("größe.parquet");
    java.nio.file.Files.write(file, bytes);
    for (ParquetReader reader :
        List.of(
            new ParquetReader(bytes),
            new ParquetReader(file),
            new ParquetReader(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip()),
            new ParquetReader(new ByteArrayInputStream(bytes)))) {
      assertThat(reader.schema().names()).containsExactly("n", "s");
      try (DataFrame read = reader.finish()) {
        assertThat(read.height()).isEqualTo(5);
      }
    }
  }

  @Test
  void anInputStreamIsReadOnce() throws IOException {
    ParquetReader reader = new ParquetReader(new ByteArrayInputStream(numbers()));
    reader.finish().close();
    assertThatThrownBy(reader::schema).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> ParquetCompression.gzip(10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gzip level 10");
    assertThatThrownBy(() -> ParquetCompression.zstd(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ParquetCompression.brotli(12))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ParquetWriter(OutputStream.nullOutputStream()).withRowGroupSize(0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
