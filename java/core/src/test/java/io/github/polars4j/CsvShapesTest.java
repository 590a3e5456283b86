package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CSV in the shapes that tools and people give it: no row and no field of it is lost without a
 * word.
 */
class CsvShapesTest {
  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** All rows, alike from finish and from batches. */
  private static List<List<Object>> rows(byte[] csv, UnaryOperator<CsvReader> options)
      throws IOException {
    List<List<Object>> all = new ArrayList<>();
    try (CsvReader reader = options.apply(new CsvReader(csv));
        DataFrame frame = reader.finish()) {
      frame.rows().forEach(row -> all.add(values(row)));
    }
    List<List<Object>> parts = new ArrayList<>();
    try (CsvReader reader = options.apply(new CsvReader(csv));
        Batches batches = reader.batches(3)) {
      while (batches.hasNext()) {
        try (DataFrame frame = batches.next()) {
          frame.rows().forEach(row -> parts.add(values(row)));
        }
      }
    }
    assertThat(parts).isEqualTo(all);
    return all;
  }

  private static List<Object> values(Row row) {
    return row.values();
  }

  private static List<List<Object>> rows(String csv) throws IOException {
    return rows(utf8(csv), r -> r);
  }

  private static String refusal(byte[] csv, UnaryOperator<CsvReader> options) {
    Throwable refused = catchThrowable(() -> options.apply(new CsvReader(csv)).finish().close());
    assertThat(refused).isInstanceOfAny(PolarsException.class, IOException.class);
    assertThat(utf8(refused.getMessage())).hasSizeLessThan(1000);
    return refused.getMessage();
  }

  private static String refusal(String csv, UnaryOperator<CsvReader> options) {
    return refusal(utf8(csv), options);
  }

  @Test
  void carriageReturnsEndLinesBehindAnyHeader() throws IOException {
    String wide = "x".repeat(70_000);
    assertThat(rows(wide + ",b\r1,2\r3,4\r")).containsExactly(List.of(1L, 2L), List.of(3L, 4L));
    UnaryOperator<CsvReader> commented = r -> r.withCommentPrefix("#");
    assertThat(rows(utf8("#isn't \"\ra,b\r1,\"x\ny\"\r"), commented))
        .containsExactly(List.of(1L, "x\ny"));
    assertThat(rows(utf8("5\" disks\ra,b\r1,\"x\ny\"\r"), r -> r.withSkipRows(1)))
        .containsExactly(List.of(1L, "x\ny"));
    assertThat(rows("size 5\",b\r1,2\r\"x\ny\",4\r")).hasSize(2);
    assertThat(rows("sep=;\ra;b\r1;\"x\ny\"\r")).containsExactly(List.of(1L, "x\ny"));
    assertThat(rows("a,b\r\r\n1,x\r\r\n2,\"y\"\r\r\n"))
        .containsExactly(List.of(1L, "x"), List.of(2L, "y"));
  }

  @Test
  void linesThatEndInTwoWaysAreRefused() throws IOException {
    String late = "a,b\r" + "1,2\r".repeat(70_000) + "3,4\n5,6\r";
    assertThat(refusal(late, r -> r)).contains("line 70002", "withEolChar");
    assertThat(refusal(late, r -> r.withColumns("a"))).contains("line 70002", "withEolChar");
    assertThat(refusal("a,b\r1,2\r3,4\n", r -> r)).contains("line 3", "withEolChar");
    String comment = "a,b\r" + "1,2\r".repeat(70_000) + "#x\n5,6\r";
    assertThat(refusal(comment, r -> r.withCommentPrefix("#"))).contains("withEolChar");
  }

