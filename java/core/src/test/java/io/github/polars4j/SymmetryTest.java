package io.github.polars4j;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one reader or writer can do, all can, by the types that they share. */
class SymmetryTest {
  private static final int ROWS = 40_000;

  private final long before = NativeMemory.liveHandles();

  @TempDir private Path folder;

  /** What a listener was told. */
  private record Told(long rows, long bytes) {}

  private final List<Told> told = new ArrayList<>();
  private final ProgressListener listener = (rows, bytes) -> told.add(new Told(rows, bytes));

  @BeforeAll
  static void settle() throws InterruptedException {
    LiveHandles.settle();
  }

  @AfterEach
  void nothingStays() {
    assertThat(NativeMemory.liveHandles()).isLessThanOrEqualTo(before); // another test's may go
  }

  private Path written(FileFormat format, int first) throws IOException {
    Path path = folder.resolve("rows" + first + "." + format.extensions().get(0));
    String[] texts = IntStream.range(0, ROWS).mapToObj(i -> "n" + i).toArray(String[]::new);
    try (Series ids = Series.of("id", LongStream.range(first, first + ROWS).toArray());
        Series names = Series.of("name", texts);
        DataFrame frame = DataFrame.of(ids, names)) {
      format.writer(path).write(frame);
    }
    return path;
  }

  private void toldInOrder(long rows, long bytes) {
    assertThat(told).isNotEmpty();
    assertThat(told.stream().map(Told::rows).toList()).isSorted();
    assertThat(told.stream().map(Told::bytes).toList()).isSorted();
    Told last = told.get(told.size() - 1);
    assertThat(last.rows()).isEqualTo(rows);
    assertThat(last.bytes()).isBetween(bytes - 8, bytes); // the mark at the end of an IPC stream
  }

