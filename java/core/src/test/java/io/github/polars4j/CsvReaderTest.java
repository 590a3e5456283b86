package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each option of the CSV reader has its effect. */
class CsvReaderTest {
  @TempDir Path folder;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static DataFrame read(String csv, UnaryOperator<CsvReader> options) throws IOException {
    try (CsvReader reader = options.apply(new CsvReader(utf8(csv)))) {
      return reader.finish();
    }
  }

  /** The names, then the rows. */
  private static List<List<?>> table(DataFrame frame) {
    try (frame) {
      List<List<?>> table = new ArrayList<>();
      table.add(frame.columnNames());
      frame.rows().forEach(row -> table.add(row.values()));
      return table;
    }
  }

  private static List<List<?>> table(String csv, UnaryOperator<CsvReader> options)
      throws IOException {
    return table(read(csv, options));
  }

  private static List<Object> row(Object... values) {
    return Arrays.asList(values);
  }

  @Test
  void typesAreInferred() throws IOException {
    try (DataFrame frame = read("a,b,c,d,e\n1,1.5,true,x,\n-2,2,false,,\n", r -> r)) {
      assertThat(frame.schema().fields())
          .extracting(Field::dataType)
          .containsExactly(
              DataType.INT64, DataType.FLOAT64, DataType.BOOLEAN, DataType.STRING, DataType.STRING);
      assertThat(frame.rows().map(Row::values))
          .containsExactly(row(1L, 1.5, true, "x", null), row(-2L, 2.0, false, null, null));
    }
  }

  @Test
  void separator() throws IOException {
    assertThat(table("a;b\n1;2,5\n", r -> r.withSeparator(';')))
        .containsExactly(List.of("a", "b"), row(1L, "2,5"));
  }

  @Test
  void withoutHeader() throws IOException {
    assertThat(table("a,b\n1,2\n", r -> r.withHeader(false)))
        .containsExactly(List.of("column_1", "column_2"), row("a", "b"), row("1", "2"));
  }

  @Test
  void nullValues() throws IOException {
    assertThat(table("a,b\nNA,-\n1,NA\n", r -> r.withNullValues("NA", "-")))
        .containsExactly(List.of("a", "b"), row(null, null), row(1L, null));
  }

  @Test
  void quotes() throws IOException {
    assertThat(table("a\n\"x,\"\"y\"\"\nz\"\n", r -> r))
        .containsExactly(List.of("a"), row("x,\"y\"\nz"));
    assertThat(table("a,b\n'p,q',\"\n", r -> r.withQuoteChar('\'')))
        .containsExactly(List.of("a", "b"), row("p,q", "\""));
    assertThat(table("a,b\n\"1,2\"\n", CsvReader::withoutQuoting))
        .containsExactly(List.of("a", "b"), row("\"1", "2\""));
  }

  @Test
  void schemaOverrides() throws IOException {
    Schema types = Schema.of(Field.of("b", DataType.INT8), Field.of("c", DataType.categorical()));
    try (DataFrame frame = read("a,b,c\n1,2,x\n", r -> r.withSchemaOverrides(types))) {
      assertThat(frame.schema())
          .isEqualTo(
              Schema.of(
                  Field.of("a", DataType.INT64),
                  Field.of("b", DataType.INT8),
                  Field.of("c", DataType.categorical())));
      assertThat(frame.row(0).values()).containsExactly(1L, (byte) 2, "x");
    }
  }

  @Test
  void anOverrideOfAColumnThatIsNotThereIsRefused() {
    Schema types = Schema.of(Field.of("x", DataType.INT8));
    assertThatThrownBy(() -> read("a\n1\n", r -> r.withSchemaOverrides(types)))
        .isInstanceOf(ColumnNotFoundException.class)
        .hasMessageContaining("'x'")
        .hasMessageContaining("override");
  }

  @Test
  void dates() throws IOException {
    String csv = "a\n1969-12-31\n";
    assertThat(table(csv, r -> r)).contains(row("1969-12-31"));
    assertThat(table(csv, r -> r.withTryParseDates(true)))
        .contains(row(LocalDate.of(1969, 12, 31)));
  }

  @Test
  void skippedRows() throws IOException {
    String csv = "title\na,b\nunits,units\n1,2\n3,4\n";
    assertThat(table(csv, r -> r.withSkipRows(1).withSkipRowsAfterHeader(1)))
        .containsExactly(List.of("a", "b"), row(1L, 2L), row(3L, 4L));
  }

