package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each option of the CSV writer has its effect. */
class CsvWriterTest {
  private static DataFrame sample() {
    try (Series numbers = Series.of("n", new long[] {1, -2});
        Series strings = Series.of("s", "a,\"b\"\nc", null);
        Series doubles = Series.of("d", Arrays.asList(1.25, null))) {
      return DataFrame.of(numbers, strings, doubles);
    }
  }

  private static String write(DataFrame frame, UnaryOperator<CsvWriter> options)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (frame;
        CsvWriter writer = options.apply(new CsvWriter(bytes))) {
      writer.finish(frame);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String write(Series series, UnaryOperator<CsvWriter> options) throws IOException {
    try (series) {
      return write(series.toFrame(), options);
    }
  }

  @Test
  void defaults() throws IOException {
    assertThat(write(sample(), w -> w)).isEqualTo("n,s,d\n1,\"a,\"\"b\"\"\nc\",1.25\n-2,,\n");
  }

  @Test
  void withoutHeader() throws IOException {
    assertThat(write(sample(), w -> w.includeHeader(false))).startsWith("1,");
  }

  @Test
  void aNameThatBeginsAsAByteOrderMarkDoesComesBack() throws IOException {
    String name = "\ufeffx";
    String text = write(Series.of(name, new int[] {1}), w -> w);
    assertThat(text).isEqualTo("\"" + name + "\"\n1\n");
    try (CsvReader reader = new CsvReader(text.getBytes(StandardCharsets.UTF_8))) {
      assertThat(reader.schema().names()).containsExactly(name);
    }
    assertThatThrownBy(() -> write(Series.of(name, 1), w -> w.withQuoteStyle(QuoteStyle.NEVER)))
        .hasMessageContaining("first column begins with a byte order mark");
  }

  @Test
  void aFirstValueThatBeginsAsAByteOrderMarkDoesComesBack() throws IOException {
    String value = "\ufeffx";
    try (Series s = Series.of("a", value, value);
        DataFrame frame = s.toFrame()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new CsvWriter(out).withHeader(false).finish(frame);
      assertThat(out.toString(StandardCharsets.UTF_8))
          .isEqualTo("\"" + value + "\"\n" + value + "\n");
      try (CsvReader reader = new CsvReader(out.toByteArray()).withHeader(false);
          DataFrame read = reader.finish()) {
        assertThat(read.row(0).get(0)).isEqualTo(value);
        assertThat(read.row(1).get(0)).isEqualTo(value);
      }
      assertThatThrownBy(
              () ->
                  new CsvWriter(new ByteArrayOutputStream())
                      .withHeader(false)
                      .withQuoteStyle(QuoteStyle.NEVER)
                      .finish(frame))
          .hasMessageContaining("byte order mark");
    }
  }

  @Test
  void separator() throws IOException {
    assertThat(write(sample(), w -> w.withSeparator('\t'))).startsWith("n\ts\td\n1\t");
  }

  @Test
  void quoteChar() throws IOException {
    assertThat(write(sample(), w -> w.withQuoteChar('\''))).contains("'a,\"b\"\nc'");
  }

  @Test
  void nullValue() throws IOException {
    assertThat(write(sample(), w -> w.withNullValue("NA"))).endsWith("-2,NA,NA\n");
  }

  @Test
  void temporalFormats() throws IOException {
    assertThat(write(Series.of("t", LocalDate.of(2013, 1, 2)), w -> w.withDateFormat("%d.%m.%Y")))
        .isEqualTo("t\n02.01.2013\n");
    assertThat(write(Series.of("t", LocalTime.of(5, 6)), w -> w.withTimeFormat("%Hh%M")))
        .isEqualTo("t\n05h06\n");
    assertThat(
            write(
                Series.of("t", LocalDateTime.of(2013, 1, 2, 3, 4)),
                w -> w.withDatetimeFormat("%Y/%m/%d %H:%M")))
        .isEqualTo("t\n2013/01/02 03:04\n");
  }

  @Test
  void temporalValuesKeepTheirDigits() throws IOException {
    LocalDateTime value = LocalDateTime.parse("1969-12-31T23:59:59.123456789");
    assertThat(write(Series.of("t", value), w -> w))
        .isEqualTo("t\n1969-12-31T23:59:59.123456789\n");
  }

  @Test
  void aFormatThatIsNoneIsRefusedNamingTheColumn() {
    assertThatThrownBy(() -> write(Series.of("t", LocalDate.EPOCH), w -> w.withDateFormat("%Y-%Q")))
        .isInstanceOf(PolarsException.class);
  }

  @Test
  void floatPrecision() throws IOException {
    assertThat(write(Series.of("d", new double[] {1.0 / 3, 2}), w -> w.withFloatPrecision(2)))
        .isEqualTo("d\n0.33\n2.00\n");
    assertThat(write(Series.of("d", new double[] {0.1, 1e300}), w -> w))
        .isEqualTo("d\n0.1\n1e+300\n");
  }

  @Test
  void quoteStyles() throws IOException {
    assertThat(write(sample(), w -> w.withQuoteStyle(QuoteStyle.ALWAYS)))
        .startsWith("\"n\",\"s\",\"d\"\n\"1\",");
    assertThat(write(sample(), w -> w.withQuoteStyle(QuoteStyle.NON_NUMERIC)))
        .startsWith("\"n\",\"s\",\"d\"\n1,\"a,");
    assertThat(write(Series.of("s", "a,b"), w -> w.withQuoteStyle(QuoteStyle.NEVER)))
        .isEqualTo("s\na,b\n");
  }

  @Test
  void lineTerminator() throws IOException {
    assertThat(write(Series.of("n", new int[] {1, 2}), w -> w.withLineTerminator("\r\n")))
        .isEqualTo("n\r\n1\r\n2\r\n");
  }

  @Test
  void textOfEveryPlane() throws IOException {
    assertThat(write(Series.of("größe", "🦜", "€"), w -> w)).isEqualTo("größe\n🦜\n€\n");
  }

  @Test
  void everythingThatHasAFormComesBack() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFrame frame = Sample.frame(1000, 0)) {
      new CsvWriter(bytes).withBinaryText(BinaryText.HEX).finish(frame);
      try (DataFrame read =
          new CsvReader(bytes.toByteArray())
              .withSchemaOverrides(frame.schema())
              .withBinaryText(BinaryText.HEX)
              .finish()) {
        assertThat(read.schema()).isEqualTo(frame.schema());
        for (String name : frame.columnNames()) {
          try (Series was = frame.column(name);
              Series is = read.column(name)) {
            assertThat(Arrays.deepToString(is.toList().toArray()))
                .as(name)
                .isEqualTo(Arrays.deepToString(was.toList().toArray()));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TimeUnit.class)
  void offsetsWithSecondsKeepThem(TimeUnit unit) throws IOException {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    DataType type = DataType.datetime(unit, berlin);
    List<ZonedDateTime> values =
        List.of(
            ZonedDateTime.of(1890, 1, 1, 0, 0, 0, 0, berlin),
            ZonedDateTime.of(2024, 7, 1, 0, 0, 0, 0, berlin));
    String csv = write(Series.of("at", type, values), w -> w);
    assertThat(csv.replaceAll("\\.0+", ""))
        .isEqualTo("at\n1890-01-01T00:00:00+00:53:28\n2024-07-01T00:00:00+0200\n");
    try (DataFrame read =
            new CsvReader(csv.getBytes(StandardCharsets.UTF_8))
                .withSchemaOverrides(Schema.of(Field.of("at", type)))
                .finish();
        Series back = read.column("at")) {
      assertThat(back.toList()).isEqualTo(values);
    }
    assertThat(write(Series.of("at", type, values), w -> w.withDatetimeFormat("%F %T %::z")))
        .contains("1890-01-01 00:00:00 +00:53:28");
    assertThat(write(Series.of("at", type, values), w -> w.withDatetimeFormat("%F %T")))
        .contains("1890-01-01 00:00:00\n");
    assertThatThrownBy(
            () -> write(Series.of("at", type, values), w -> w.withDatetimeFormat("%F %T %z")))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContainingAll("'at'", "%::z");
  }

  @Test
  void rowsWithoutColumnsAreRefused() throws IOException {
    try (DataFrame frame = DataFrame.of(Series.of("a", 1, 2, 3));
        DataFrame none = frame.drop("a");
        DataFrame empty = none.head(0)) {
      assertThat(none.height()).isEqualTo(3);
      assertThatThrownBy(() -> new CsvWriter(new ByteArrayOutputStream()).finish(none))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("without columns have no form in CSV")
          .hasMessageContaining("NDJSON");
      new CsvWriter(new ByteArrayOutputStream()).finish(empty);
    }
  }

  @Test
  void nestedValuesAreRefusedNamingTheColumn() {
    try (DataFrame frame =
        DataFrame.empty(Schema.of(Field.of("l", DataType.list(DataType.INT8))))) {
      assertThatThrownBy(() -> new CsvWriter(OutputStream.nullOutputStream()).finish(frame))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("'l'");
    }
  }

  @Test
  void optionsThatWouldBreakRowsAreRefused() throws IOException {
    for (UnaryOperator<CsvWriter> options :
        List.<UnaryOperator<CsvWriter>>of(
            w -> w.withSeparator('\n'),
            w -> w.withQuoteChar('\r'),
            w -> w.withLineTerminator(""),
            w -> w.withNullValue("a,b"),
            w -> w.withNullValue("a\nb"),
            w -> w.withNullValue("a|b").withLineTerminator("|"),
            w -> w.withNullValue("a\"b").withQuoteStyle(QuoteStyle.ALWAYS))) {
      assertThatThrownBy(() -> write(sample(), options))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must");
    }
    assertThat(write(sample(), w -> w.withNullValue("a,b").withQuoteStyle(QuoteStyle.ALWAYS)))
        .endsWith("\"-2\",\"a,b\",\"a,b\"\n");
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    CsvWriter writer = new CsvWriter(OutputStream.nullOutputStream());
    assertThatThrownBy(() -> writer.withSeparator('ü'))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.withQuoteChar('ü'))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.withFloatPrecision(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("float precision -1");
    assertThatThrownBy(() -> writer.withQuoteStyle(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> write(sample(), w -> w.withSeparator('"')))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
