package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV gives back what is written, in the narrowest type that does, or refuses it by line. */
class CsvValuesTest {
  @TempDir Path folder;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The types and the values of a column named c, alike from finish and from batches. */
  private static List<Object> column(String csv, UnaryOperator<CsvReader> options)
      throws IOException {
    List<Object> all = new ArrayList<>();
    try (CsvReader reader = options.apply(new CsvReader(utf8(csv)));
        DataFrame frame = reader.finish()) {
      all.add(frame.schema().field("c").dataType());
      frame.rows().forEach(row -> all.add(row.get("c")));
    }
    List<Object> parts = new ArrayList<>();
    try (CsvReader reader = options.apply(new CsvReader(utf8(csv)).withInferSchemaAll());
        Batches batches = reader.batches(2)) {
      parts.add(batches.schema().field("c").dataType());
      while (batches.hasNext()) {
        try (DataFrame frame = batches.next()) {
          frame.rows().forEach(row -> parts.add(row.get("c")));
        }
      }
    }
    assertThat(parts).isEqualTo(all);
    return all;
  }

  private static List<Object> column(List<String> values) throws IOException {
    return column("c\n" + String.join("\n", values) + "\n", r -> r);
  }

  private static String refusal(String csv, UnaryOperator<CsvReader> options) {
    List<String> messages = new ArrayList<>();
    assertThatThrownBy(() -> options.apply(new CsvReader(utf8(csv))).finish())
        .isInstanceOf(PolarsException.class)
        .satisfies(e -> messages.add(e.getMessage()));
    assertThat(messages.get(0)).hasSizeLessThan(1000);
    return messages.get(0);
  }

  @Test
  void wholeNumbersTakeATypeThatOthersKnow() throws IOException {
    String digits = "9".repeat(38);
    assertThat(column(List.of("1", "-9223372036854775808")))
        .containsExactly(DataType.INT64, 1L, Long.MIN_VALUE);
    assertThat(column(List.of("1", "18446744073709551615")))
        .startsWith(DataType.UINT64)
        .extracting(Object::toString)
        .endsWith("1", "18446744073709551615");
    assertThat(column(List.of("-1", "18446744073709551615")))
        .containsExactly(
            DataType.decimal(38, 0), new BigDecimal("-1"), new BigDecimal("18446744073709551615"));
    assertThat(column(List.of(digits, "7")))
        .containsExactly(DataType.decimal(38, 0), new BigDecimal(digits), new BigDecimal(7));
    assertThat(column(List.of(digits + "9", "7")))
        .containsExactly(DataType.STRING, digits + "9", "7");
  }

  @Test
  void fractionsAreFloatsOnlyWhereTheseGiveThemBack() throws IOException {
    assertThat(column(List.of("0.1", "1e22", "0.30000000000000004", "-0.0", "inf")))
        .containsExactly(
            DataType.FLOAT64, 0.1, 1e22, 0.30000000000000004, -0.0, Double.POSITIVE_INFINITY);
    assertThat(column(List.of("1.5", "12345678901234567890.123456789")))
        .containsExactly(
            DataType.decimal(38, 9),
            new BigDecimal("1.500000000"),
            new BigDecimal("12345678901234567890.123456789"));
    assertThat(column(List.of("1.5", "9007199254740993")))
        .containsExactly(
            DataType.decimal(38, 1), new BigDecimal("1.5"), new BigDecimal("9007199254740993.0"));
    assertThat(column(List.of("1e400", "1"))).containsExactly(DataType.STRING, "1e400", "1");
    assertThat(column(List.of("1e-400"))).containsExactly(DataType.STRING, "1e-400");
  }

  @Test
  void leadingZerosAndSignsStayText() throws IOException {
    assertThat(column(List.of("1234", "01234"))).containsExactly(DataType.STRING, "1234", "01234");
    assertThat(column(List.of("+49"))).containsExactly(DataType.STRING, "+49");
    assertThat(column(List.of("00.5"))).containsExactly(DataType.STRING, "00.5");
    assertThat(column(List.of("1 "))).containsExactly(DataType.STRING, "1 ");
  }

