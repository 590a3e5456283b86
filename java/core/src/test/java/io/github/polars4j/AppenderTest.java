package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows without end into every writer. */
class AppenderTest {
  private static final Schema SCHEMA =
      Schema.of(
          Field.of("id", DataType.INT64),
          Field.of("name", DataType.STRING),
          Field.of("list", DataType.list(DataType.INT32)));

  private static final Schema FLAT =
      Schema.of(Field.of("id", DataType.INT64), Field.of("name", DataType.STRING));

  static Stream<Writers.Way> writers() {
    return Writers.all().filter(Writers.Way::batched);
  }

  /** The same rows as one frame, and as batches. */
  @ParameterizedTest
  @MethodSource("writers")
  void everyWriterTakesRows(Writers.Way way, @TempDir Path folder) throws IOException {
    int rows = 10_007;
    String extension = way.name().contains("Csv") ? ".csv" : ".ndjson";
    boolean text = way.name().startsWith("Csv") || way.name().startsWith("Ndjson");
    Path file = folder.resolve(text ? "file" + extension : "file");
    try (Appender appender = way.path().apply(file).appender(FLAT).withBatchRows(1000)) {
      assertThat(appender.schema()).isEqualTo(FLAT);
      Series.Builder id = appender.column("id");
      Series.Builder name = appender.column(1);
      for (int i = 0; i < rows; i++) {
        if (i % 2 == 0) {
          id.appendLong(i);
          name.appendString("name " + i);
          appender.endRow();
        } else {
          appender.appendRow(i, null);
        }
      }
      assertThat(appender.rows()).isEqualTo(rows);
      appender.finish();
      assertThat(appender.bytesWritten()).isEqualTo(file.toFile().length());
    }
    try (DataFrame read = DataFrame.read(file);
        Series ids = read.column("id");
        Series names = read.column("name")) {
      assertThat(ids.toList()).isEqualTo(LongStream.range(0, rows).boxed().toList());
      assertThat(names.toList())
          .isEqualTo(
              IntStream.range(0, rows).mapToObj(i -> i % 2 == 0 ? "name " + i : null).toList());
    }
  }

  @Test
  void aBatchEndsByRowsOrBytes() throws IOException {
    assertThat(batches(100, Long.MAX_VALUE, 8)).containsExactly(100L, 100L, 50L);
    assertThat(batches(Long.MAX_VALUE, Long.MAX_VALUE, 8)).containsExactly(250L);
    // 8 bytes of the id, a view and 1000 bytes: 64 rows pass 64,000 bytes
    assertThat(batches(Long.MAX_VALUE, 64_000, 1000)).containsExactly(64L, 64L, 64L, 58L);
    // rows so large are not counted by the dozen
    assertThat(batches(Long.MAX_VALUE, 1 << 20, 600_000)).startsWith(2L, 2L, 2L);
  }

  private static List<Long> batches(long rows, long bytes, int length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String text = "x".repeat(length);
    try (Appender appender =
        new IpcWriter(out)
            .withRecordBatchSize(1000)
            .appender(FLAT)
            .withBatchRows(rows)
            .withBatchBytes(bytes)) {
      for (long i = 0; i < (length > 100_000 ? 9 : 250); i++) {
        appender.appendRow(i, text);
      }
      appender.finish();
    }
    try (IpcReader reader = new IpcReader(out.toByteArray())) {
      return reader.layout().recordBatches().stream().map(RecordBatchInfo::rows).toList();
    }
  }

  @Test
  void aRefusedValueIsToldWithTheRowOfAll() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Appender appender = new IpcWriter(out).appender(SCHEMA).withBatchRows(10)) {
      for (int i = 0; i < 25; i++) {
        appender.appendRow(i, "a", List.of(i));
      }
      assertThatThrownBy(() -> appender.appendRow(25, "b", "no list"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("column \"list\", row 25: ");
      assertThatThrownBy(() -> appender.appendRow(1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("row 25: 1 values");
      appender.column(0).appendLong(25);
      assertThatThrownBy(appender::finish)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("row 25");
      appender.column(1).appendNull();
      appender.column(2).appendNull();
      appender.endRow();
      appender.finish();
      assertThatThrownBy(() -> appender.appendRow(1, "c", null))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has finished");
    }
    try (DataFrame read = new IpcReader(out.toByteArray()).finish()) {
      assertThat(read.height()).isEqualTo(26);
      assertThat(read.row(25).values()).isEqualTo(Arrays.asList(25L, null, null));
      assertThat(read.row(24).values()).isEqualTo(List.of(24L, "a", List.of(24)));
    }
  }

  @Test
  void noRowsAreAFileOfNone() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Appender appender = new IpcWriter(out).appender(FLAT)) {
      appender.finish();
    }
    try (DataFrame read = new IpcReader(out.toByteArray()).finish()) {
      assertThat(read.schema()).isEqualTo(FLAT);
      assertThat(read.height()).isZero();
    }
  }

  @Test
  void whatIsNotFinishedIsDiscarded(@TempDir Path folder) throws IOException {
    Appender appender = new ParquetWriter(folder.resolve("file")).appender(FLAT).withBatchRows(1);
    appender.appendRow(1, "a");
    appender.close();
    appender.close();
    assertThat(folder).isEmptyDirectory();
    assertThatThrownBy(() -> appender.appendRow(1, "a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void flushingSendsWhatThereIs() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Appender appender = new IpcStreamWriter(out).appender(FLAT)) {
      appender.appendRow(1, "a");
      int before = out.size();
      appender.flush();
      assertThat(out.size()).isGreaterThan(before);
      appender.appendRow(2, "b").finish();
    }
    try (DataFrame read = new IpcStreamReader(out.toByteArray()).finish()) {
      assertThat(read.rows().map(row -> row.get("name"))).containsExactly("a", "b");
    }
  }

  @Test
  void aSinkThatFailsEndsIt() throws IOException {
    IOException failure = new IOException("full");
    OutputStream sink =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw failure;
          }
        };
    try (Appender appender = new CsvWriter(sink).appender(FLAT).withBatchRows(2)) {
      appender.appendRow(1, "a");
      assertThatThrownBy(() -> appender.appendRow(2, "b")).isSameAs(failure);
      assertThatThrownBy(() -> appender.appendRow(3, "c"))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(appender::finish).isInstanceOf(IllegalStateException.class);
    }
  }
}
