package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames some rows at a time are those that the readers read at once. */
class BatchesTest {
  private static final int ROWS = 20_000;

  @TempDir Path folder;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** All rows that are left as one frame, and how many each had. */
  private static DataFrame whole(Batches batches, List<Long> heights) {
    try (batches) {
      DataFrame all = DataFrame.empty(batches.schema());
      while (batches.hasNext()) {
        try (DataFrame before = all;
            DataFrame next = batches.next()) {
          assertThat(next.schema()).isEqualTo(batches.schema());
          heights.add(next.height());
          all = before.vstack(next);
        }
      }
      return all;
    }
  }

  private static void assertSame(Batches batches, DataFrame expected, int rows) {
    List<Long> heights = new ArrayList<>();
    try (DataFrame all = whole(batches, heights);
        expected) {
      assertThat(all.schema()).isEqualTo(expected.schema());
      assertThat(all.contentEquals(expected)).isTrue();
      long full = expected.height() / rows;
      assertThat(heights.stream().limit(full)).allMatch(height -> height == rows);
      assertThat(heights).hasSize((int) ((expected.height() + rows - 1) / rows));
    }
  }

  private static String csv(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(
            i ->
                String.format(
                    "%d,x^%d,\"a %s \"\"%d\"\"\",%s%s",
                    i, i, i % 3 == 0 ? "\n\n" : ",", i, i % 7 == 0 ? "" : i / 4.0, "\n"))
        .collect(Collectors.joining("", "id,power,quoted,number\n", ""));
  }

