package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.internal.time.Zones;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrow IPC files, in whole and in part. */
class IpcReaderTest {
  private static final Schema SCHEMA =
      Schema.of(Field.of("n", DataType.INT64), Field.of("s", DataType.STRING));

  @TempDir Path folder;

  private static DataFrame frame() {
    try (Series numbers = Series.of("n", new long[] {10, 11, 12, 13, 14});
        Series strings = Series.of("s", "a", null, "c", "d", "e")) {
      return DataFrame.of(numbers, strings);
    }
  }

  /** Three record batches: 2, 2 and 1 rows. */
  private static byte[] bytes(IpcCompression codec) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFrame frame = frame()) {
      new IpcWriter(bytes)
          .withCompression(codec)
          .withRecordBatchSize(2)
          .setCustomSchemaMetadata(Map.of("schlüssel", "🦜", "empty", ""))
          .finish(frame);
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes() throws IOException {
    return bytes(IpcCompression.uncompressed());
  }

  /** Some JDKs lack the first four: they have no rules there, only the name. */
  @ParameterizedTest
  @ValueSource(strings = {"EST", "MST", "HST", "ROC", "Etc/GMT-5", "Asia/Kolkata", "UTC"})
  void aZoneKeepsItsName(String name) throws IOException {
    DataType type = new DataType.Datetime(TimeUnit.MICROSECONDS, Zones.named(name));
    Path file = folder.resolve("zone.arrow");
    Path copy = folder.resolve("copy.arrow");
    try (DataFrame frame = Series.of("at", type, new long[] {0}, null).toFrame()) {
      new IpcWriter(file).finish(frame);
    }
    try (Batches batches = new IpcReader(file).batches(100);
        BatchedWriter writer = new IpcWriter(copy).batched(batches.schema())) {
      assertThat(batches.schema().field(0).dataType())
          .hasToString("Datetime(MICROSECONDS, " + name + ")");
      while (batches.hasNext()) {
        try (DataFrame batch = batches.next()) {
          writer.writeBatch(batch);
        }
      }
      writer.finish();
    }
    try (DataFrame frame = new IpcReader(copy).finish();
        DataFrame rows = DataFrame.fromRows(frame.schema(), frame.rows().toList())) {
      assertThat(rows.schema()).isEqualTo(Schema.of(Field.of("at", type)));
      ZonedDateTime at = (ZonedDateTime) rows.rows().toList().get(0).get("at");
      assertThat(at.toInstant()).isEqualTo(Instant.EPOCH);
    }
  }

  @Test
  void aMissingColumnIsToldThoseThereAre() throws IOException {
    byte[] few = bytes();
    assertThatThrownBy(() -> new IpcReader(few).withColumns("s", "zz").finish())
        .isInstanceOf(ColumnNotFoundException.class)
        .hasMessageContaining("no column 'zz': the columns are [\"n\", \"s\"]");
    Series[] columns = new Series[12];
    Arrays.setAll(columns, i -> Series.of("c" + i, new int[0]));
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    try (DataFrame frame = DataFrame.of(columns)) {
      new IpcWriter(many).finish(frame);
    }
    Stream.of(columns).forEach(Series::close);
    assertThatThrownBy(() -> new IpcReader(many.toByteArray()).withColumns("zz").finish())
        .hasMessageContaining("\"c9\"] and 2 more")
        .hasMessageNotContaining("c10");
  }

  @Test
  void whatIsEmptyIsCalledEmpty() {
    assertThatThrownBy(() -> new IpcReader(new byte[0]).finish())
        .hasMessageContaining("not a valid Arrow IPC file: it is empty");
    InputStream none = InputStream.nullInputStream();
    for (ThrowingCallable read :
        List.<ThrowingCallable>of(
            () -> new IpcStreamReader(none).finish(),
            () -> new IpcStreamReader(none).schema(),
            () -> new IpcStreamReader(none).batches(100))) {
      assertThatThrownBy(read).hasMessageContaining("not a valid Arrow IPC stream: it is empty");
    }
  }

  private Path file(IpcCompression codec) throws IOException {
    return Files.write(folder.resolve("größe.arrow"), bytes(codec));
  }

  private static void assertWhole(IpcReader reader) throws IOException {
    try (reader;
        DataFrame read = reader.finish();
        DataFrame frame = frame()) {
      assertThat(read.contentEquals(frame)).isTrue();
    }
  }

  private static List<Object> numbers(DataFrame frame) {
    try (frame;
        Series series = frame.column("n")) {
      return series.toList();
    }
  }

  @Test
  void schemaAndMetadata() throws IOException {
    try (IpcReader reader = new IpcReader(bytes())) {
      assertThat(reader.schema()).isEqualTo(SCHEMA);
      assertThat(reader.customMetadata()).isEqualTo(Map.of("schlüssel", "🦜", "empty", ""));
    }
  }

  @Test
  void withoutMetadataThereIsNone() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFrame frame = frame()) {
      new IpcWriter(bytes).finish(frame);
    }
    try (IpcReader reader = new IpcReader(bytes.toByteArray())) {
      assertThat(reader.customMetadata()).isEmpty();
    }
  }

  @Test
  void columnsInTheOrderAskedFor() throws IOException {
    try (DataFrame read = new IpcReader(bytes()).withColumns("s", "n").finish();
        DataFrame one = new IpcReader(bytes()).withColumns("s").finish()) {
      assertThat(read.columnNames()).containsExactly("s", "n");
      assertThat(read.row(0).values()).containsExactly("a", 10L);
      assertThat(one.columnNames()).containsExactly("s");
      assertThat(one.height()).isEqualTo(5);
    }
  }

  @Test
  void aMissingOrRepeatedColumnIsRefused() throws IOException {
    IpcReader reader = new IpcReader(file(IpcCompression.lz4()));
    assertThatThrownBy(() -> reader.withColumns("n", "x").finish())
        .isInstanceOf(ColumnNotFoundException.class)
        .hasMessageContaining("größe.arrow")
        .hasMessageContaining("'x'");
    assertThatThrownBy(() -> reader.withColumns("n", "n").finish())
        .isInstanceOf(DuplicateException.class)
        .hasMessageContaining("'n'");
  }

  @Test
  void theFirstRows() throws IOException {
    for (int rows : new int[] {0, 1, 2, 3, 5}) {
      assertThat(numbers(new IpcReader(bytes()).withNRows(rows).finish()))
          .isEqualTo(List.of(10L, 11L, 12L, 13L, 14L).subList(0, rows));
    }
    assertThat(numbers(new IpcReader(bytes()).withNRows(Long.MAX_VALUE).finish())).hasSize(5);
    assertThatThrownBy(() -> new IpcReader(new byte[0]).withNRows(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void aRowIndexCountsAcrossBatches() throws IOException {
    try (DataFrame read = new IpcReader(bytes()).withRowIndex("i").finish();
        DataFrame from7 = new IpcReader(bytes()).withRowIndex("i", 7).withNRows(3).finish();
        Series index = read.column(0);
        Series index7 = from7.column(0)) {
      assertThat(read.columnNames()).containsExactly("i", "n", "s");
      assertThat(index.dataType()).isEqualTo(DataType.UINT32);
      assertThat(index.toIntArray()).containsExactly(0, 1, 2, 3, 4);
      assertThat(index7.toIntArray()).containsExactly(7, 8, 9);
    }
  }

  @Test
  void aRowIndexBesideSelectedColumns() throws IOException {
    try (DataFrame read = new IpcReader(bytes()).withRowIndex("i").withColumns("s").finish()) {
      assertThat(read.columnNames()).containsExactly("i", "s");
      assertThat(read.row(4).values()).containsExactly(4L, "e");
    }
  }

  @Test
  void aRowIndexWithTheNameOfAColumnIsRefused() throws IOException {
    IpcReader reader = new IpcReader(bytes()).withRowIndex("n");
    assertThatThrownBy(reader::finish)
        .isInstanceOf(DuplicateException.class)
        .hasMessageContaining("'n'");
  }

  @Test
  void aRowIndexOffsetOutOfRangeIsRefused() {
    IpcReader reader = new IpcReader(new byte[0]);
    assertThatThrownBy(() -> reader.withRowIndex("i", -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.withRowIndex("i", 1L << 32))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anUncompressedFileIsMapped() throws IOException {
    Path file = file(IpcCompression.uncompressed());
    assertWhole(new IpcReader(file).memoryMapped(true));
    try (DataFrame read =
        new IpcReader(file)
            .memoryMapped(true)
            .withColumns("s")
            .withNRows(3)
            .withRowIndex("i", 1)
            .finish()) {
      assertThat(read.rows().map(Row::values))
          .containsExactly(List.of(1L, "a"), java.util.Arrays.asList(2L, null), List.of(3L, "c"));
    }
  }

  @Test
  void aCompressedFileIsNotMapped() throws IOException {
    for (IpcCompression codec : List.of(IpcCompression.lz4(), IpcCompression.zstd())) {
      IpcReader reader = new IpcReader(file(codec)).memoryMapped(true);
      assertThatThrownBy(reader::finish)
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("größe.arrow")
          .hasMessageContaining("memoryMapped");
    }
  }

  @Test
  void onlyAFileIsMapped() {
    for (IpcReader reader :
        List.of(
            new IpcReader(new byte[0]),
            new IpcReader(ByteBuffer.allocate(0)),
            new IpcReader(InputStream.nullInputStream()))) {
      assertThatThrownBy(() -> reader.memoryMapped(true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("memoryMapped");
      reader.memoryMapped(false);
    }
  }

  static List<IpcCompression> codecs() {
    return IpcOutputs.CODECS;
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void everyKindOfInput(IpcCompression codec) throws IOException {
    byte[] bytes = bytes(codec);
    assertWhole(new IpcReader(bytes));
    assertWhole(new IpcReader(file(codec)));
    assertWhole(new IpcReader(new ByteArrayInputStream(bytes)));
    assertWhole(new IpcReader(ByteBuffer.wrap(bytes)));
    assertWhole(new IpcReader(ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
    assertWhole(new IpcReader(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip()));
    ByteBuffer padded = ByteBuffer.allocateDirect(bytes.length + 9).put(new byte[5]).put(bytes);
    assertWhole(new IpcReader(padded.flip().position(5).slice()));
    assertWhole(new IpcReader(padded.position(5)));
  }

  @Test
  void aBufferIsNotMoved() throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes());
    int limit = buffer.limit();
    IpcReader reader = new IpcReader(buffer);
    reader.schema();
    reader.finish().close();
    assertThat(buffer.position()).isZero();
    assertThat(buffer.limit()).isEqualTo(limit);
  }

  @Test
  void bytesAreReadAsOftenAsWanted() throws IOException {
    IpcReader reader = new IpcReader(ByteBuffer.wrap(bytes()));
    assertThat(numbers(reader.finish())).hasSize(5);
    assertThat(numbers(reader.withNRows(2).finish())).containsExactly(10L, 11L);
  }

  @Test
  void aStreamIsLookedAtAndThenReadOnceAndNotClosed() throws IOException {
    boolean[] closed = {false};
    InputStream stream =
        new ByteArrayInputStream(bytes()) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    IpcReader reader = new IpcReader(stream);
    assertThat(reader.schema()).isEqualTo(SCHEMA);
    assertThat(reader.layout().recordBatches()).hasSize(3);
    assertThat(reader.customMetadata()).hasSize(2);
    assertThat(numbers(reader.finish())).hasSize(5);
    assertThatThrownBy(reader::finish)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("once");
    assertThatThrownBy(reader::schema).isInstanceOf(IllegalStateException.class);
    reader.close();
    assertThat(closed[0]).isFalse();
  }

  @Test
  void aStreamThatGivesFewBytesAtATime() throws IOException {
    InputStream trickle =
        new ByteArrayInputStream(bytes()) {
          @Override
          public synchronized int read(byte[] to, int offset, int length) {
            return super.read(to, offset, Math.min(length, 7));
          }
        };
    assertWhole(new IpcReader(trickle));
  }

  @Test
  void whatAStreamThrowsComesBackAsItIs() {
    IOException failure = new IOException("cable cut");
    InputStream stream =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw failure;
          }
        };
    assertThatThrownBy(() -> new IpcReader(stream).finish()).isSameAs(failure);
    assertThatThrownBy(() -> new IpcReader(stream).schema()).isSameAs(failure);
  }

  @Test
  void theLayoutOfAFile() throws IOException {
    for (IpcCompression codec : IpcOutputs.CODECS) {
      byte[] bytes = bytes(codec);
      IpcLayout layout = new IpcReader(bytes).layout();
      assertThat(layout.codec())
          .isEqualTo(codec.toString().replace("uncompressed", "none").replace("(7)", ""));
      assertThat(layout.fileSize()).isEqualTo(bytes.length);
      assertThat(layout.dictionaries()).isZero();
      assertThat(layout.recordBatches())
          .extracting(RecordBatchInfo::rows)
          .containsExactly(2L, 2L, 1L);
      assertThat(layout.recordBatches().stream().mapToLong(RecordBatchInfo::bytes).sum())
          .isPositive()
          .isLessThan(bytes.length);
      // A message begins with -1; its body comes after it.
      long end = 0;
      for (RecordBatchInfo batch : layout.recordBatches()) {
        assertThat(batch.offset()).isGreaterThanOrEqualTo(end);
        assertThat(ByteBuffer.wrap(bytes).getInt((int) batch.offset())).isEqualTo(-1);
        end = batch.offset() + batch.bytes();
        RecordBatchInfo anywhere = new RecordBatchInfo(batch.rows(), batch.bytes());
        assertThat(batch).isEqualTo(anywhere).hasSameHashCodeAs(anywhere);
      }
    }
    assertThat(new RecordBatchInfo(1, 2).offset()).isEqualTo(-1);
  }

  @Test
  void aRecordBatchOutsideOfItsFileHasNoLayout() throws IOException {
    byte[] bytes = bytes(IpcCompression.uncompressed());
    long second = new IpcReader(bytes).layout().recordBatches().get(1).offset();
    ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int footer = bytes.length - 10 - all.getInt(bytes.length - 10);
    int at = footer;
    while (all.getLong(at) != second) {
      at++;
    }
    all.putLong(at, -8);
    assertThatThrownBy(() -> new IpcReader(bytes).layout())
        .isInstanceOf(PolarsException.class)
        .hasMessageContaining("a block at -8 of");
  }

  @Test
  void theLayoutCountsDictionaries() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Series series = Series.of("c", DataType.categorical(), List.of("a", "b"));
        DataFrame frame = series.toFrame()) {
      new IpcWriter(bytes).finish(frame);
    }
    assertThat(new IpcReader(bytes.toByteArray()).layout().dictionaries()).isEqualTo(1);
  }

  @Test
  void rechunkingJoinsTheBatches() throws IOException {
    try (DataFrame chunked = new IpcReader(bytes()).finish();
        DataFrame joined = new IpcReader(bytes()).withRechunk(true).finish()) {
      assertThat(chunked.nChunks()).isEqualTo(3);
      assertThat(joined.nChunks()).isEqualTo(1);
      assertThat(joined.contentEquals(chunked)).isTrue();
    }
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("missing.arrow");
    assertThatThrownBy(() -> new IpcReader(missing).finish())
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing.toString());
    assertThatThrownBy(() -> new IpcReader(missing).schema())
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> new IpcReader(folder).finish())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void aClosedReaderRefusesEverything() throws IOException {
    IpcReader reader = new IpcReader(bytes());
    reader.close();
    reader.close();
    assertThatThrownBy(reader::finish).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(reader::schema).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(reader::layout).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> reader.withNRows(1)).isInstanceOf(IllegalStateException.class);
  }
}