  @Test
  void theFirstRows() throws IOException {
    assertThat(table("a\n1\n2\n3\n", r -> r.withNRows(2))).hasSize(3);
    assertThat(table("a\n1\n2\n3\n", r -> r.withNRows(0))).containsExactly(List.of("a"));
    String many = "a\n" + "1\n".repeat(100_000);
    assertThat(table(many, r -> r.withNRows(70_001))).hasSize(70_002);
  }

  @Test
  void inferLength() throws IOException {
    String csv = "a\n" + "1\n".repeat(200) + "x\n";
    UnaryOperator<CsvReader> few = r -> r.withInferSchemaLength(100);
    assertThat(table(csv, few)).contains(row("x"), row("1")); // reads it again
    assertThatThrownBy(() -> few.apply(new CsvReader(utf8(csv))).batches(1000).hasNext())
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContainingAll("line 202", "`x`", "Int64", "withInferSchemaAll");
    assertThat(table(csv, r -> r.withInferSchemaLength(201))).contains(row("x"), row("1"));
    assertThat(table(csv, CsvReader::withInferSchemaAll)).contains(row("x"), row("1"));
    assertThat(table("a\n1\n", r -> r.withInferSchemaLength(0))).contains(row("1"));
  }

  @Test
  void raggedLines() throws IOException {
    String csv = "a,b\n1,2,3\n4\n";
    assertThatThrownBy(() -> read(csv, r -> r)).isInstanceOf(ComputeException.class);
    assertThat(table(csv, r -> r.withTruncateRaggedLines(true)))
        .containsExactly(List.of("a", "b"), row(1L, 2L), row(4L, null));
  }

  @Test
  void ignoredErrors() throws IOException {
    Schema types = Schema.of(Field.of("a", DataType.INT64));
    String csv = "a\n1\nx\n";
    assertThatThrownBy(() -> read(csv, r -> r.withSchemaOverrides(types)))
        .isInstanceOf(ComputeException.class);
    assertThat(table(csv, r -> r.withSchemaOverrides(types).withIgnoreErrors(true)))
        .containsExactly(List.of("a"), row(1L), row((Object) null));
  }

  @Test
  void comments() throws IOException {
    assertThat(table("# first\na\n# second\n1\n", r -> r.withCommentPrefix("#")))
        .containsExactly(List.of("a"), row(1L));
    assertThat(table("// first\na\n1\n", r -> r.withCommentPrefix("//")))
        .containsExactly(List.of("a"), row(1L));
  }

  @Test
  void columns() throws IOException {
    assertThat(table("a,b,c\n1,2,3\n", r -> r.withColumns("a", "c")))
        .containsExactly(List.of("a", "c"), row(1L, 3L));
  }

  @Test
  void columnsInTheOrderAskedFor() throws IOException {
    assertThat(table("a,b,c\n1,2,3\n", r -> r.withColumns("c", "a")))
        .containsExactly(List.of("c", "a"), row(3L, 1L));
    assertThat(table("a,b,c\n1,2,3\n", r -> r.withColumns("c", "a").withRowIndex("i")))
        .containsExactly(List.of("i", "c", "a"), row(0L, 3L, 1L));
  }

  @Test
  void aMissingOrRepeatedColumnIsRefused() {
    assertThatThrownBy(() -> read("a,b\n1,2\n", r -> r.withColumns("x")))
        .isInstanceOf(ColumnNotFoundException.class)
        .hasMessageContaining("x");
    assertThatThrownBy(() -> read("a,b\n1,2\n", r -> r.withColumns("a", "a")))
        .isInstanceOf(DuplicateException.class)
        .hasMessageContaining("a");
  }

  @Test
  void noColumnsAreRefused() {
    CsvReader reader = new CsvReader(utf8("a\n1\n"));
    assertThatThrownBy(reader::withColumns)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("columns");
  }

  @Test
  void aValueThatDoesNotFitIsNamedWithItsLineAndOurOptions() throws IOException {
    String csv = "a,b\n" + "1,2\n".repeat(300) + "1,x\n";
    Schema types = Schema.of(Field.of("b", DataType.INT64));
    assertThatThrownBy(() -> read(csv, r -> r.withSchemaOverrides(types)))
        .isInstanceOf(ComputeException.class)
        .hasMessageStartingWith("<byte[]>: line 302: could not parse `x` as Int64")
        .hasMessageContainingAll("'b'", "withNullValues", "withIgnoreErrors")
        .hasMessageNotContainingAny("infer_schema_length", "schema_overrides");
    assertThatThrownBy(() -> read("a\n1\n1,2\n", r -> r))
        .hasMessageContainingAll("line 3", "withTruncateRaggedLines")
        .hasMessageNotContainingAny("truncate_ragged_lines");
  }