  static Stream<Arguments> csvs() {
    String csv = csv(ROWS);
    String numbers = csv.replaceAll("\"[^\"]*\"\"[^\"]*\"\"\"", "text");
    return Stream.of(
        Arguments.of("as it is", csv, (UnaryOperator<CsvReader>) r -> r),
        Arguments.of("a byte order mark", "\ufeff" + csv, (UnaryOperator<CsvReader>) r -> r),
        Arguments.of("no end", csv + "1,2,3", (UnaryOperator<CsvReader>) r -> r),
        Arguments.of("CRLF", numbers.replace("\n", "\r\n"), (UnaryOperator<CsvReader>) r -> r),
        Arguments.of(
            "no header",
            csv.substring(csv.indexOf('\n') + 1),
            (UnaryOperator<CsvReader>) r -> r.withHeader(false)),
        Arguments.of(
            "no header, rows that begin like a packed file",
            numbers
                .substring(csv.indexOf('\n') + 1)
                .replaceAll("(?m)^([1-9]\\d*),(x\\^\\d+)", "$2,$1"),
            (UnaryOperator<CsvReader>) r -> r.withHeader(false)),
        Arguments.of(
            "columns in another order",
            csv,
            (UnaryOperator<CsvReader>) r -> r.withColumns("number", "id").withRowIndex("row", 5)),
        Arguments.of(
            "the first rows", csv, (UnaryOperator<CsvReader>) r -> r.withNRows(ROWS - 3001)),
        Arguments.of("no rows", csv, (UnaryOperator<CsvReader>) r -> r.withNRows(0)),
        Arguments.of("a header alone", csv(0), (UnaryOperator<CsvReader>) r -> r),
        Arguments.of(
            "other types",
            csv,
            (UnaryOperator<CsvReader>)
                r ->
                    r.withSchemaOverrides(
                        Schema.of(
                            Field.of("id", DataType.INT32), Field.of("number", DataType.STRING)))),
        Arguments.of(
            "lines before and after the header",
            "what\never\n" + csv,
            (UnaryOperator<CsvReader>) r -> r.withSkipRows(2).withSkipRowsAfterHeader(1)),
        Arguments.of(
            "comments",
            "# \"one\n" + numbers.replaceAll("(?m)^(\\d*50),", "# isn't one\n$1,"),
            (UnaryOperator<CsvReader>) r -> r.withCommentPrefix("#")),
        Arguments.of(
            "another line end",
            numbers.replace('\n', ';'),
            (UnaryOperator<CsvReader>) r -> r.withEolChar(';')),
        Arguments.of(
            "no quotes",
            numbers.replace("text", "5\" pipe"),
            (UnaryOperator<CsvReader>) CsvReader::withoutQuoting),
        Arguments.of(
            "rows with more fields, all of them",
            numbers.replaceAll("(?m)^([1-9]\\d*.*)$", "$1,5,6"),
            (UnaryOperator<CsvReader>) r -> r.withTruncateRaggedLines(true)),
        Arguments.of(
            "rows with more fields, one column",
            numbers.replaceAll("(?m)^([1-9]\\d*.*)$", "$1,5,6"),
            (UnaryOperator<CsvReader>) r -> r.withColumns("power").withTruncateRaggedLines(true)),
        Arguments.of(
            "types by every row", csv, (UnaryOperator<CsvReader>) CsvReader::withInferSchemaAll),
        Arguments.of(
            "nulls",
            csv.replaceAll("(?m)^(\\d*7),", "NA,"),
            (UnaryOperator<CsvReader>) r -> r.withNullValues("NA")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("csvs")
  void csvIsTheSameSomeRowsAtATime(String name, String csv, UnaryOperator<CsvReader> options)
      throws IOException {
    byte[] bytes = utf8(csv);
    Path file = Files.write(folder.resolve("in.csv"), bytes);
    for (int rows : new int[] {777, 6_000, 1_000_000}) {
      assertSame(
          options.apply(new CsvReader(file)).batches(rows),
          options.apply(new CsvReader(bytes)).finish(),
          rows);
    }
    assertSame(
        options.apply(new CsvReader(new ByteArrayInputStream(bytes))).batches(3_000),
        options.apply(new CsvReader(bytes)).finish(),
        3_000);
  }

  @Test
  void packedCsvIsUnpackedOnTheWay() throws IOException {
    byte[] bytes = utf8(csv(ROWS));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    assertSame(
        new CsvReader(packed.toByteArray()).batches(1_500), new CsvReader(bytes).finish(), 1_500);
    assertSame(
        new CsvReader(ByteBuffer.wrap(Zstd.compress(bytes))).batches(1_500),
        new CsvReader(bytes).finish(),
        1_500);
  }

  @Test
  void typesByEveryRowTakeAllOfTheFile() throws IOException {
    String late = "a,b,c,d\n" + ",1,x,\n".repeat(3_000_000) + "1.5,2.5,,9223372036854775808\n";
    Path file = Files.writeString(folder.resolve("late.csv"), late);
    try (Batches batches = new CsvReader(file).withInferSchemaAll().batches(1_000_000)) {
      assertThat(batches.schema().fields())
          .extracting(Field::dataType)
          .containsExactly(DataType.FLOAT64, DataType.FLOAT64, DataType.STRING, DataType.UINT64);
      assertThat(Stream.iterate(batches, Batches::hasNext, b -> b).mapToLong(b -> close(b.next())))
          .containsExactly(1_000_000L, 1_000_000L, 1_000_000L, 1L);
    }
  }

  private static long close(DataFrame frame) {
    try (frame) {
      return frame.height();
    }
  }

  private static String json(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(
            i -> "{\"id\":" + i + ",\"s\":\"\\n" + i + "\",\"l\":[" + i + "],\"o\":{\"a\":null}}\n")
        .collect(Collectors.joining());
  }

  static Stream<Arguments> jsons() {
    Schema overrides = Schema.of(Field.of("id", DataType.INT16));
    return Stream.of(
        Arguments.of("as it is", json(ROWS), (UnaryOperator<NdjsonReader>) r -> r),
        Arguments.of(
            "a byte order mark", "\ufeff" + json(99), (UnaryOperator<NdjsonReader>) r -> r),
        Arguments.of("no end", json(ROWS).strip(), (UnaryOperator<NdjsonReader>) r -> r),
        Arguments.of(
            "blank lines",
            json(ROWS)
                .replace("7,\"s", "7,\n\"s")
                .replace(",\n\"s", ",\"s")
                .replace("}}\n", "}}\n \n"),
            (UnaryOperator<NdjsonReader>) r -> r),
        Arguments.of(
            "the first rows", json(ROWS), (UnaryOperator<NdjsonReader>) r -> r.withNRows(4_001)),
        Arguments.of(
            "other types",
            json(ROWS),
            (UnaryOperator<NdjsonReader>) r -> r.withSchemaOverrides(overrides)),
        Arguments.of(
            "types by every row",
            json(ROWS) + "{\"late\":1.5}\n",
            (UnaryOperator<NdjsonReader>) NdjsonReader::withInferSchemaAll));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jsons")
  void ndjsonIsTheSameSomeRowsAtATime(String name, String json, UnaryOperator<NdjsonReader> options)
      throws IOException {
    byte[] bytes = utf8(json);
    Path file = Files.write(folder.resolve("in.ndjson"), bytes);
    for (int rows : new int[] {777, 1_000_000}) {
      assertSame(
          options.apply(new NdjsonReader(file)).batches(rows),
          options.apply(new NdjsonReader(bytes)).finish(),
          rows);
    }
    assertSame(
        options.apply(new NdjsonReader(new ByteArrayInputStream(bytes))).batches(3_000),
        options.apply(new NdjsonReader(bytes)).finish(),
        3_000);
  }

  private DataFrame sample() throws IOException {
    return new CsvReader(utf8(csv(ROWS))).finish();
  }

  @Test
  void parquetComesInRowGroupsOrPartsOfThem() throws IOException {
    Path file = folder.resolve("in.parquet");
    try (DataFrame sample = sample()) {
      new ParquetWriter(file).withRowGroupSize(3_000).finish(sample);
      for (int rows : new int[] {100, 1_000, 3_000, 7_000, 1_000_000}) {
        for (Batches batches :
            List.of(
                new ParquetReader(file).withRowIndex("row").batches(rows),
                new ParquetReader(Files.newInputStream(file)).withRowIndex("row").batches(rows),
                new ParquetReader(Files.readAllBytes(file)).withRowIndex("row").batches(rows))) {
          List<Long> heights = new ArrayList<>();
          try (DataFrame all = whole(batches, heights);
              DataFrame expected = new ParquetReader(file).withRowIndex("row").finish()) {
            assertThat(all.contentEquals(expected)).isTrue();
            assertThat(heights).allMatch(height -> height <= rows);
          }
        }
      }
      List<Long> heights = new ArrayList<>();
      try (DataFrame all =
              whole(
                  new ParquetReader(file)
                      .withColumns("number", "id")
                      .withNRows(7_000)
                      .batches(7_000),
                  heights);
          DataFrame selected = sample.select(all.columnNames());
          DataFrame expected = selected.head(7_000)) {
        assertThat(all.columnNames()).containsExactlyInAnyOrder("number", "id");
        assertThat(all.contentEquals(expected)).isTrue();
        assertThat(heights).containsExactly(7_000L);
      }
    }
  }

  @Test
  void arrowIsTheSameSomeRowsAtATime() throws IOException {
    Path file = folder.resolve("in.arrow");
    Path stream = folder.resolve("in.arrows");
    try (DataFrame sample = sample()) {
      new IpcWriter(file).withRecordBatchSize(3_000).finish(sample);
      new IpcStreamWriter(stream).withRecordBatchSize(3_000).finish(sample);
      for (Batches batches :
          List.of(
              new IpcReader(file).batches(700),
              new IpcReader(Files.newInputStream(file)).batches(700),
              new IpcStreamReader(stream).batches(5_000),
              new IpcStreamReader(Files.newInputStream(stream)).batches(5_000))) {
        try (DataFrame all = whole(batches, new ArrayList<>())) {
          assertThat(all.contentEquals(sample)).isTrue();
        }
      }
    }
  }

  /** Lines without an end. */
  private static final class Endless extends InputStream {
    private static final byte[] LINE = utf8("1,some text\n");
    private long read;
    private int failAfter = Integer.MAX_VALUE;
    private final IOException failure = new IOException("pulled the plug");

    @Override
    public int read() throws IOException {
      if (read >= failAfter) {
        throw failure;
      }
      return LINE[(int) (read++ % LINE.length)];
    }
  }

  @Test
  void aStreamIsReadAsItGoes() throws IOException {
    Endless endless = new Endless();
    try (Batches batches = new CsvReader(endless).withHeader(false).batches(1_000)) {
      for (int i = 0; i < 100; i++) {
        assertThat(close(batches.next())).isEqualTo(1_000);
      }
      assertThat(batches.progress()).isNaN();
    }
    assertThat(endless.read).isBetween(100_000L * 12, 5L << 20);
  }

  @Test
  void itsOwnInputMayAskForTheProgressAndIsRefusedTheRest() throws IOException {
    AtomicReference<Batches> asked = new AtomicReference<>();
    List<Throwable> refused = new ArrayList<>();
    InputStream asking =
        new FilterInputStream(new Endless()) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            Batches batches = asked.get();
            if (batches != null) {
              assertThat(batches.progress()).isNaN();
              refused.add(catchThrowable(() -> batches.limitBytes(1)));
            }
            return super.read(bytes, offset, length);
          }
        };
    try (Batches batches = new CsvReader(asking).withHeader(false).batches(1_000)) {
      asked.set(batches);
      for (int i = 0; i < 100; i++) {
        close(batches.next());
      }
      assertThat(batches.limitBytes(1 << 20)).isSameAs(batches);
    }
    assertThat(refused).isNotEmpty().allSatisfy(e -> assertThat(e).hasMessageContaining("in use"));
  }

  @Test
  void whatAStreamThrowsComesBack() throws IOException {
    Endless endless = new Endless();
    endless.failAfter = 3 << 20;
    try (Batches batches = new CsvReader(endless).withHeader(false).batches(1_000)) {
      close(batches.next());
      assertThatThrownBy(() -> batches.forEachRemaining(BatchesTest::close))
          .isInstanceOf(UncheckedIOException.class)
          .cause()
          .isSameAs(endless.failure);
      assertThatThrownBy(batches::hasNext)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this Batches has failed");
    }
    Endless another = new Endless();
    another.failAfter = 3 << 20;
    Path out = folder.resolve("out.arrow");
    try (Batches batches = new CsvReader(another).withHeader(false).batches(1_000);
        BatchedWriter writer = new IpcWriter(out).batched(batches.schema())) {
      assertThatThrownBy(() -> batches.writeTo(writer)).isSameAs(another.failure);
    }
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5_000, 12_345, 39_999})
  void aValueThatDoesNotFitIsNamedWithItsRow(int bad) throws IOException {
    StringBuilder text = new StringBuilder("id,n\n");
    for (int i = 0; i < 40_000; i++) {
      text.append(i).append(',').append(i == bad ? "seven" : i).append('\n');
    }
    Path file = Files.writeString(folder.resolve("bad.csv"), text);
    Schema types = Schema.of(Field.of("n", DataType.INT64));
    try (Batches batches = new CsvReader(file).withSchemaOverrides(types).batches(1_000)) {
      assertThatThrownBy(() -> batches.forEachRemaining(BatchesTest::close))
          .isInstanceOf(ComputeException.class)
          .hasMessageStartingWith(
              file + ": line " + (bad + 2) + ": could not parse `seven` as Int64")
          .hasMessageContaining("column 'n'");
    }
    Path json = folder.resolve("bad.ndjson");
    Files.writeString(json, json(bad) + "{\"id\":" + "\n" + json(3));
    try (NdjsonReader reader = new NdjsonReader(json)) {
      assertThatThrownBy(
              () -> {
                try (Batches batches = reader.batches(1_000)) {
                  batches.forEachRemaining(BatchesTest::close);
                }
              })
          .isInstanceOf(PolarsException.class)
          .hasMessageContaining(bad < 100 ? json.toString() : "line " + (bad + 1) + ": ");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5_000, 39_999})
  void aRowWithTooManyFieldsIsNamed(int bad) throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < 40_000; i++) {
      text.append(i).append(i == bad ? ",1,2\n" : ",1\n");
    }
    try (Batches batches = new CsvReader(utf8(text.toString())).batches(1_000)) {
      assertThatThrownBy(() -> batches.forEachRemaining(BatchesTest::close))
          .isInstanceOf(ComputeException.class)
          .hasMessageStartingWith("<byte[]>: line " + (bad + 2) + ": found more fields than");
    }
  }

  @Test
  void aQuoteThatDoesNotEndIsSaid() throws IOException {
    Path file = folder.resolve("quote.csv");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(utf8("a,b\n" + "1,x\n".repeat(100_000) + "2,\"y\n"));
      byte[] lines = utf8("3,z\n".repeat(1 << 18));
      for (int i = 0; i < 140; i++) {
        out.write(lines);
      }
    }
    try (Batches batches = new CsvReader(file).batches(10_000)) {
      assertThatThrownBy(() -> batches.forEachRemaining(BatchesTest::close))
          .isInstanceOf(ComputeException.class)
          .hasMessageStartingWith(file + ": line 100002: ")
          .hasMessageContaining("a quoted field does not end");
    }
  }

  @Test
  void framesAreAsSmallAsTold() throws IOException {
    long limit = 100_000;
    Path parquet = folder.resolve("in.parquet");
    Path ndjson = folder.resolve("in.ndjson");
    try (DataFrame sample = sample()) {
      new ParquetWriter(parquet).finish(sample);
      new NdjsonWriter(ndjson).finish(sample);
    }
    for (Batches batches :
        List.of(
            new CsvReader(utf8(csv(ROWS))).batches(1_000_000).limitBytes(limit),
            new NdjsonReader(ndjson).batches(1_000_000).limitBytes(limit),
            new ParquetReader(parquet).batches(1_000_000).limitBytes(limit))) {
      List<Long> sizes = new ArrayList<>();
      long rows = 0;
      try (batches) {
        while (batches.hasNext()) {
          try (DataFrame frame = batches.next()) {
            sizes.add(frame.estimatedSize());
            rows += frame.height();
          }
        }
        assertThat(batches.progress()).isEqualTo(1);
      }
      assertThat(rows).isEqualTo(ROWS);
      assertThat(sizes).hasSizeGreaterThan(5).allMatch(size -> size < 2 * limit);
    }
  }

  @Test
  void usedWrongItSaysSo() throws IOException {
    long before = NativeMemory.liveHandles();
    Batches batches = new CsvReader(utf8("a\n1\n2\n")).batches(1);
    assertThat(batches.hasNext()).isTrue();
    assertThat(batches.hasNext()).isTrue();
    assertThat(close(batches.next())).isEqualTo(1);
    assertThat(close(batches.next())).isEqualTo(1);
    assertThat(batches.hasNext()).isFalse();
    assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
    batches.close();
    batches.close();
    assertThatThrownBy(batches::hasNext)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this Batches is closed");
    assertThatThrownBy(() -> batches.limitBytes(9)).isInstanceOf(IllegalStateException.class);

    try (Batches left = new CsvReader(utf8("a\n1\n2\n")).batches(1)) {
      assertThat(left.hasNext()).isTrue();
      assertThatThrownBy(() -> left.limitBytes(0)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(NativeMemory.liveHandles()).isLessThanOrEqualTo(before);

    try (CsvReader reader = new CsvReader(utf8("a\n"))) {
      assertThatThrownBy(() -> reader.batches(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rows 0");
    }
    try (CsvReader reader = new CsvReader(folder.resolve("none.csv"))) {
      assertThatThrownBy(() -> reader.batches(1))
          .isInstanceOf(java.nio.file.NoSuchFileException.class)
          .hasMessageContaining("none.csv");
    }
    InputStream stream = new ByteArrayInputStream(utf8("a\n1\n"));
    try (CsvReader reader = new CsvReader(stream);
        Batches once = reader.batches(1)) {
      assertThatThrownBy(reader::finish).isInstanceOf(IllegalStateException.class);
      assertThat(close(once.next())).isEqualTo(1);
    }
  }

  @Test
  void everyWriterTakesThem() throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    try (DataFrame sample = sample();
        DataFrame none = sample.head(0)) {
      for (DataFrame frame : List.of(sample, none)) {
        new CsvWriter(whole).withSeparator(';').finish(frame);
        write(new CsvWriter(parts).withSeparator(';').batched(frame.schema()), frame);
        assertThat(parts).hasSameBinaryContentAs(whole);

        new NdjsonWriter(whole).finish(frame);
        write(new NdjsonWriter(parts).batched(frame.schema()), frame);
        assertThat(parts).hasSameBinaryContentAs(whole);

        write(new ParquetWriter(parts).batched(frame.schema()), frame);
        try (DataFrame back = new ParquetReader(parts).finish()) {
          assertThat(back.schema()).isEqualTo(frame.schema());
          assertThat(back.contentEquals(frame)).isTrue();
        }
      }
    }
    Schema nested = Schema.of(Field.of("l", DataType.list(DataType.INT8)));
    assertThatThrownBy(() -> new CsvWriter(parts).batched(nested))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("column 'l'");
  }

  private static void write(BatchedWriter writer, DataFrame frame) throws IOException {
    try (writer) {
      for (long start = 0; start < frame.height(); start += 7_000) {
        try (DataFrame part = frame.slice(start, 7_000)) {
          writer.writeBatch(part);
        }
      }
      writer.finish();
    }
  }
}