  @Test
  void aLaterValueWidensTheColumnOfAFile() throws IOException {
    String csv = "a,c\n" + "1,2\n".repeat(20_000) + "1,2.5\n";
    for (String last : List.of("2.5", "007", "x", "99999999999999999999")) {
      String text = csv.replace("2.5", last);
      try (CsvReader reader = new CsvReader(Files.write(folder.resolve("a.csv"), utf8(text)));
          DataFrame frame = reader.finish()) {
        assertThat(frame.height()).isEqualTo(20_001);
        assertThat(frame.row(20_000).get("c").toString()).isEqualTo(last);
        assertThat(frame.schema().field("a").dataType()).isEqualTo(DataType.INT64);
      }
      CsvReader stream = new CsvReader(new ByteArrayInputStream(utf8(text)));
      try (DataFrame frame = stream.finish()) {
        assertThat(frame.row(20_000).get("c").toString()).isEqualTo(last);
      }
      try (Batches batches = new CsvReader(new ByteArrayInputStream(utf8(text))).batches(50_000)) {
        assertThatThrownBy(batches::hasNext)
            .isInstanceOf(SchemaMismatchException.class)
            .hasMessageContainingAll(
                "line 20002", "`" + last + "`", "'c'", "Int64", "withInferSchemaAll");
      }
    }
  }

  @Test
  void onlyIso8601IsADate() throws IOException {
    UnaryOperator<CsvReader> dates = r -> r.withTryParseDates(true);
    for (String text : List.of("1.2.3", "01/02/24", "3:2", "16:9", "20240102", "24:00:00")) {
      assertThat(column("c\n" + text + "\n", dates))
          .hasSize(2)
          .doesNotHaveAnyElementsOfTypes(LocalDate.class, LocalTime.class, LocalDateTime.class);
    }
    assertThat(column("c\n2024-02-29\n0044-03-15\n", dates))
        .containsExactly(DataType.DATE, LocalDate.of(2024, 2, 29), LocalDate.of(44, 3, 15));
    assertThat(column("c\n-0043-03-15\n", dates)).endsWith(LocalDate.of(-43, 3, 15));
    assertThat(column("c\n2023-02-29\n", dates)).endsWith("2023-02-29");
    assertThat(column("c\n23:59:59.999999999\n", dates))
        .containsExactly(DataType.TIME, LocalTime.MAX);
    assertThat(column("c\n2024-01-02 03:04\n1600-01-01T00:00:00.000001\n", dates))
        .containsExactly(
            DataType.datetime(TimeUnit.MICROSECONDS),
            LocalDateTime.of(2024, 1, 2, 3, 4),
            LocalDateTime.of(1600, 1, 1, 0, 0, 0, 1000));
    assertThat(column("c\n2024-01-02T00:00:00.123456789\n", dates))
        .containsExactly(
            DataType.datetime(TimeUnit.NANOSECONDS),
            LocalDateTime.parse("2024-01-02T00:00:00.123456789"));
    assertThat(column("c\n2024-01-02T00:00:00.1234567\n9999-01-01T00:00\n", dates))
        .startsWith(DataType.STRING);
    List<Object> instants = column("c\n2024-01-02T01:00+01:00\n2024-01-02T00:00:00Z\n", dates);
    assertThat(instants.get(0).toString()).contains("UTC");
    assertThat(instants.subList(1, 3))
        .extracting(value -> ((ZonedDateTime) value).toInstant())
        .containsOnly(Instant.parse("2024-01-02T00:00:00Z"));
    assertThat(column("c\n2024-01-02\n2024-01-02T00:00\n", dates)).startsWith(DataType.STRING);
  }