  @ParameterizedTest
  @EnumSource(FileFormat.class)
  void everyReaderCountsRows(FileFormat format) throws IOException {
    Path path = written(format, 0);
    try (FrameReader reader =
            FrameReader.of(path).withRowIndex("n", 7).withColumns("name").withNRows(3);
        DataFrame frame = reader.read()) {
      assertThat(frame.schema())
          .isEqualTo(Schema.of(Field.of("n", DataType.UINT32), Field.of("name", DataType.STRING)));
      assertThat(frame.toMaps())
          .containsExactly(
              Map.of("n", 7L, "name", "n0"),
              Map.of("n", 8L, "name", "n1"),
              Map.of("n", 9L, "name", "n2"));
    }
    try (FrameReader reader = FrameReader.of(path).withRowIndex("n");
        Batches batches = reader.batches(ROWS)) {
      try (DataFrame frame = batches.next()) {
        assertThat(frame.row(0).get("n")).isEqualTo(0L);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(FileFormat.class)
  void everyReaderTellsWhatItHasRead(FileFormat format) throws IOException {
    Path path = written(format, 0);
    long size = Files.size(path);
    format.reader(path).withProgress(listener).read().close();
    assertThat(told).containsExactly(new Told(ROWS, size));

    told.clear();
    try (Batches batches = format.reader(path).withProgress(listener).batches(12_000)) {
      int frames = 0;
      while (batches.hasNext()) {
        batches.next().close();
        assertThat(told).hasSize(++frames);
      }
      assertThat(frames).isBetween(1, 10);
    }
    toldInOrder(ROWS, size);

    told.clear();
    byte[] bytes = Files.readAllBytes(path);
    format.reader(new ByteArrayInputStream(bytes)).withProgress(listener).read().close();
    assertThat(told.get(0).rows()).isZero();
    toldInOrder(ROWS, size);
  }

  @ParameterizedTest
  @EnumSource(FileFormat.class)
  void aListenerThatThrowsEndsTheReading(FileFormat format) throws IOException {
    Path path = written(format, 0);
    RuntimeException enough = new RuntimeException("enough");
    ProgressListener throwing =
        (rows, bytes) -> {
          throw enough;
        };
    assertThatThrownBy(() -> format.reader(path).withProgress(throwing).read()).isSameAs(enough);
    try (Batches batches = format.reader(path).withProgress(throwing).batches(1000)) {
      assertThatThrownBy(batches::hasNext).isSameAs(enough);
      assertThatThrownBy(batches::next).isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(FileFormat.class)
  void everyReaderTakesAFileOfAnyKind(FileFormat format) throws IOException {
    Path path = written(format, 0);
    Counted file = new Counted(Files.readAllBytes(path));
    try (DataFrame frame = format.reader(file).read();
        DataFrame same = format.reader(path).read()) {
      assertThat(frame.firstDifference(same)).isEqualTo(-1);
    }
    try (Batches batches = format.reader(file).withNRows(5).batches(2)) {
      long rows = 0;
      while (batches.hasNext()) {
        try (DataFrame frame = batches.next()) {
          rows += frame.height();
        }
      }
      assertThat(rows).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource(FileFormat.class)
  void channelsAreReadAndWritten(FileFormat format) throws IOException {
    Path path = folder.resolve("channel");
    try (DataFrame frame = FrameReader.of(written(format, 0)).withNRows(9).read()) {
      try (FileChannel out = FileChannel.open(path, CREATE_NEW, WRITE)) {
        format.writer(out).write(frame);
      }
      try (FileChannel in = FileChannel.open(path);
          DataFrame same = format.reader(in).read()) {
        assertThat(same.firstDifference(frame)).isEqualTo(-1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(FileFormat.class)
  void metadataComesBackOrIsRefused(FileFormat format) throws IOException {
    Path path = folder.resolve("metadata");
    Map<String, String> metadata = Map.of("source", "NOAA");
    FrameWriter writer = format.writer(path);
    if (format.isText()) {
      assertThatThrownBy(() -> writer.withMetadata(metadata))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessage("metadata: CSV and NDJSON have no place for it; Arrow IPC and Parquet have");
    } else {
      writer.withMetadata(metadata);
    }
    try (Series one = Series.of("n", 1);
        DataFrame frame = DataFrame.of(one)) {
      writer.withMetadata(format.isText() ? Map.of() : metadata).write(frame);
    }
    try (FrameReader reader = format.reader(path)) {
      assertThat(reader.customMetadata()).isEqualTo(format.isText() ? Map.of() : metadata);
    }
  }

  private Dataset three() throws IOException {
    return Dataset.of(
        written(FileFormat.CSV, 0),
        written(FileFormat.PARQUET, ROWS),
        written(FileFormat.IPC, 2 * ROWS));
  }

  @Test
  void aDatasetCountsTheRowsOfAllFiles() throws IOException {
    Dataset dataset = three().withRowIndex("n", 3);
    assertThat(dataset.schema().names()).containsExactly("n", "id", "name");
    try (DataFrame all = dataset.withNRows(ROWS + 2).read();
        Series numbers = all.column("n");
        Series wide = numbers.cast(DataType.INT64);
        Series ids = all.column("id");
        Series expected = ids.add(3)) {
      assertThat(numbers.dataType()).isEqualTo(DataType.UINT32);
      assertThat(wide.toList()).isEqualTo(expected.toList()).hasSize(ROWS + 2);
    }
    try (Batches batches = dataset.withColumns("name").batches(30_000)) {
      assertThat(batches.schema().names()).containsExactly("n", "name");
      long rows = 3;
      while (batches.hasNext()) {
        try (DataFrame frame = batches.next()) {
          assertThat(frame.schema()).isEqualTo(batches.schema());
          assertThat(frame.row(0).get("n")).isEqualTo(rows);
          rows += frame.height();
        }
      }
      assertThat(rows).isEqualTo(ROWS + 2 + 3);
    }
    assertThatThrownBy(() -> three().withRowIndex("name").schema())
        .isInstanceOf(DuplicateException.class)
        .hasMessage("the row index 'name' has the name of a column");
    assertThatThrownBy(() -> three().withRowIndex("n", 0xffff_fff0L).read())
        .isInstanceOf(ComputeException.class)
        .hasMessage("the row index 'n' does not fit 32 bits");
  }

  @Test
  void aDatasetTellsWhatItHasReadAndHoldsToLimits() throws IOException {
    Dataset dataset = three().withProgress(listener);
    long size = 0;
    for (Path file : dataset.files()) {
      size += Files.size(file);
    }
    dataset.read().close();
    toldInOrder(3 * ROWS, size);
    dataset.withLimits(ReadLimits.defaults().withRows(ROWS)).read().close();
    dataset.withLimits(ReadLimits.defaults().withRows(ROWS - 1));
    assertThatThrownBy(dataset::read)
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining(dataset.files().get(0).toString())
        .hasMessageContaining(Integer.toString(ROWS - 1));
  }

  @Test
  void aDatasetHasTheMetadataThatAllFilesHave() throws IOException {
    try (Series one = Series.of("n", 1);
        DataFrame frame = DataFrame.of(one)) {
      FrameWriter.of(folder.resolve("a.arrow"))
          .withMetadata(Map.of("a", "1", "b", "1", "c", "1"))
          .write(frame);
      FrameWriter.of(folder.resolve("b.parquet"))
          .withMetadata(Map.of("a", "1", "b", "2"))
          .write(frame);
      Dataset dataset = Dataset.in(folder);
      assertThat(dataset.customMetadata()).isEqualTo(Map.of("a", "1"));
      try (Batches batches = dataset.batches(1)) {
        assertThat(batches.customMetadata()).isEqualTo(Map.of("a", "1"));
      }
      frame.write(folder.resolve("c.csv"));
      assertThat(dataset.customMetadata()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(FileFormat.class)
  void aDatasetWriterTellsOfAllFilesTogether(FileFormat format) throws IOException {
    Path target = folder.resolve("parts");
    try (Series keys = Series.of("key", IntStream.range(0, ROWS).map(i -> i % 3).toArray());
        Series values = Series.of("value", LongStream.range(0, ROWS).toArray());
        DataFrame frame = DataFrame.of(keys, values);
        DatasetWriter writer =
            new DatasetWriter(target, format)
                .withPartitionBy("key")
                .withMaxRows(8_000)
                .withProgress(listener)) {
      writer.write(frame);
      assertThat(writer.files()).hasSize(6);
    }
    Told last = told.get(told.size() - 1);
    assertThat(last.rows()).isEqualTo(ROWS);
    assertThat(last.bytes()).isPositive();
    toldInOrder(last.rows(), last.bytes());
  }

  /** A row that is written by itself. */
  record Order(int year, String name) {}

  @Test
  void aDatasetWriterTakesRows() throws IOException {
    List<Order> orders = new ArrayList<>();
    IntStream.range(0, ROWS).forEach(i -> orders.add(new Order(2020 + i % 2, "n" + i)));
    DatasetWriter byYear =
        new DatasetWriter(folder.resolve("records"), FileFormat.PARQUET).withPartitionBy("year");
    try (RowWriter<Order> rows = byYear.rows(Order.class)) {
      rows.writeAll(orders.subList(0, ROWS / 2));
      assertThat(byYear.files()).isEmpty();
      rows.flush();
      rows.writeAll(orders.subList(ROWS / 2, ROWS));
      assertThatThrownBy(() -> byYear.rows(Order.class)).isInstanceOf(IllegalStateException.class);
      rows.finish();
      assertThat(rows.rows()).isEqualTo(ROWS);
    }
    assertThat(byYear.files()).hasSize(2);
    long size = 0;
    for (Path file : byYear.files()) {
      size += Files.size(file);
    }
    assertThat(byYear.bytesWritten()).isEqualTo(size);
    Dataset dataset = Dataset.in(folder.resolve("records"));
    dataset.withPartitionTypes(Schema.of(Field.of("year", DataType.INT32)));
    try (DataFrame all = dataset.withColumns("year", "name").read()) {
      assertThat(all.toRecords(Order.class)).containsExactlyInAnyOrderElementsOf(orders);
    }

    RowMapper<Order> mapper =
        RowMapper.of(Order.class).column("name", DataType.STRING, Order::name);
    try (RowWriter<Order> rows =
        new DatasetWriter(folder.resolve("left"), FileFormat.IPC).rows(mapper)) {
      rows.write(orders.get(0));
      rows.flush();
    }
    try (Stream<Path> left = Files.list(folder.resolve("left"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aDatasetWriterFlushesWhatIsOpen() throws IOException {
    AtomicInteger flushed = new AtomicInteger();
    OutputStream stream =
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            flushed.incrementAndGet();
          }
        };
    try (Series one = Series.of("n", 1);
        DataFrame frame = DataFrame.of(one);
        DatasetWriter writer =
            new DatasetWriter(folder.resolve("flushed"), FileFormat.CSV)
                .withWriter(path -> new CsvWriter(stream))) {
      writer.writeBatch(frame);
      int before = flushed.get();
      writer.flush();
      assertThat(flushed).hasValueGreaterThan(before);
      writer.finish();
      assertThatThrownBy(writer::flush).isInstanceOf(IllegalStateException.class);
    }
    assertThat(stream).hasToString("n\n1\n");
  }
}
