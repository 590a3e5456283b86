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
        "[\n,{\"a\":1}]",
        "[{\"a\":1},\n,{\"a\":1}]",
        "[{\"a\":1}\n {\"a\":1}]",
        "[{\"a\":1},\n 7 {\"a\":1}]",
        "[{\"a\":1}]\n {\"a\":2}",
        "[{\"a\":1}]\n]",
        "[{\"a\":1}\n",
        "[{\"a\":1},\n",
        "[{\"a\":1},\n{",
        "{\n\"a\":1},{\"a\":1}",
        "{\"a\":1}\n{\"a\":1.}\n",
        "{\"a\":1}\n{\"a\":+1}\n",
        "{\"a\":1}\n{\"a\":.5}\n",
        "{\"a\":1}\n{\"a\":-Infinity}\n",
        "{\"a\":1}\n{\"a\":0x1}\n",
        "{\"a\":1}\n{\"a\":tru}\n",
      })
  void whatIsNoJsonIsRefusedByItsLine(String json) {
    Schema number = Schema.of(Field.of("a", DataType.INT64));
    Schema text = Schema.of(Field.of("a", DataType.STRING));
    for (NdjsonReader reader :
        List.of(
            reader(json),
            reader(json).withInferSchemaAll(),
            reader(json).withIgnoreErrors(true),
            reader(json).withSchemaOverrides(number),
            reader(json).withSchemaOverrides(text),
            reader(json).withLastDuplicateKey(true))) {
      assertThatThrownBy(reader::finish)
          .isInstanceOf(ComputeException.class)
          .hasMessageMatching("(?s)<byte\\[\\]>: line [12]: it (is no JSON|does not end).*");
    }
  }

  /** Whatever is done with the value: read, made text, or passed over. */
  private static List<NdjsonReader> ways(String json) {
    Field other = Field.of("k", DataType.INT64);
    return List.of(
        reader(json),
        reader(json).withIgnoreErrors(true),
        reader(json).withSchemaOverrides(Schema.of(Field.of("a", DataType.STRING))),
        reader(json).withColumns("k"),
        reader(json.replaceFirst("\"a\"", "\"b\""))
            .withInferSchemaLength(1)
            .withSchemaOverrides(Schema.of(other, Field.of("b", DataType.STRING))));
  }

  /** The value of the second line has to be refused in every way. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"x\":1,\"x\":2} | 'KEY.x' is there twice: withLastDuplicateKey takes its last value",
        "[{\"y\":{\"x\":1,\"z\":3,\"\\u0078\":2}}] | 'KEY.y.x' is there twice",
        "{\"x\":01} | it is no JSON",
        "{\"x\":1.} | it is no JSON",
        "[+1] | it is no JSON",
        "{\"x\":[.5]} | it is no JSON",
        "[NaN] | it is no JSON",
        "{\"x\":\"TAB\"} | U+0009, where `\\u0009` is wanted",
        "[\"SOH\"] | U+0001, where `\\u0001` is wanted",
        "{\"xCRy\":1} | U+000D, where `\\u000d` is wanted",
        "{\"x\":\"\\x\"} | it is no JSON: `\\x` is no character in key 'KEY.x' (a backslash is written `\\\\`",
        "{\"x\":\"\\u12g4\"} | it is no JSON: `\\u12g4` is no character",
      })
  void whatIsWrongWithinAValueIsFoundWhereverItIs(String value, String told) {
    String raw = value.replace("TAB", "\t").replace("SOH", "\u0001").replace("CR", "\r");
    String json = "{\"k\":0,\"a\":null}\n{\"k\":1,\"a\":" + raw + "}\n";
    for (NdjsonReader reader : ways(json)) {
      assertThatThrownBy(reader::finish)
          .isInstanceOf(ComputeException.class)
          .hasMessageStartingWith("<byte[]>: line 2: ")
          .satisfies(
              e ->
                  assertThat(e.getMessage().replaceAll("'[ab]\\b", "'KEY")).contains(told.strip()));
    }
  }

  @Test
  void lossyEscapesAreNamedWhereTheyHelpAlone() {
    assertThatThrownBy(() -> reader("{\"a\":\"\\ud800\"}\n").finish())
        .hasMessageContaining("`\\ud800` is no character in key 'a': withLossyEscapes");
    for (String wrong : List.of("\\x", "\\u12g4", "\\U0041")) {
      assertThatThrownBy(() -> reader("{\"a\":\"" + wrong + "\"}\n").finish())
          .hasMessageContaining("is no character in key 'a' (a backslash is written `\\\\`;")
          .hasMessageNotContaining("withLossyEscapes");
    }
  }

  @Test
  void valuesThatBecomeTheirTypeInTheEndAreToldAlike() {
    Map<DataType, String> wrong =
        Map.of(
            DataType.enumeration("x", "y"),
            "\"z\"",
            DataType.list(DataType.enumeration("x", "y")),
            "[\"x\",\"z\"]",
            DataType.duration(TimeUnit.MILLISECONDS),
            "\"z\"",
            DataType.BINARY,
            "\"z\"");
    wrong.forEach(
        (type, value) ->
            assertThatThrownBy(
                    () ->
                        reader("{\"a\":null}\n{\"a\":" + value + "}\n")
                            .withSchemaOverrides(Schema.of(Field.of("a", type)))
                            .withBinaryText(BinaryText.HEX)
                            .finish())
                .isInstanceOf(ComputeException.class)
                .hasMessageStartingWith("<byte[]>: line 2: column 'a': `z` does not fit ")
                .hasMessageContaining("withSchemaOverrides gives another type")
                .hasMessageContaining("withIgnoreErrors"));
    wrong.forEach(
        (type, value) ->
            assertThatThrownBy(
                    () ->
                        reader("{\"a\":null}\n{\"a\":[{\"x\":" + value + "}]}\n")
                            .withSchemaOverrides(
                                Schema.of(
                                    Field.of(
                                        "a", DataType.list(DataType.struct(Field.of("x", type))))))
                            .withBinaryText(BinaryText.HEX)
                            .finish())
                .hasMessageStartingWith("<byte[]>: line 2: column 'a.x': `z` does not fit "));
    Schema letters = Schema.of(Field.of("a", DataType.enumeration("x", "y")));
    assertThatThrownBy(() -> reader("{\"a\":\"z\"}").withSchemaOverrides(letters).finish())
        .hasMessageContaining("none of the categories [x, y]");
    Schema pair = Schema.of(Field.of("a", DataType.array(DataType.INT8, 2)));
    assertThatThrownBy(
            () -> reader("{\"a\":[1,2]}\n{\"a\":[1]}\n").withSchemaOverrides(pair).finish())
        .hasMessage(
            "<byte[]>: line 2: column 'a': a list of 1 does not fit Array(Int8, 2), which has 2:"
                + " withSchemaOverrides as List(Int8) takes lists of any length");
  }

  @Test
  void aCommaThatIsMissingOrTooManyIsFoundHoweverLate() {
    for (String wrong : List.of("\n", ",\n,", ",,\n", ",\n]")) {
      StringBuilder json = new StringBuilder("[");
      for (int i = 1; i <= 100_000; i++) {
        String comma = i == 70_000 ? wrong : i == 100_000 ? "" : ",\n";
        json.append("{\"a\":").append(i).append('}').append(comma);
      }
      for (NdjsonReader reader :
          List.of(reader(json + "]"), reader(json + "]").withInferSchemaAll())) {
        assertThatThrownBy(reader::finish)
            .isInstanceOf(ComputeException.class)
            .hasMessageMatching("<byte\\[\\]>: line 7000[01]: it is no JSON.*");
      }
    }
  }

  @Test
  void keysThatAreThereTwiceAreFoundBehindManyAndAmongThoseThatNobodyWants() throws IOException {
    StringBuilder many = new StringBuilder("{\"k\":1");
    IntStream.range(0, 50).forEach(i -> many.append(",\"n").append(i).append("\":0"));
    Schema known = Schema.of(Field.of("k", DataType.INT64));
    for (String twice : List.of("n0", "n20", "n49")) {
      String row = many + ",\"" + twice + "\":0}\n";
      for (String json :
          List.of("{\"k\":0}\n" + row, "{\"k\":0}\n{\"k\":{\"o\":" + row.strip() + "}}")) {
        assertThatThrownBy(
                () ->
                    reader(json)
                        .withInferSchemaLength(1)
                        .withSchemaOverrides(
                            json.contains("\"o\"")
                                ? Schema.of(Field.of("k", DataType.STRING))
                                : known)
                        .finish())
            .hasMessageStartingWith("<byte[]>: line 2: key '")
            .hasMessageContaining(twice + "' is there twice");
      }
    }
    NdjsonReader reader = reader("{\"k\":0}\n" + many + ",\"n7\":1,\"k\":2}\n");
    assertThat(
            column(
                reader
                    .withInferSchemaLength(1)
                    .withSchemaOverrides(known)
                    .withLastDuplicateKey(true)))
        .containsExactly("Int64", "0", "2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Boolean | \"x\"",
        "Int64 | 1.5",
        "Int64 | \"1\"",
        "UInt8 | -1",
        "Float64 | \"1.5\"",
        "Float64 | [1]",
        "Date | \"1.2.2024\"",
        "Date | 5",
        "List(Int8) | {\"x\":1}",
        "List(Int8) | [1, 300]",
        "Struct(x: Int8) | [1]",
        "Struct(x: Int8) | {\"x\":300}",
        "Null | 1",
        "Categorical | 7",
        "Binary | true",
        "Duration(MICROSECONDS) | 5",
      })
  void aValueThatIsNotOfTheGivenTypeIsToldWithColumnLineTypeAndWayOut(String name, String value) {
    Map<String, DataType> types =
        Map.ofEntries(
            Map.entry("Categorical", DataType.categorical()),
            Map.entry("List(Int8)", DataType.list(DataType.INT8)),
            Map.entry("Struct(x: Int8)", DataType.struct(Field.of("x", DataType.INT8))),
            Map.entry("Duration(MICROSECONDS)", DataType.duration(TimeUnit.MICROSECONDS)));
    List<DataType> plain =
        List.of(
            DataType.BOOLEAN,
            DataType.INT64,
            DataType.UINT8,
            DataType.FLOAT64,
            DataType.DATE,
            DataType.NULL,
            DataType.BINARY);
    DataType type =
        plain.stream()
            .filter(one -> one.toString().equals(name))
            .findFirst()
            .orElseGet(() -> types.get(name));
    String json = "{\"a\":null}\n{\"a\":" + value + "}\n";
    String wrong = value.contains("300") ? "300" : value;
    String told = value.contains("300") ? "Int8" : name;
    assertThatThrownBy(
            () ->
                reader(json)
                    .withSchemaOverrides(Schema.of(Field.of("a", type)))
                    .withBinaryText(BinaryText.HEX)
                    .finish())
        .isInstanceOf(PolarsException.class)
        .hasMessageStartingWith("<byte[]>: line 2: could not read `" + wrong + "` as " + told)
        .hasMessageContainingAll(
            value.contains("x\":300") ? "'a.x'" : "'a'", "withSchemaOverrides", "withIgnoreErrors");
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