  @Test
  void rowIndex() throws IOException {
    assertThat(table("a\n1\n2\n", r -> r.withRowIndex("i")))
        .containsExactly(List.of("i", "a"), row(0L, 1L), row(1L, 2L));
    assertThat(table("a\n1\n2\n", r -> r.withRowIndex("i", 5)))
        .containsExactly(List.of("i", "a"), row(5L, 1L), row(6L, 2L));
  }

  @Test
  void aRowIndexWithTheNameOfAColumnIsRefused() {
    assertThatThrownBy(() -> read("a\n1\n", r -> r.withRowIndex("a")))
        .isInstanceOf(DuplicateException.class)
        .hasMessageContaining("a");
  }

  @Test
  void missingFields() throws IOException {
    assertThat(table("a,b\nx,\n", r -> r)).contains(row("x", null));
    assertThat(table("a,b\nx,\n", r -> r.withMissingIsNull(false))).contains(row("x", ""));
  }

  @Test
  void decimalComma() throws IOException {
    assertThat(table("a;b\n1,5;2\n", r -> r.withSeparator(';').withDecimalComma(true)))
        .contains(row(1.5, 2L));
    assertThatThrownBy(() -> read("a,b\n", r -> r.withDecimalComma(true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("decimal comma");
  }

  @Test
  void lineEnds() throws IOException {
    assertThat(table("a,b\r\n1,x\r\n", r -> r)).containsExactly(List.of("a", "b"), row(1L, "x"));
    assertThat(table("a,b|1,x|2,y", r -> r.withEolChar('|')))
        .containsExactly(List.of("a", "b"), row(1L, "x"), row(2L, "y"));
    assertThat(table("a\n1", r -> r)).contains(row(1L)); // no line feed at the end
  }

  @Test
  void brokenUtf8() throws IOException {
    byte[] latin1 = "a\ngr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> new CsvReader(latin1).finish()).isInstanceOf(PolarsException.class);
    assertThat(table(new CsvReader(latin1).withLossyUtf8(true).finish()))
        .contains(row("gr\ufffdn"));
  }

  @Test
  void aHeaderThatIsNoUtf8IsRefused() throws IOException {
    byte[] latin1 = "a,gr\u00fcn\n1,2\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> new CsvReader(latin1).finish())
        .isInstanceOf(ComputeException.class)
        .hasMessageContainingAll("<byte[]>", "utf-8", "header", "gr\ufffdn");
    assertThatThrownBy(() -> new CsvReader(latin1).batches(9))
        .isInstanceOf(ComputeException.class)
        .hasMessageContaining("header");
    assertThat(table(new CsvReader(latin1).withLossyUtf8(true).finish()))
        .contains(List.of("a", "gr\ufffdn"));
    assertThat(table("a,\ufffd,\ufffd\n1,2,3\n", r -> r))
        .contains(List.of("a", "\ufffd", "\ufffd_duplicated_0"));
  }

  @Test
  void utf16IsRefused() throws IOException {
    byte[] utf16 = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_16);
    Path file = Files.write(folder.resolve("utf16.csv"), utf16);
    assertThatThrownBy(() -> new CsvReader(file).finish())
        .isInstanceOf(ComputeException.class)
        .hasMessageContainingAll("utf16.csv", "UTF-16");
    assertThatThrownBy(() -> new CsvReader(file).batches(9)).hasMessageContaining("UTF-16");
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      byte[] unmarked = "a,b\n1,2\n".getBytes(charset);
      assertThatThrownBy(() -> new CsvReader(unmarked).finish())
          .hasMessageContainingAll("UTF-16", "withEncoding");
      assertThatThrownBy(() -> new NdjsonReader("{\"a\":1}".getBytes(charset)).finish())
          .hasMessageContainingAll("UTF-16", "UTF-8");
    }
    assertThat(table("\0,b\n1,\0\n", r -> r)).containsExactly(List.of("\0", "b"), row(1L, "\0"));
  }

  @Test
  void textOfEveryPlane() throws IOException {
    assertThat(table("größe,€\n🦜 und mehr,ü\n", r -> r))
        .containsExactly(List.of("größe", "€"), row("🦜 und mehr", "ü"));
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheName() throws IOException {
    assertThat(table("\ufeffa\n1\n", r -> r)).containsExactly(List.of("a"), row(1L));
  }

  @Test
  void aHeaderWithoutRows() throws IOException {
    assertThat(table("a,b\n", r -> r)).containsExactly(List.of("a", "b"));
  }

  @Test
  void compressedInput() throws IOException {
    byte[] csv = utf8("a,b\n1,größe\n" + "2,🦜\n".repeat(50_000));
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(csv);
    }
    List<List<?>> plain = table(new CsvReader(csv).finish());
    assertThat(plain).hasSize(50_002);
    for (byte[] compressed : List.of(gzip.toByteArray(), Zstd.compress(csv))) {
      assertThat(table(new CsvReader(compressed).finish())).isEqualTo(plain);
      Path file = Files.write(folder.resolve("compressed.csv"), compressed);
      assertThat(table(new CsvReader(file).finish())).isEqualTo(plain);
      assertThat(table(new CsvReader(file).withNRows(1).finish())).hasSize(2);
    }
  }

  @Test
  void compressedInputThatIsCutIsRefused() {
    byte[] zstd = Zstd.compress(utf8("a\n" + "some text\n".repeat(10_000)));
    assertThatThrownBy(() -> new CsvReader(Arrays.copyOf(zstd, zstd.length / 2)).finish())
        .isInstanceOfAny(IOException.class, PolarsException.class);
  }

  @Test
  void everyKindOfInput() throws IOException {
    byte[] csv = utf8("a\n1\n");
    Path file = Files.write(folder.resolve("a.csv"), csv);
    for (CsvReader reader :
        List.of(
            new CsvReader(csv),
            new CsvReader(file),
            new CsvReader(ByteBuffer.allocateDirect(4).put(csv).flip()),
            new CsvReader(new ByteArrayInputStream(csv)))) {
      assertThat(table(reader.finish())).containsExactly(List.of("a"), row(1L));
    }
  }

  @Test
  void anInputStreamIsReadOnce() throws IOException {
    CsvReader reader = new CsvReader(new ByteArrayInputStream(utf8("a\n1\n")));
    reader.finish().close();
    assertThatThrownBy(reader::finish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    CsvReader reader = new CsvReader(new byte[0]);
    assertThatThrownBy(() -> reader.withSeparator('€'))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("separator U+20AC");
    assertThatThrownBy(() -> reader.withQuoteChar('ü'))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.withEolChar('ü')).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.withSkipRows(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.withSkipRowsAfterHeader(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.withNRows(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.withInferSchemaLength(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.withRowIndex("i", -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.withSeparator('"').finish())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quote");
    assertThatThrownBy(() -> reader.withSeparator('\n').finish())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("end-of-line");
  }

  private static Schema given(DataType type) {
    return Schema.of(Field.of("t", type));
  }

  /** What finish and batches give; they are the same. */
  private static List<Object> values(String csv, UnaryOperator<CsvReader> options)
      throws IOException {
    List<List<?>> all = table(csv, options);
    try (CsvReader reader = options.apply(new CsvReader(utf8(csv)));
        Batches batches = reader.batches(1_000_000)) {
      assertThat(table(batches.next())).isEqualTo(all);
    }
    List<Object> values = new ArrayList<>();
    all.stream().skip(1).forEach(row -> values.add(row.get(0)));
    return values;
  }

  private static void refused(String csv, UnaryOperator<CsvReader> options, String... parts) {
    assertThatThrownBy(() -> read(csv, options))
        .isInstanceOf(PolarsException.class)
        .hasMessageContainingAll(parts);
    assertThatThrownBy(() -> options.apply(new CsvReader(utf8(csv))).batches(9).hasNext())
        .isInstanceOf(PolarsException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void datesAndTimesOfSeveralFormatsInAColumn() throws IOException {
    String csv =
        "t\n2024-01-02 03:04:05\n2024-01-02\n\"2024-01-02T03:04\"\n1969-12-31 23:59:59.5\n";
    for (TimeUnit unit : TimeUnit.values()) {
      assertThat(values(csv, r -> r.withSchemaOverrides(given(DataType.datetime(unit)))))
          .containsExactly(
              LocalDateTime.of(2024, 1, 2, 3, 4, 5),
              LocalDateTime.of(2024, 1, 2, 0, 0),
              LocalDateTime.of(2024, 1, 2, 3, 4),
              LocalDateTime.of(1969, 12, 31, 23, 59, 59, 500_000_000));
    }
  }

  @Test
  void nanosecondsKeepTheirDigitsAndRange() throws IOException {
    UnaryOperator<CsvReader> ns =
        r -> r.withSchemaOverrides(given(DataType.datetime(TimeUnit.NANOSECONDS)));
    List<String> texts =
        List.of(
            "2024-01-02T03:04:05.123456789",
            "1677-09-21T00:12:43.145224193",
            "2262-04-11T23:47:16.854775807",
            "1969-12-31T23:59:59.999999999",
            "2024-01-02T03:04:05.1234567",
            "2024-01-02T03:04:05.000001");
    assertThat(values("t\n" + String.join("\n", texts) + "\n", ns))
        .isEqualTo(texts.stream().map(LocalDateTime::parse).toList());
    for (String late : List.of("2500-01-01", "2262-04-11T23:47:16.854775808", "1600-01-01T00:00")) {
      refused("u,t\n1,2024-01-02\n2," + late + "\n", ns, "line 3", "'t'", late);
      assertThat(values("t\n" + late + "\n", r -> ns.apply(r).withIgnoreErrors(true)))
          .containsExactly((Object) null);
    }
    refused("u,t\n1,2024-01-02\n2,x\n", ns, "line 3", "'t'", "`x`");
    assertThat(values("t,u\n,1\n", r -> ns.apply(r).withMissingIsNull(false)))
        .containsExactly((Object) null);
  }

  @Test
  void valuesThatDoNotFitWholeAreRefused() throws IOException {
    DataType ms = DataType.datetime(TimeUnit.MILLISECONDS);
    String csv = "u,t\n1,2024-01-02T03:04:05.123\n2,2024-01-02T03:04:05.123456\n";
    refused(csv, r -> r.withSchemaOverrides(given(ms)), "line 3", "'t'", "milliseconds");
    DataType decimal = DataType.decimal(5, 2);
    for (String number : List.of("1.255", "1000", "1e-3", "x", "12e99", "1e99999999999")) {
      refused(
          "u,t\n1,1.25\n2," + number + "\n",
          r -> r.withSchemaOverrides(given(decimal)),
          "line 3",
          "'t'",
          number);
    }
    assertThat(
            values(
                "t\n1.2500\n-.5\n120e-1\n0e-9\n\"7\"\n",
                r -> r.withSchemaOverrides(given(decimal))))
        .containsExactly(
            new BigDecimal("1.25"),
            new BigDecimal("-0.50"),
            new BigDecimal("12.00"),
            new BigDecimal("0.00"),
            new BigDecimal("7.00"));
    DataType single = DataType.FLOAT32;
    refused("t\n1\n3.5e38\n", r -> r.withSchemaOverrides(given(single)), "line 3", "'t'");
    assertThat(values("t\n1.1\ninf\n", r -> r.withSchemaOverrides(given(single))))
        .containsExactly(1.1f, Float.POSITIVE_INFINITY);
  }

  @Test
  void skippedLinesMayHaveAnyQuotes() throws IOException {
    String csv = "a 5\" pipe\nand\na,b\n" + "1,x\n".repeat(300) + "2,\"y\n\"\n";
    UnaryOperator<CsvReader> skip = r -> r.withSkipRows(2);
    assertThat(table(csv, skip)).hasSize(302).startsWith(List.of("a", "b"), row(1L, "x"));
    assertThat(values(csv, skip)).hasSize(301).endsWith(2L);
    assertThat(values(csv, r -> skip.apply(r).withInferSchemaAll())).hasSize(301).endsWith(2L);
    Schema types = Schema.of(Field.of("a", DataType.INT64));
    refused(csv + "z,z\n", r -> skip.apply(r).withSchemaOverrides(types), "line 306", "`z`");
    assertThat(values("\"\n1\n2\n", r -> r.withSkipRows(1).withHeader(false)))
        .containsExactly(1L, 2L);
    byte[] packed = Zstd.compress(utf8(csv));
    CsvReader reader = new CsvReader(packed).withSkipRows(2).withNRows(299);
    assertThat(table(reader.finish())).hasSize(300);
    assertThatThrownBy(() -> read("a\n1\n", r -> r.withSkipRows(9)))
        .isInstanceOf(NoDataException.class);
  }
}
