package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every value of NDJSON comes as it was, or is refused by line and key. */
class NdjsonValuesTest {
  private static NdjsonReader reader(String json) {
    return new NdjsonReader(json.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Object> column(NdjsonReader reader) throws IOException {
    try (DataFrame frame = reader.finish();
        Series column = frame.column(0)) {
      List<Object> values = new ArrayList<>(List.of(column.dataType().toString()));
      values.addAll(column.toList());
      values.replaceAll(value -> value == null ? "null" : value.toString());
      return values;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | -5 | Int64 | 1 | -5",
        "9223372036854775808 | 5 | UInt64 | 9223372036854775808 | 5",
        "18446744073709551615 | -1 | Decimal(38, 0) | 18446744073709551615 | -1",
        "123456789012345678901 | 5 | Decimal(38, 0) | 123456789012345678901 | 5",
        "1 | 0.5 | Float64 | 1.0 | 0.5",
        "1e5 | 2 | Float64 | 100000.0 | 2.0",
        "-0.0 | -0 | Float64 | -0.0 | -0.0",
        "0.30000000000000004 | 1.50 | Float64 | 0.30000000000000004 | 1.5",
        "0.1234567890123456789 | 1 | Decimal(38, 19) | 0.1234567890123456789 | 1.0000000000000000000",
        "9007199254740993 | 0.5 | Decimal(38, 1) | 9007199254740993.0 | 0.5",
        "1e400 | 1 | String | 1e400 | 1",
        "1234567890123456789012345678901234567890 | 1.50 | String |"
            + " 1234567890123456789012345678901234567890 | 1.50",
        "null | true | Boolean | null | true",
        "[1, 2.5] | [] | List(Float64) | [1.0, 2.5] | []",
        "[18446744073709551616] | [null, 1] | List(Decimal(38, 0)) | [18446744073709551616] |"
            + " [null, 1]",
      })
  void typesGiveBackWhatIsWritten(String a, String b, String type, String first, String second)
      throws IOException {
    assertThat(column(reader("{\"a\":" + a + "}\n{\"a\":" + b + "}\n")))
        .containsExactly(type, first, second);
  }

  /** A row far behind those that give the types at first. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.5 | Float64 | 1.0 | 0.5",
        "18446744073709551615 | UInt64 | 1 | 18446744073709551615",
        "1e400 | String | 1 | 1e400",
      })
  void aLaterRowWidensItsColumn(String late, String type, String first, String last)
      throws IOException {
    String json = "{\"a\":1}\n".repeat(60_000) + "{\"a\":" + late + "}\n";
    assertThat(column(reader(json))).startsWith(type, first).endsWith(last).hasSize(60_002);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    try (Batches batches = new NdjsonReader(new ByteArrayInputStream(bytes)).batches(1_000)) {
      assertThatThrownBy(() -> batches.forEachRemaining(DataFrame::close))
          .isInstanceOf(SchemaMismatchException.class)
          .hasMessageStartingWith("<InputStream>: line 60001: key 'a' has `" + late + "`")
          .hasMessageContainingAll("Int64", "withInferSchemaAll", "withSchemaOverrides");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | \"x\" | a | a number",
        "\"x\" | 1 | a | String",
        "true | 1 | a | Boolean",
        "[1] | 2 | a | a list",
        "{\"b\":1} | 3 | a | an object",
        "{\"b\":[{\"c\":\"x\"}]} | {\"b\":[{\"c\":4}]} | a.b.c | String",
        "[[1]] | [[2],{\"b\":5}] | a | a list",
      })
  void kindsDoNotMixInSilence(String first, String second, String path, String kind)
      throws IOException {
    String json = "{\"a\":" + first + "}\n{\"a\":null}\n{\"a\":" + second + "}\n";
    assertThatThrownBy(() -> reader(json).finish())
        .isInstanceOf(ComputeException.class)
        .hasMessageStartingWith("<byte[]>: line 3: key '" + path + "' has `")
        .hasMessageContainingAll("is " + kind + " in rows before", "withSchemaOverrides");
    Schema text = Schema.of(Field.of("a", DataType.STRING));
    String plain = first.replace("\"x\"", first.equals("\"x\"") ? "x" : "\"x\"");
    assertThat(column(reader(json).withSchemaOverrides(text)))
        .startsWith("String", plain, "null")
        .hasSize(4);
  }

  @Test
  void columnsComeInTheOrderOfFirstAppearance() throws IOException {
    StringBuilder json = new StringBuilder("{\"z\":1}\n");
    List<String> names = new ArrayList<>(List.of("z"));
    IntStream.range(0, 40).forEach(i -> names.add("k" + i));
    for (String name : names) {
      json.append("{\"").append(name).append("\":{\"y\":1,\"x\":2}}\n");
    }
    for (NdjsonReader reader : List.of(reader(json.substring(8)), reader(json.substring(8)))) {
      try (DataFrame frame = reader.finish()) {
        assertThat(frame.columnNames()).isEqualTo(names);
        assertThat(frame.schema().field(3).dataType())
            .isEqualTo(
                DataType.struct(Field.of("y", DataType.INT64), Field.of("x", DataType.INT64)));
      }
      assertThat(reader.withInferSchemaAll().schema().names()).isEqualTo(names);
    }
  }

  @Test
  void aKeyThatIsThereTwiceIsRefusedOrItsLastValueCounts() throws IOException {
    String flat = "{\"a\":0}\n{\"a\":\"x\",\"b\":1,\"\\u0061\":2}\n";
    String nested = "{\"o\":{\"a\":1,\"a\":2}}\n";
    String list = "{\"l\":[{\"o\":{\"a\":1}},{\"o\":{\"a\":1,\"a\":2}}]}\n";
    String number = "{\"a\":0}\n{\"a\":1,\"a\":2}\n";
    for (String[] twice :
        new String[][] {{number, "a", "2"}, {nested, "o.a", "1"}, {list, "l.o.a", "1"}}) {
      assertThatThrownBy(() -> reader(twice[0]).finish())
          .isInstanceOf(ComputeException.class)
          .hasMessage(
              "<byte[]>: line %s: key '%s' is there twice: withLastDuplicateKey takes its last value",
              twice[2], twice[1]);
    }
    assertThat(column(reader(flat).withLastDuplicateKey(true))).containsExactly("Int64", "0", "2");
    assertThat(column(reader(nested).withLastDuplicateKey(true)))
        .containsExactly("Struct(a: Int64)", "{a=2}");
    assertThat(column(reader(list).withLastDuplicateKey(true)).get(1))
        .isEqualTo("[{o={a=1}}, {o={a=2}}]");
  }

  @Test
  void anEscapeThatIsNoCharacterIsRefusedOrReplaced() throws IOException {
    for (String half : List.of("\\ud800", "\\udfff", "\\ud800\\u0061")) {
      String json = "{\"a\":\"ok\"}\n{\"a\":\"x" + half + "y\"}\n";
      assertThatThrownBy(() -> reader(json).finish())
          .isInstanceOf(ComputeException.class)
          .hasMessageContainingAll("line 2", "`" + half.substring(0, 6) + "`", "'a'", "Lossy");
      assertThat(column(reader(json).withLossyEscapes(true)).get(2).toString())
          .startsWith("x\ufffd")
          .endsWith("y");
    }
    assertThatThrownBy(() -> reader("{\"a\":\"\\x\"}\n").withLossyEscapes(true).finish())
        .hasMessageContainingAll("line 1", "'a'");
    assertThat(column(reader("{\"a\":\"\\ud83e\\udd9c\\n\\u0000\"}\n")))
        .containsExactly("String", "🦜\n\0");
  }

  /** The same objects, however they are laid out. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\n  \"a\": 1,\n  \"b\": \"}]\\\"\"\n}\n{\n  \"a\": 2,\n  \"b\": [\"y\"]\n}\n",
        "{\"a\":1,\"b\":\"}]\\\"\"}{\"a\":2,\"b\":[\"y\"]}",
        "{\"a\":1,\"b\":\"}]\\\"\"} {\"a\":2,\"b\":[\"y\"]}\n",
        "[{\"a\":1,\"b\":\"}]\\\"\"},{\"a\":2,\"b\":[\"y\"]}]",
        "\ufeff [\n  {\"a\":1,\"b\":\"}]\\\"\"}\n ,\n  {\"a\":2,\n\"b\":[\"y\"]}\n]\n",
        "\ufeff{\"a\":1,\"b\":\"}]\\\"\"}\r\n\r\n{\"a\":2,\"b\":[\"y\"]}",
      })
  void objectsOverSeveralLinesAndArraysOfThemAreRead(String json) throws IOException {
    Schema text = Schema.of(Field.of("b", DataType.STRING));
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    for (NdjsonReader reader :
        List.of(
            reader(json),
            new NdjsonReader(packed.toByteArray()),
            new NdjsonReader(new ByteArrayInputStream(bytes)))) {
      try (DataFrame frame = reader.withSchemaOverrides(text).finish()) {
        assertThat(frame.rows().map(Row::values))
            .containsExactly(List.of(1L, "}]\""), List.of(2L, "[\"y\"]"));
      }
    }
  }

  @Test
  void largeInputsOfEachLayoutAreReadBatchByBatch() throws IOException {
    for (String[] parts :
        new String[][] {
          {"", "\n", "\n"}, {"[", ",\n", "]"}, {"{\"n\":\n-1,\"s\":[]}", "\n\n", ""}
        }) {
      StringBuilder json = new StringBuilder(parts[0]);
      for (int i = 0; i < 200_000; i++) {
        json.append(i == 0 ? "" : parts[1]).append("{\"n\":").append(i).append(",\"s\":[\"}\"]}");
      }
      byte[] bytes = json.append(parts[2]).toString().getBytes(StandardCharsets.UTF_8);
      long sum = 0;
      try (Batches batches = new NdjsonReader(new ByteArrayInputStream(bytes)).batches(7_000)) {
        while (batches.hasNext()) {
          try (DataFrame frame = batches.next();
              Series n = frame.column("n")) {
            sum += Arrays.stream(n.toLongArray()).sum();
          }
        }
      }
      assertThat(sum).isEqualTo(200_000L * 199_999 / 2 - (parts[0].startsWith("{") ? 1 : 0));
      try (DataFrame frame = new NdjsonReader(bytes).finish()) {
        assertThat(frame.height()).isGreaterThanOrEqualTo(200_000);
      }
      byte[] cut = Arrays.copyOf(bytes, bytes.length - 2);
      assertThatThrownBy(() -> new NdjsonReader(cut).finish())
          .isInstanceOf(ComputeException.class)
          .hasMessageContaining("it is no JSON");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1}\n{\"a\":01}\n",
        "{\"a\":1}\n{\"a\":NaN}\n",
        "{\"a\":1}\n{\"a\":1 \"b\":2}\n",
        "{\"a\":1}\n{\"a\":1,}\n",
        "{\"a\":1}\n{'a':1}\n",
        "{\"a\":1}\n{\"a\":1}{\"a\":1}\n",
        "{\"a\":1}\n{\n\"a\":1}\n",
        "{\"a\":1}\n{\"a\":\"\n\"}\n",
        "[{\"a\":1}\n{\"a\":2}]",
        "[{\"a\":1},\n]",
        "[{\"a\":1}\n] {\"a\":2}",
        "[{\"a\":1}\n",
      })
  void whatIsNoJsonIsRefusedByItsLine(String json) {
    assertThatThrownBy(() -> reader(json).finish())
        .isInstanceOf(ComputeException.class)
        .hasMessageMatching("(?s)<byte\\[\\]>: (line [12]: )?it is no JSON.*");
  }

  @Test
  void messagesAreShort() {
    String key = "k".repeat(5_000);
    String value = "é".repeat(100_000);
    for (String json :
        List.of(
            "{\"" + key + "\":1}\n{\"" + key + "\":\"" + value + "\"}\n",
            "{\"" + key + "\":1,\"" + key + "\":1}\n",
            "{\"a\":1}\n" + value + "\n",
            "{\"a\":1}\n[\"" + value + "\"]\n")) {
      assertThatThrownBy(() -> reader(json).finish())
          .satisfies(
              e ->
                  assertThat(e.getMessage().getBytes(StandardCharsets.UTF_8).length)
                      .isLessThan(1_000));
    }
  }

  @Test
  void textThatIsNotUtf8IsRefusedByLineAndKey() {
    byte[] json = "{\"a\":\"x\"}\n{\"a\":\"\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> new NdjsonReader(json).finish())
        .isInstanceOf(ComputeException.class)
        .hasMessageContainingAll("line 2", "UTF-8", "'a'");
  }

  @Test
  void dropsNothingOfWhatItReadsBack() throws IOException {
    DataType berlin = DataType.datetime(TimeUnit.MICROSECONDS, ZoneId.of("Europe/Berlin"));
    DataType array = DataType.array(DataType.decimal(10, 2), 2);
    ZonedDateTime old = ZonedDateTime.parse("1890-01-01T00:00:00.000001+00:53:28[Europe/Berlin]");
    List<Object> pair =
        Arrays.asList(new java.math.BigDecimal("1.50"), new java.math.BigDecimal("-0.01"));
    try (Series at = Series.of("at", berlin, Arrays.asList(old, null));
        Series time =
            Series.of(
                "t", DataType.TIME, Arrays.asList(LocalTime.ofNanoOfDay(1), LocalTime.MIDNIGHT));
        Series pairs = Series.of("p", array, Arrays.asList(pair, null));
        Series half = Series.of("h", DataType.FLOAT16, Arrays.asList(1.5f, -65504f));
        Series nothing = Series.of("n", DataType.NULL, Arrays.asList(null, null));
        DataFrame frame = DataFrame.of(at, time, pairs, half, nothing)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new NdjsonWriter(out).finish(frame);
      try (DataFrame read =
          new NdjsonReader(out.toByteArray()).withSchemaOverrides(frame.schema()).finish()) {
        assertThat(read.schema()).isEqualTo(frame.schema());
        assertThat(read.contentEquals(frame)).isTrue();
      }
    }
    Schema half = Schema.of(Field.of("a", DataType.FLOAT16));
    assertThatThrownBy(() -> reader("{\"a\":70000}\n").withSchemaOverrides(half).finish())
        .hasMessageContainingAll("line 1", "'a'", "infinite");
  }

  @Test
  void columnsThatNobodyAsksForAreNotRead() throws IOException {
    String json = "{\"a\":1,\"b\":{\"c\":2}}\n{\"b\":\"x\",\"a\":3}\n";
    assertThat(column(reader(json).withColumns("a"))).containsExactly("Int64", "1", "3");
    try (DataFrame frame = reader("{\"a\":1,\"b\":2}\n").withColumns("b", "a").finish()) {
      assertThat(frame.row(0).values()).containsExactly(2L, 1L);
    }
  }

  @Test
  void ignoredErrorsAreNullAndMixedColumnsText() throws IOException {
    Schema list = Schema.of(Field.of("a", DataType.list(DataType.INT8)));
    assertThat(
            column(
                reader("{\"a\":[1,300,\"x\"]}\n{\"a\":7}\n8\n")
                    .withSchemaOverrides(list)
                    .withIgnoreErrors(true)))
        .containsExactly("List(Int8)", "[1, null, null]", "null", "null");
    assertThat(column(reader("{\"a\":1}\n{\"a\":[true]}\n").withIgnoreErrors(true)))
        .containsExactly("String", "1", "[true]");
  }

  @Test
  void rowsOfNothing() throws IOException {
    try (DataFrame frame = reader("{\"s\":{}}\n{\"s\":null}\n").finish()) {
      assertThat(frame.rows().map(Row::values))
          .containsExactly(List.of(Map.of()), Collections.singletonList(null));
    }
  }
}