  @Test
  void otherDatesByTheirFormat() throws IOException {
    assertThat(column("c\n31.12.2024\n01.02.2024\n", r -> r.withDateFormat("%d.%m.%Y")))
        .containsExactly(DataType.DATE, LocalDate.of(2024, 12, 31), LocalDate.of(2024, 2, 1));
    assertThat(column("c\n3:05\n", r -> r.withTimeFormat("%H:%M")))
        .containsExactly(DataType.TIME, LocalTime.of(3, 5));
    assertThat(column("c\n3:05:00.5\n", r -> r.withTimeFormat("%H:%M:%S.%f")))
        .containsExactly(DataType.TIME, LocalTime.of(3, 5, 0, 500_000_000));
    assertThat(column("c\n1/2/2024 3:04\n", r -> r.withDatetimeFormat("%m/%d/%Y %H:%M")))
        .containsExactly(
            DataType.datetime(TimeUnit.MICROSECONDS), LocalDateTime.of(2024, 1, 2, 3, 4));
    assertThat(column("c\n20240131\n\n20241201\n", r -> r.withDateFormat("%Y%m%d")))
        .containsExactly(DataType.DATE, LocalDate.of(2024, 1, 31), null, LocalDate.of(2024, 12, 1));
    assertThat(column("c\n12.30\n9.05\n", r -> r.withTimeFormat("%H.%M")))
        .containsExactly(DataType.TIME, LocalTime.of(12, 30), LocalTime.of(9, 5));
    assertThat(column("c\n20240131\n20241301\n", r -> r.withDateFormat("%Y%m%d")))
        .containsExactly(DataType.INT64, 20240131L, 20241301L);
    Schema given = Schema.of(Field.of("c", DataType.DATE));
    assertThat(column("c\n1/2/24\n", r -> r.withSchemaOverrides(given).withDateFormat("%d/%m/%y")))
        .endsWith(LocalDate.of(2024, 2, 1));
    assertThat(refusal("c\n1/2/24\n", r -> r.withSchemaOverrides(given).withDateFormat("%d/%m/%Y")))
        .contains("line 2", "`1/2/24`", "Date", "'c'");
    assertThat(refusal("c\n1/2/24\n", r -> r.withSchemaOverrides(given)))
        .contains("line 2", "`1/2/24`", "Date", "'c'", "withDateFormat");
    assertThatThrownBy(() -> column("c\n1\n", r -> r.withDateFormat("%Q")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("%Q");
  }

  @Test
  void unitsOfTimeLoseNoDigits() throws IOException {
    Schema given = Schema.of(Field.of("c", DataType.datetime(TimeUnit.MICROSECONDS)));
    assertThat(refusal("c\n2024-01-02T00:00:00.0000001\n", r -> r.withSchemaOverrides(given)))
        .contains("line 2", "2024-01-02T00:00:00.0000001", "microseconds");
    Schema zoned =
        Schema.of(
            Field.of(
                "c",
                DataType.datetime(TimeUnit.MICROSECONDS, java.time.ZoneId.of("Europe/Berlin"))));
    assertThat(refusal("c\n2024-01-02T00:00:00\n", r -> r.withSchemaOverrides(zoned)))
        .contains("line 2", "offset from UTC");
    assertThat(column("c\n2024-01-02T00:00:00Z\n", r -> r.withSchemaOverrides(zoned)).get(1))
        .isEqualTo(ZonedDateTime.parse("2024-01-02T01:00:00+01:00[Europe/Berlin]"));
  }

  @Test
  void quotesAndEscapes() throws IOException {
    try (CsvReader reader = new CsvReader(utf8("\"a \"\"x\"\" b\",c\n1,2\n"));
        DataFrame frame = reader.finish()) {
      assertThat(frame.columnNames()).containsExactly("a \"x\" b", "c");
    }
    assertThat(column("c,d\n5\" pipe,1\n", r -> r)).endsWith("5\" pipe");
    assertThat(column("c\n\"\"\n\n", r -> r)).containsExactly(DataType.STRING, "", null);
    assertThat(column("c,d\n\"\",1\n7,1\n", r -> r)).containsExactly(DataType.INT64, null, 7L);
    String escaped = "c,d\n\"say \\\"hi\\\" now\",1\n";
    assertThat(refusal(escaped, r -> r))
        .contains("line 2", "'c'", "closing quote", "withEscapeChar");
    assertThat(column(escaped, r -> r.withEscapeChar('\\'))).endsWith("say \"hi\" now");
    assertThat(column("c,d\na\\,b,1\n", r -> r.withEscapeChar('\\'))).endsWith("a,b");
  }

  @Test
  void aQuoteThatNothingClosesIsNamedByItsLine() throws IOException {
    String csv = "a,c\n1,\"open\n" + "2,text\n".repeat(100_000);
    assertThat(refusal(csv, r -> r)).contains("line 2", "quoted field does not end");
    String late = "a,c\n" + "2,\"te\nxt\"\n".repeat(30_000) + "1,x\n2,\"open\n3,y\n";
    assertThat(refusal(late, r -> r)).contains("line 60003", "quoted field does not end");
  }

  @Test
  void linesMayEndInACarriageReturnAlone() throws IOException {
    assertThat(column("a,c\r1,2\r3,4\r", r -> r)).containsExactly(DataType.INT64, 2L, 4L);
    assertThat(column("c\r\"x\ny\"\r", r -> r)).endsWith("x\ny");
    assertThat(column("c,d\r\n1\r2,3\r\n", r -> r)).endsWith("1\r2");
    assertThat(refusal("a,c\r1,2\r" + "3,4\r".repeat(70_000) + "5,6\n7,8\r", r -> r))
        .contains("line 70003", "withEolChar");
  }

  @Test
  void theFirstLineMayNameTheSeparator() throws IOException {
    assertThat(column("sep=;\na;c\n1;2\n", r -> r)).containsExactly(DataType.INT64, 2L);
    assertThat(column("\"sep=\t\"\r\na\tc\r\n1\t2\r\n", r -> r))
        .containsExactly(DataType.INT64, 2L);
  }

  @ParameterizedTest
  @ValueSource(chars = {';', '\t', '|'})
  void aSeparatorThatIsPlainlyAnotherIsNamed(char separator) throws IOException {
    String csv = "a,c\n1,2\n".replace(',', separator);
    String name = separator == '\t' ? "'\\t'" : "'" + separator + "'";
    assertThat(refusal(csv, r -> r)).contains("withSeparator(" + name + ")");
    assertThat(column(csv, r -> r.withSeparator(separator))).containsExactly(DataType.INT64, 2L);
    try (CsvReader reader = new CsvReader(utf8(csv)).withSeparator(',');
        DataFrame frame = reader.finish()) {
      assertThat(frame.width()).isEqualTo(1);
    }
    assertThat(column("c\n1" + separator + "2\nx\n", r -> r)).endsWith("x");
  }

  @Test
  void encodingsThatJavaKnows() throws IOException {
    String text = "naïve,c\n1,größe €\n" + "2,ü\n".repeat(20_000) + "3,🦜\n";
    for (String name : List.of("UTF-16", "UTF-16LE", "UTF-32BE", "UTF-8")) {
      encoded(text, Charset.forName(name));
    }
    for (String name : List.of("windows-1252", "ISO-8859-15")) {
      encoded(text.replace("🦜", "x"), Charset.forName(name));
    }
    assertThatThrownBy(
            () ->
                new CsvReader(new byte[] {'c', '\n', 'x', (byte) 0xff, '\n'})
                    .withEncoding(StandardCharsets.US_ASCII)
                    .finish())
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("byte 3", "US-ASCII");
    byte[] lossy = {'c', '\n', 'x', (byte) 0xff, '\n'};
    CsvReader reader =
        new CsvReader(lossy).withEncoding(StandardCharsets.US_ASCII).withLossyUtf8(true);
    try (DataFrame frame = reader.finish()) {
      assertThat(frame.row(0).get("c")).isEqualTo("x\ufffd");
    }
  }

  private void encoded(String text, Charset charset) throws IOException {
    byte[] bytes = text.getBytes(charset);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    for (byte[] form : List.of(bytes, packed.toByteArray())) {
      Path file = Files.write(folder.resolve("encoded"), form);
      for (CsvReader reader :
          List.of(
              new CsvReader(file),
              new CsvReader(form),
              new CsvReader(new ByteArrayInputStream(form)))) {
        try (DataFrame frame = reader.withEncoding(charset).finish()) {
          assertThat(frame.columnNames()).as(charset.name()).containsExactly("naïve", "c");
          assertThat(frame.height()).isEqualTo(20_002);
          assertThat(frame.row(0).get("c")).isEqualTo("größe €");
          assertThat(frame.row(20_001).get("c").toString()).isIn("🦜", "x");
        }
      }
      try (Batches batches =
          new CsvReader(file).withEncoding(charset).withInferSchemaAll().batches(30_000)) {
        assertThat(batches.next().height()).isEqualTo(20_002);
      }
    }
  }

  @Test
  void noMessageIsLong() throws IOException {
    String wide = "x".repeat(100_000);
    Schema types = Schema.of(Field.of(wide, DataType.INT64));
    String message = refusal(wide + ",b\n" + wide + ",2\n", r -> r.withSchemaOverrides(types));
    assertThat(message).contains("line 2", "100000 characters");
    assertThat(refusal("a\n\"" + wide + "\"" + wide + "\n", r -> r)).contains("line 2");
  }

  @Test
  void decimalCommas() throws IOException {
    UnaryOperator<CsvReader> comma = r -> r.withSeparator(';').withDecimalComma(true);
    assertThat(column("c;d\n1,5;1\n-0,25;2\n", comma))
        .containsExactly(DataType.FLOAT64, 1.5, -0.25);
    assertThat(column("c;d\n1,5;1\n1.5;2\n", comma)).containsExactly(DataType.STRING, "1,5", "1.5");
    assertThat(column("c;d\n0,1234567890123456789;1\n", comma))
        .endsWith(new BigDecimal("0.1234567890123456789"));
  }

  @Test
  void whatIsNoValueOfAGivenTypeSaysWhatIsAndWhatToDo() {
    Map<DataType, String> allowed =
        Map.of(
            DataType.enumeration("x", "y"),
            "none of the categories [x, y]",
            DataType.duration(TimeUnit.MILLISECONDS),
            "PT1.5S",
            DataType.BINARY,
            "hexadecimal",
            DataType.NULL,
            "null alone",
            DataType.FLOAT16,
            "infinite");
    allowed.forEach(
        (type, words) -> {
          String value = type.equals(DataType.FLOAT16) ? "70000" : "z";
          assertThat(
                  refusal(
                      "c,d\n,1\n" + value + ",1\n",
                      reader ->
                          reader
                              .withSchemaOverrides(Schema.of(Field.of("c", type)))
                              .withBinaryText(BinaryText.HEX)))
              .startsWith("<byte[]>: line 3")
              .contains("column 'c'", value, words, "withSchemaOverrides", "withIgnoreErrors");
        });
  }

  @Test
  void blankLinesAreRowsOfASingleColumnAlone() throws IOException {
    assertThat(column("c\n1\n\n3\n", r -> r)).containsExactly(DataType.INT64, 1L, null, 3L);
    assertThat(column("c,d\n1,1\n\n\r\n3,3\n", r -> r)).containsExactly(DataType.INT64, 1L, 3L);
  }
}