  private static byte[] packed(byte[] bytes, boolean gzip, int level) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        gzip
            ? new GZIPOutputStream(packed)
            : new DeflaterOutputStream(packed, new Deflater(level))) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  @Test
  void textOfUnknownByteOrderIsRefused() throws IOException {
    for (String name : List.of("UTF-16", "UTF-32")) {
      Charset encoding = Charset.forName(name);
      for (String order : List.of("BE", "LE")) {
        Charset ordered = Charset.forName(name + order);
        assertThat(rows("\ufeffa,b\n1,2\n".getBytes(ordered), r -> r.withEncoding(encoding)))
            .containsExactly(List.of(1L, 2L));
        byte[] bare = "a,b\n1,2\n".getBytes(ordered);
        assertThatThrownBy(() -> rows(bare, r -> r.withEncoding(encoding)))
            .hasMessageContainingAll("byte order mark", name + "LE", "withEncoding");
        assertThat(rows(bare, r -> r.withEncoding(ordered))).containsExactly(List.of(1L, 2L));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "windows-1252"})
  void allMembersOfGzipAreRead(String charset) throws IOException {
    Charset encoding = Charset.forName(charset);
    String head = "a,b\n" + "1,ä\n".repeat(50_000);
    byte[] first = packed(head.getBytes(encoding), true, 0);
    byte[] second =
        packed(
            "2,ö\n".getBytes(charset.equals("UTF-16") ? StandardCharsets.UTF_16BE : encoding),
            true,
            0);
    byte[] both = joined(first, second);
    for (CsvReader reader :
        List.of(
            new CsvReader(both),
            new CsvReader(
                new SequenceInputStream(
                    new ByteArrayInputStream(first), new ByteArrayInputStream(second))))) {
      try (DataFrame frame = reader.withEncoding(encoding).finish()) {
        assertThat(frame.height()).isEqualTo(50_001);
        assertThat(values(frame.row(50_000))).containsExactly(2L, "ö");
      }
    }
    byte[] behind = joined(packed(utf8("a\n1\n"), false, 6), utf8("x"));
    assertThat(refusal(behind, r -> r)).contains("zlib");
    for (byte[] damaged : List.of(Arrays.copyOf(both, both.length - 3), joined(both, utf8("x")))) {
      assertThatThrownBy(() -> new CsvReader(damaged).withEncoding(encoding).finish())
          .isInstanceOfAny(IOException.class, PolarsException.class);
    }
    both[first.length - 6] ^= 1;
    assertThatThrownBy(() -> new CsvReader(both).withEncoding(encoding).finish())
        .isInstanceOfAny(IOException.class, PolarsException.class);
  }

  @Test
  void zlibIsReadInAnyEncoding() throws IOException {
    for (int level : new int[] {0, 1, 6, 9}) {
      for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
        byte[] zlib = packed("a,b\n1,ä\n".getBytes(charset), false, level);
        assertThat(rows(zlib, r -> r.withEncoding(charset))).containsExactly(List.of(1L, "ä"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x^2", "x\u0001", "xڤ", "x^é", "xœuvre", "xÚ"})
  void textThatBeginsLikeZlibIsText(String name) throws IOException {
    String csv = name + ",b\n1,2\n";
    assertThat(rows(csv)).containsExactly(List.of(1L, 2L));
    Charset charset = Charset.forName("windows-1252");
    assertThat(rows(csv.getBytes(charset), r -> r.withEncoding(charset)))
        .containsExactly(List.of(1L, 2L));
  }

  @Test
  void typesThatNoFieldSaysAreRefused() throws IOException {
    for (DataType type :
        List.of(
            DataType.list(DataType.INT32),
            DataType.array(DataType.INT32, 1),
            DataType.struct(Field.of("x", DataType.INT32)))) {
      Schema given = Schema.of(Field.of("a", type));
      for (boolean ignore : new boolean[] {false, true}) {
        assertThat(
                refusal("a,b\n1,2\n", r -> r.withSchemaOverrides(given).withIgnoreErrors(ignore)))
            .contains("'a'", type.toString(), "String");
      }
    }
    Schema none = Schema.of(Field.of("a", DataType.NULL));
    assertThat(refusal("a,b\n,1\n1,2\n", r -> r.withSchemaOverrides(none)))
        .contains("line 3", "'a'");
  }

  private static UnaryOperator<CsvReader> given(String name, DataType type) {
    return r -> r.withSchemaOverrides(Schema.of(Field.of(name, type)));
  }

  @Test
  void halfPrecisionIsTheNearestOrRefused() throws IOException {
    UnaryOperator<CsvReader> half = given("a", DataType.FLOAT16);
    assertThat(rows(utf8("a\n1.5\ninf\n"), half))
        .containsExactly(List.of(1.5f), List.of(Float.POSITIVE_INFINITY));
    assertThat(refusal("a\n1\n70000\n", half)).contains("line 3", "'a'", "70000", "Float16");
    assertThat(
            rows(
                utf8("a;b\n1,5;2\n"), r -> half.apply(r).withSeparator(';').withDecimalComma(true)))
        .containsExactly(List.of(1.5f, 2L));
  }

  @ParameterizedTest
  @CsvSource({
    "date, %d.%m.%Y %H:%M",
    "date, %F%z",
    "time, %F %T",
    "time, %T %z",
    "datetime, %F %T %Z",
    "datetime, %Q",
  })
  void formatsThatSayMoreThanIsReadAreRefused(String kind, String format) {
    CsvReader reader = new CsvReader(utf8("a\n1\n"));
    switch (kind) {
      case "date" -> reader.withDateFormat(format);
      case "time" -> reader.withTimeFormat(format);
      default -> reader.withDatetimeFormat(format);
    }
    assertThatThrownBy(reader::finish)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(format);
  }

  @Test
  void offsetsAndDigitsAreNeverPassedOver() throws IOException {
    UnaryOperator<CsvReader> zoned = r -> r.withDatetimeFormat("%F %T%.f %z");
    String far = "2024-01-02 00:00:00 +99:00";
    assertThat(rows(utf8("a\n" + far + "\n"), zoned)).containsExactly(List.of(far));
    String fine = "2024-01-02 00:00:00.1234567891 +01:00";
    assertThat(rows(utf8("a\n" + fine + "\n"), zoned)).containsExactly(List.of(fine));
  }

  @Test
  void theSeparatorMayBeSaidTwice() throws IOException {
    String csv = "sep=;\na;b\n1,5;2\n";
    assertThat(rows(utf8(csv), r -> r.withSeparator(';'))).containsExactly(List.of("1,5", 2L));
    assertThat(rows(utf8(csv), r -> r.withDecimalComma(true))).containsExactly(List.of(1.5, 2L));
    assertThat(refusal(csv, r -> r.withSeparator('\t')))
        .contains("line 1", "withSeparator(';')", "withSkipRows(1)");
    assertThat(refusal("sep=\"\na\"b\n", r -> r)).contains("line 1", "withQuoteChar");
    assertThat(rows(utf8("sep='\na'b\n1'2\n"), r -> r)).containsExactly(List.of(1L, 2L));
    assertThatThrownBy(() -> new CsvReader(utf8("a,b\n")).withDecimalComma(true).finish())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("withSeparator");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a;b\n\n1;2\n",
        "\"a\";\"b\"\n\"1\";\"2\"\n",
        "a;b\n1,5;2\n3;4\n",
        "a;b\r\n1;2\r\n\r\n",
        "\na;b\n1;2",
        "a;b\r1;2\r",
      })
  void aSeparatorThatIsPlainlyAnotherIsNamed(String csv) {
    for (UnaryOperator<CsvReader> options :
        List.<UnaryOperator<CsvReader>>of(
            r -> r,
            r -> r.withHeader(false),
            CsvReader::withInferSchemaAll,
            r -> r.withInferSchemaLength(0))) {
      if (!csv.contains("1,5")) {
        assertThat(refusal(csv, options)).contains("withSeparator(';')");
      }
    }
    assertThat(refusal(csv, r -> r)).contains("withSeparator(';')");
  }

  /** The separator that was asked for, the text, and what is in its place. */
  @ParameterizedTest
  @CsvSource({
    "'\t', 'a;b|1;2|', ';'",
    "'\t', '\"a\";\"b\"|\"1\";\"2\"|', ';'",
    "'\t', 'a,b,c|1,2,3|', ','",
    "';', 'a,b|1,2|', ','",
    "';', 'a\tb|1\t2|3\t4', '\t'"
  })
  void aSeparatorThatWasAskedForIsLookedAtToo(char asked, String lines, char other) {
    String csv = lines.replace('|', '\n');
    String named = "withSeparator(" + (other == '\t' ? "'\\t'" : "'" + other + "'") + ")";
    assertThat(refusal(csv, r -> r.withSeparator(asked))).contains(named, "withSchemaOverrides");
    assertThat(refusal(csv.replace(other, '|'), r -> r.withSeparator(asked).withHeader(false)))
        .contains("withSeparator('|')");
  }

  @Test
  void aFileThatIsNamedTsvHasTabs(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.tsv"), "a;b\n1;2\n3;4\n");
    assertThatThrownBy(() -> DataFrame.read(file))
        .isInstanceOf(ComputeException.class)
        .hasMessageContainingAll(file.toString(), "withSeparator(';')", "not by '\\t'");
    Files.writeString(file, "a\tb\n1\t2\n3\t4\n");
    try (DataFrame frame = DataFrame.read(file)) {
      assertThat(frame.width()).isEqualTo(2);
    }
  }

  @Test
  void oneColumnIsReadWithTheSeparatorThatWasAskedFor() throws IOException {
    UnaryOperator<CsvReader> tab = r -> r.withSeparator('\t');
    assertThat(rows(utf8("price\n1,5\n2,5\n"), tab)).hasSize(2);
    assertThat(rows(utf8("Doe, John\nRoe, Jane\n"), r -> tab.apply(r).withHeader(false)))
        .hasSize(2);
    assertThat(rows(utf8("a;b\n1;2\n3\n"), tab)).hasSize(2);
    assertThat(rows(utf8("\"a;b\"\n\"1;2\"\n"), tab)).hasSize(1);
    assertThat(rows(utf8("a;b\n1;2\n"), r -> r.withSeparator('\u0001'))).hasSize(1);
    UnaryOperator<CsvReader> named =
        r -> tab.apply(r).withSchemaOverrides(Schema.of(Field.of("a;b", DataType.STRING)));
    assertThat(rows(utf8("a;b\n1;2\n"), named)).containsExactly(List.of("1;2"));
    UnaryOperator<CsvReader> numbered =
        r ->
            tab.apply(r)
                .withHeader(false)
                .withSchemaOverrides(Schema.of(Field.of("column_1", DataType.STRING)));
    assertThat(rows(utf8("1;2\n3;4\n"), numbered)).hasSize(2);
  }

  @Test
  void textWithSemicolonsIsOneColumn() throws IOException {
    String csv = "a;b\n1;2\n" + "x\n".repeat(3);
    assertThat(rows(csv)).hasSize(4);
    assertThat(rows(utf8(csv), CsvReader::withInferSchemaAll)).hasSize(4);
  }

  @Test
  void fieldsBeyondTheColumnsAreRefusedWhateverIsSelected() throws IOException {
    String csv = "a,b\n1,2\n3,4,5\n";
    assertThat(refusal(csv, r -> r.withColumns("b"))).contains("line 3", "more fields");
    assertThat(rows(utf8(csv), r -> r.withColumns("b").withTruncateRaggedLines(true)))
        .containsExactly(List.of(2L), List.of(4L));
  }

  @Test
  void aSpaceBeforeAQuoteIsTold() {
    for (String csv :
        List.of("a,b\n1, \"x, y\"\n", "a,b,c\n1,2,3\n1,  \"x, y\", 3\n", "a\n \"x,\n")) {
      assertThat(refusal(csv, r -> r))
          .contains("more fields", "begins with a space and a quote")
          .doesNotContain("withTruncateRaggedLines");
    }
    assertThat(refusal("a,b\n1, \"x\"\n1,2,3\n", r -> r)).contains("withTruncateRaggedLines");
    assertThat(refusal("a,b\n1, \"x, y\"\n", CsvReader::withoutQuoting))
        .contains("withTruncateRaggedLines");
  }

  @Test
  void escapesAreReadAlikeEverywhere() throws IOException {
    UnaryOperator<CsvReader> escape = r -> r.withEscapeChar('\\');
    assertThat(rows(utf8("a,b\n1,x\\\\\n"), escape)).containsExactly(List.of(1L, "x\\"));
    assertThat(rows(utf8("a,b\r\n1,x\\\r\r\n"), escape)).containsExactly(List.of(1L, "x\r"));
    assertThat(rows(utf8("a,b\n1,x\\,\"y\n2,z\n"), escape))
        .containsExactly(List.of(1L, "x,\"y"), List.of(2L, "z"));
    assertThat(refusal("a,b\n1,x\\", escape)).contains("line 2", "'b'", "withEscapeChar");
    for (String unknown : List.of("x\\ty", "\"C:\\dir\"", "\\NN", "\"\\N\"")) {
      assertThat(refusal("a,b\n1," + unknown + "\n", escape))
          .contains("line 2", "'b'", "is not known");
    }
    assertThat(rows(utf8("a,b\n1,\\N\n2,N\n"), escape))
        .containsExactly(List.of(1L, "\\N"), List.of(2L, "N"));
    assertThat(rows(utf8("a,b\n\\N,\\N\n2,N\n"), r -> escape.apply(r).withNullValues("\\N")))
        .containsExactly(Arrays.asList(null, null), List.of(2L, "N"));
    assertThat(rows(utf8("a,b\n5\" x,\"y \"\"z\"\"\"\n"), r -> r.withEscapeChar('"')))
        .containsExactly(List.of("5\" x", "y \"z\""));
  }

  @Test
  void zeroMayHaveAnyExponent() throws IOException {
    String csv = "a\n0e100\n0.12345678901234567890123\n1e-5\n";
    try (CsvReader reader = new CsvReader(utf8(csv));
        DataFrame frame = reader.finish()) {
      assertThat(frame.schema().field("a").dataType()).isEqualTo(DataType.decimal(38, 23));
      assertThat(frame.rows().map(row -> row.get("a").toString()))
          .containsExactly("0E-23", "0.12345678901234567890123", "0.00001000000000000000000");
    }
  }

  @Test
  void withoutAHeaderALongerRowGivesMoreColumns() throws IOException {
    byte[] csv = utf8("1,2\n".repeat(20_000) + "3,4,5\n");
    try (CsvReader reader = new CsvReader(csv).withHeader(false);
        DataFrame frame = reader.finish()) {
      assertThat(frame.width()).isEqualTo(3);
      assertThat(values(frame.row(20_000))).containsExactly(3L, 4L, 5L);
    }
    try (Batches batches = new CsvReader(csv).withHeader(false).batches(100_000)) {
      assertThatThrownBy(batches::next)
          .isInstanceOf(SchemaMismatchException.class)
          .hasMessageContainingAll("line 20001", "withInferSchemaAll")
          .hasMessageNotContaining("Truncate");
    }
  }

  @Test
  void aQuoteIsNamedByItsOwnLine() throws IOException {
    String csv = "a,b\n\"x\ny\",2\n\"z\n\nz\",\"open\n1,2\n";
    assertThat(refusal(csv, r -> r)).contains("line 6", "does not end");
    assertThat(refusal("a,b\n\"x\ny\"z,2\n", r -> r))
        .contains("line 3", "follows its closing quote");
    assertThat(refusal("\"a\nb\",\"c\n", r -> r)).contains("line 2", "does not end");
    UnaryOperator<CsvReader> headless = r -> r.withHeader(false);
    assertThat(refusal("\"x\"y,1\n", headless)).contains("line 1", "follows its closing quote");
    assertThat(refusal("1,\"x\n", headless)).contains("line 1", "does not end");
  }

  @Test
  void aLongQuotedFieldIsReadWhole() throws IOException {
    byte[] csv = new byte[140 << 20];
    Arrays.fill(csv, (byte) 'x');
    byte[] head = utf8("a,b\n1,\"");
    byte[] tail = utf8("\"\n2,y\n");
    System.arraycopy(head, 0, csv, 0, head.length);
    System.arraycopy(tail, 0, csv, csv.length - tail.length, tail.length);
    ReadLimits large = ReadLimits.defaults().withLineBytes(csv.length).withFieldBytes(csv.length);
    assertThatThrownBy(() -> new CsvReader(csv).finish())
        .hasMessageContainingAll("line 2", "within 64 MiB", "withLineBytes");
    try (DataFrame frame = new CsvReader(csv).withLimits(large).finish()) {
      assertThat(frame.height()).isEqualTo(2);
      assertThat(frame.row(0).get("b").toString()).hasSize(csv.length - head.length - tail.length);
    }
    try (Batches batches = new CsvReader(csv).batches(1)) {
      assertThatThrownBy(batches::next).hasMessageContainingAll("line 2", "within 64 MiB");
    }
  }

  @Test
  void bytesThatTheEncodingDoesNotHaveAreNamed() {
    byte[] csv = joined(utf8("a,b\n1,x\n2,"), new byte[] {(byte) 0xff, '\n'});
    assertThat(refusal(csv, r -> r.withEncoding(StandardCharsets.US_ASCII)))
        .contains("<byte[]>", "line 3", "byte 10", "US-ASCII", "withEncoding", "withLossyUtf8");
  }

  @Test
  void bytesAndDurationsAreGiven() throws IOException {
    for (BinaryText form : BinaryText.values()) {
      String text = form == BinaryText.HEX ? "00ff" : "AP8=";
      UnaryOperator<CsvReader> binary =
          r -> given("b", DataType.BINARY).apply(r).withBinaryText(form);
      List<List<Object>> rows =
          rows(utf8("a,b\n1," + text + "\n2,\n"), r -> binary.apply(r).withColumns("a"));
      assertThat(rows).hasSize(2);
      try (CsvReader reader = binary.apply(new CsvReader(utf8("a,b\n1," + text + "\n2,\n")));
          DataFrame frame = reader.finish()) {
        assertThat((byte[]) frame.row(0).get("b")).containsExactly(0, -1);
        assertThat(frame.row(1).get("b")).isNull();
      }
      assertThat(refusal("a,b\n1," + text + "\n2,?\n", binary)).contains("line 3", "'b'", "`?`");
    }
    assertThat(refusal("b\n00\n", given("b", DataType.BINARY))).contains("'b'", "withBinaryText");
    DataType type = DataType.duration(TimeUnit.MILLISECONDS);
    assertThat(rows(utf8("a\nPT1.5S\n-P1D\n"), given("a", type)))
        .containsExactly(
            List.of(java.time.Duration.ofMillis(1500)), List.of(java.time.Duration.ofDays(-1)));
    assertThat(refusal("a\nPT1S\nPT0.0001S\n", given("a", type))).contains("line 3", "'a'", "8601");
  }
}
