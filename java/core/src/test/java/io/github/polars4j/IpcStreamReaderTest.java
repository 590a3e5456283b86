package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arrow IPC streams, in whole and in part. */
class IpcStreamReaderTest {
  private static DataFrame frame() {
    try (Series numbers = Series.of("n", new long[] {10, 11, 12, 13, 14});
        Series strings = Series.of("s", "a", null, "c", "d", "e")) {
      return DataFrame.of(numbers, strings);
    }
  }

  /** Three record batches: 2, 2 and 1 rows. */
  private static byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFrame frame = frame()) {
      new IpcStreamWriter(bytes)
          .withRecordBatchSize(2)
          .setCustomSchemaMetadata(Map.of("k", "v"))
          .finish(frame);
    }
    return bytes.toByteArray();
  }

  private static List<Object> numbers(DataFrame frame) {
    try (frame;
        Series series = frame.column("n")) {
      return series.toList();
    }
  }

  @Test
  void schemaAndMetadata() throws IOException {
    try (IpcStreamReader reader = new IpcStreamReader(bytes())) {
      assertThat(reader.schema())
          .isEqualTo(Schema.of(Field.of("n", DataType.INT64), Field.of("s", DataType.STRING)));
      assertThat(reader.customMetadata()).isEqualTo(Map.of("k", "v"));
    }
  }

  @ParameterizedTest
  @EnumSource(CompatLevel.class)
  void bothCompatLevelsReadTheSame(CompatLevel level) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFrame frame = frame()) {
      new IpcStreamWriter(bytes).withCompatLevel(level).finish(frame);
      try (DataFrame read = new IpcStreamReader(bytes.toByteArray()).finish()) {
        assertThat(read.contentEquals(frame)).isTrue();
      }
    }
  }

  @Test
  void columnsInTheOrderAskedFor() throws IOException {
    try (DataFrame read = new IpcStreamReader(bytes()).withColumns("s", "n").finish();
        DataFrame one = new IpcStreamReader(bytes()).withColumns("s").finish()) {
      assertThat(read.columnNames()).containsExactly("s", "n");
      assertThat(read.row(0).values()).containsExactly("a", 10L);
      assertThat(one.columnNames()).containsExactly("s");
      assertThat(one.row(2).values()).containsExactly("c");
    }
  }

  @Test
  void aMissingOrRepeatedColumnIsRefused() throws IOException {
    IpcStreamReader reader = new IpcStreamReader(bytes());
    assertThatThrownBy(() -> reader.withColumns("x").finish())
        .isInstanceOf(ColumnNotFoundException.class)
        .hasMessageContaining("'x'");
    assertThatThrownBy(() -> reader.withColumns("n", "n").finish())
        .isInstanceOf(DuplicateException.class);
  }

  @Test
  void theFirstRows() throws IOException {
    for (int rows : new int[] {0, 1, 2, 3, 5}) {
      assertThat(numbers(new IpcStreamReader(bytes()).withNRows(rows).finish()))
          .isEqualTo(List.of(10L, 11L, 12L, 13L, 14L).subList(0, rows));
    }
    assertThat(numbers(new IpcStreamReader(bytes()).withNRows(99).finish())).hasSize(5);
  }

  @Test
  void aRowIndexCountsAcrossBatches() throws IOException {
    try (DataFrame read =
        new IpcStreamReader(bytes()).withRowIndex("i", 3).withColumns("n").finish()) {
      assertThat(read.columnNames()).containsExactly("i", "n");
      assertThat(read.rows().map(row -> row.get("i"))).containsExactly(3L, 4L, 5L, 6L, 7L);
    }
  }

  @Test
  void aRowIndexWithTheNameOfAColumnIsRefused() throws IOException {
    IpcStreamReader reader = new IpcStreamReader(bytes()).withRowIndex("s");
    assertThatThrownBy(reader::finish).isInstanceOf(DuplicateException.class);
  }

  @Test
  void rechunkingJoinsTheBatches() throws IOException {
    try (DataFrame chunked = new IpcStreamReader(bytes()).finish();
        DataFrame joined = new IpcStreamReader(bytes()).withRechunk(true).finish()) {
      assertThat(chunked.nChunks()).isEqualTo(3);
      assertThat(joined.nChunks()).isEqualTo(1);
    }
  }

  @Test
  void everyKindOfInput() throws IOException {
    byte[] bytes = bytes();
    for (IpcStreamReader reader :
        List.of(
            new IpcStreamReader(bytes),
            new IpcStreamReader(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip()),
            new IpcStreamReader(new ByteArrayInputStream(bytes)))) {
      assertThat(reader.schema().names()).containsExactly("n", "s");
      assertThat(numbers(reader.finish())).hasSize(5);
    }
  }

  @Test
  void anInputStreamIsReadOnce() throws IOException {
    IpcStreamReader reader = new IpcStreamReader(new ByteArrayInputStream(bytes()));
    reader.finish().close();
    assertThatThrownBy(reader::finish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aStreamMayEndWithoutItsMarker() throws IOException {
    byte[] bytes = bytes();
    assertThat(numbers(new IpcStreamReader(Arrays.copyOf(bytes, bytes.length - 8)).finish()))
        .hasSize(5);
  }

  @Test
  void anIpcFileIsRefusedWithAHint() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DataFrame frame = frame()) {
      new IpcWriter(file).finish(frame);
    }
    assertThatThrownBy(() -> new IpcStreamReader(file.toByteArray()).finish())
        .isInstanceOf(ComputeException.class)
        .hasMessageContaining("IpcReader");
  }
}
