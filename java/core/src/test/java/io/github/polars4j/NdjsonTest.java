package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON lines out and in. */
class NdjsonTest {
  @TempDir Path folder;

  private static NdjsonReader reader(String json) {
    return new NdjsonReader(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String write(DataFrame frame) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (NdjsonWriter writer = new NdjsonWriter(bytes)) {
      writer.finish(frame);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static List<List<Object>> rows(DataFrame frame) {
    try (frame) {
      return frame.rows().map(Row::values).toList();
    }
  }

  @Test
  void anObjectALine() throws IOException {
    try (Series numbers = Series.of("n", Arrays.asList(1L, null));
        Series strings = Series.of("s", "a \"b\"\n🦜", "ü");
        DataFrame frame = DataFrame.of(numbers, strings)) {
      assertThat(write(frame))
          .isEqualTo("{\"n\":1,\"s\":\"a \\\"b\\\"\\n🦜\"}\n{\"n\":null,\"s\":\"ü\"}\n");
    }
  }

  @Test
  void typesAreInferred() throws IOException {
    try (DataFrame frame =
        reader("{\"a\":1,\"b\":1.5,\"c\":\"x\",\"d\":true,\"e\":[1],\"f\":{\"g\":null}}\n")
            .finish()) {
      assertThat(frame.schema().fields())
          .extracting(Field::dataType)
          .containsExactly(
              DataType.INT64,
              DataType.FLOAT64,
              DataType.STRING,
              DataType.BOOLEAN,
              DataType.list(DataType.INT64),
              DataType.struct(Field.of("g", DataType.NULL)));
    }
  }

  @Test
  void aRowIndexCounts() throws IOException {
    String json = "{\"a\":5,\"b\":1}\n{\"a\":6}\n{\"b\":7}\n";
    assertThat(rows(reader(json).withRowIndex("i").finish()))
        .containsExactly(
            List.of(0L, 5L, 1L), Arrays.asList(1L, 6L, null), Arrays.asList(2L, null, 7L));
    NdjsonReader reader = reader(json).withRowIndex("i", 40).withColumns("a").withNRows(2);
    assertThat(rows(reader.finish())).containsExactly(List.of(40L, 5L), List.of(41L, 6L));
    assertThat(reader.schema().names()).containsExactly("a", "b");
    try (Batches batches = reader(json).withRowIndex("i", 1).batches(2)) {
      assertThat(batches.schema().field(0)).isEqualTo(Field.of("i", DataType.UINT32));
      assertThat(rows(batches.next())).extracting(row -> row.get(0)).containsExactly(1L, 2L);
      assertThat(rows(batches.next())).containsExactly(Arrays.asList(3L, null, 7L));
    }
  }

  @Test
  void aRowIndexThatCannotBeIsRefused() {
    assertThatThrownBy(() -> reader("{\"a\":1}\n").withRowIndex("a").finish())
        .isInstanceOf(DuplicateException.class)
        .hasMessageContaining("the row index 'a' has the name of a column");
    NdjsonReader full = reader("{\"a\":1}\n{\"a\":2}\n").withRowIndex("i", 0xffff_ffffL);
    assertThatThrownBy(full::finish)
        .isInstanceOf(ComputeException.class)
        .hasMessageContaining("row index with offset 4294967295 overflows");
    assertThatThrownBy(() -> full.withRowIndex("i", -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatJsonCanSayComesBack() throws IOException {
    try (DataFrame all = Sample.frame(1000, 0);
        DataFrame frame =
            all.select(
                "boolean",
                "int8",
                "int16",
                "int32",
                "int64",
                "float32",
                "float64",
                "short string",
                "long string",
                "date",
                "datetime",
                "category",
                "enum")) {
      try (DataFrame read = reader(write(frame)).withSchemaOverrides(frame.schema()).finish()) {
        assertThat(read.schema()).isEqualTo(frame.schema());
        for (String name : frame.columnNames()) {
          try (Series was = frame.column(name);
              Series is = read.column(name)) {
            assertThat(is.toList()).as(name).isEqualTo(was.toList());
          }
        }
      }
    }
  }

  @Test
  void nestedValuesComeBack() throws IOException {
    String json = "{\"l\":[{\"x\":[1,null]},null,{\"x\":null}]}\n{\"l\":null}\n{\"l\":[]}\n";
    try (DataFrame frame = reader(json).finish();
        DataFrame read = reader(write(frame)).finish()) {
      assertThat(read.contentEquals(frame)).isTrue();
      assertThat(read.row(0).get(0))
          .isEqualTo(
              Arrays.asList(
                  Map.of("x", Arrays.asList(1L, null)),
                  null,
                  java.util.Collections.singletonMap("x", null)));
    }
  }

  @Test
  void schemaOverrides() throws IOException {
    Schema types = Schema.of(Field.of("a", DataType.INT16));
    try (DataFrame frame = reader("{\"a\":1,\"b\":2}\n").withSchemaOverrides(types).finish()) {
      assertThat(frame.schema())
          .isEqualTo(Schema.of(Field.of("a", DataType.INT16), Field.of("b", DataType.INT64)));
    }
  }

  @Test
  void anOverrideThatAValueDoesNotFitIsRefused() throws IOException {
    Schema types = Schema.of(Field.of("a", DataType.UINT8));
    String json = "{\"a\":256}\n";
    assertThatThrownBy(() -> reader(json).withSchemaOverrides(types).finish())
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("256");
    assertThat(rows(reader(json).withSchemaOverrides(types).withIgnoreErrors(true).finish()))
        .containsExactly(Arrays.asList((Object) null));
  }

  @Test
  void anOverrideOfAKeyThatIsNotThereIsRefused() {
    Schema types = Schema.of(Field.of("xyz", DataType.INT8));
    assertThatThrownBy(() -> reader("{\"a\":1}\n").withSchemaOverrides(types).finish())
        .isInstanceOf(SchemaFieldNotFoundException.class)
        .hasMessage("<byte[]>: no column 'xyz' (the schema overrides name it)");
  }

  /** Beyond what the type reaches, as well as below. */
  @Test
  void numbersThatWouldBeInfiniteOrZeroAreRefused() throws IOException {
    for (DataType type : List.of(DataType.FLOAT64, DataType.FLOAT32, DataType.FLOAT16)) {
      Schema types = Schema.of(Field.of("a", type));
      for (String far : List.of("1e400", "1e-400", "-0.5e-330")) {
        String json = "{\"a\":1}\n{\"a\":" + far + "}\n";
        assertThatThrownBy(() -> reader(json).withSchemaOverrides(types).finish())
            .hasMessageContainingAll("line 2", "'a'", far, "infinite or zero");
        byte[] csv = ("a\n1\n" + far + "\n").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> new CsvReader(csv).withSchemaOverrides(types).finish())
            .hasMessageContainingAll("line 3", "'a'", far, "infinite or zero", "String");
      }
      String json = "{\"a\":0e-400}\n{\"a\":-0.0e9}\n";
      assertThat(rows(reader(json).withSchemaOverrides(types).finish())).hasSize(2);
    }
    Schema half = Schema.of(Field.of("a", DataType.FLOAT16));
    assertThatThrownBy(() -> reader("{\"a\":1e-9}").withSchemaOverrides(half).finish())
        .hasMessageContainingAll("'a'", "zero");
  }

  @Test
  void overridesThatWouldChangeValuesAreRefused() throws IOException {
    assertThatThrownBy(
            () -> reader("{\"a\":\"AA==\"}\n").withSchemaOverrides(given(DataType.BINARY)).finish())
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContainingAll("'a'", "withBinaryText");
    assertThatThrownBy(
            () ->
                reader("{\"a\":1.234}\n")
                    .withSchemaOverrides(given(DataType.decimal(5, 2)))
                    .finish())
        .hasMessageContainingAll("line 1", "'a'", "1.234", "Decimal(5, 2)", "rounded");
    DataType ns = DataType.datetime(TimeUnit.NANOSECONDS);
    DataType ms = DataType.datetime(TimeUnit.MILLISECONDS);
    String late = "{\"a\":\"2024-01-02\"}\n{\"a\":\"2500-01-01\"}\n";
    assertThatThrownBy(() -> reader(late).withSchemaOverrides(given(ns)).finish())
        .hasMessageContainingAll("line 2", "'a'", "2500-01-01");
    String fine = "{\"a\":\"2024-01-02T03:04:05.123456789\"}\n";
    assertThat(rows(reader(fine).withSchemaOverrides(given(ns)).finish()))
        .containsExactly(List.of(LocalDateTime.parse("2024-01-02T03:04:05.123456789")));
    assertThatThrownBy(() -> reader(fine).withSchemaOverrides(given(ms)).finish())
        .hasMessageContainingAll("line 1", "'a'", "milliseconds");
    DataType nested = DataType.list(DataType.struct(Field.of("x", ns)));
    String deep = "{\"a\":[{\"x\":\"2024-01-02T03:04:05.123456789\"},null,{\"x\":null}]}\n";
    assertThat(rows(reader(deep).withSchemaOverrides(given(nested)).finish()).get(0).toString())
        .isEqualTo("[[{x=2024-01-02T03:04:05.123456789}, null, {x=null}]]");
    assertThatThrownBy(
            () -> reader("{\"a\":1e300}\n").withSchemaOverrides(given(DataType.FLOAT32)).finish())
        .hasMessageContainingAll("line 1", "'a'", "infinite");
  }

  private static Schema given(DataType type) {
    return Schema.of(Field.of("a", type));
  }

  @Test
  void theFirstRows() throws IOException {
    String json = "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n";
    assertThat(rows(reader(json).withNRows(2).finish())).containsExactly(List.of(1L), List.of(2L));
    assertThat(rows(reader(json).withNRows(0).finish())).isEmpty();
    assertThat(rows(reader(json).withNRows(9).finish())).hasSize(3);
  }

  @Test
  void inferLength() throws IOException {
    String json = "{\"a\":1}\n".repeat(200) + "{\"a\":1.5}\n";
    assertThat(rows(reader(json).finish())).contains(List.of(1.5));
    assertThat(rows(reader(json).withInferSchemaLength(200).finish())).contains(List.of(1.5));
    try (Batches batches = reader(json).withInferSchemaLength(200).batches(500)) {
      assertThatThrownBy(batches::hasNext)
          .isInstanceOf(SchemaMismatchException.class)
          .hasMessageContainingAll("line 201", "'a'", "1.5", "Int64", "withInferSchemaAll");
    }
    assertThat(rows(reader(json).withInferSchemaLength(201).finish())).contains(List.of(1.5));
    assertThat(rows(reader(json).withInferSchemaAll().finish())).contains(List.of(1.5));
    assertThatThrownBy(() -> reader(json).withInferSchemaLength(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Rows of the same keys, and one that has others. */
  private static String late(String early, String late) {
    return (early + "\n").repeat(300) + late + "\n";
  }

  @Test
  void keysOfLateRowsAreColumns() throws IOException {
    String json = late("{\"a\":1,\"s\":{\"x\":1}}", "{\"a\":2,\"b\":3,\"s\":{\"y\":[{\"z\":4}]}}");
    Path file = Files.writeString(folder.resolve("late.ndjson"), json);
    DataType nested = DataType.list(DataType.struct(Field.of("z", DataType.INT64)));
    Field struct =
        Field.of("s", DataType.struct(Field.of("x", DataType.INT64), Field.of("y", nested)));
    Schema schema = Schema.of(Field.of("a", DataType.INT64), struct, Field.of("b", DataType.INT64));
    for (NdjsonReader reader :
        List.of(
            reader(json),
            new NdjsonReader(file),
            new NdjsonReader(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))))) {
      try (DataFrame frame = reader.finish()) {
        assertThat(frame.schema()).isEqualTo(schema);
        assertThat(frame.row(300).get("b")).isEqualTo(3L);
      }
    }
    for (NdjsonReader reader : List.of(reader(json), new NdjsonReader(file))) {
      try (Batches batches = reader.batches(100)) {
        assertThat(batches.schema()).isEqualTo(schema);
      }
    }
  }

  /** Objects without keys say neither which columns there are, nor how rows stand in the text. */
  @Test
  void emptyObjectsSayNothing() throws IOException {
    String json = late("{}", "{\"a\":1,\"b\":null}");
    for (NdjsonReader reader : List.of(reader(json), reader(json).withInferSchemaLength(9))) {
      try (DataFrame frame = reader.finish()) {
        assertThat(frame.columnNames()).containsExactly("a", "b");
        assertThat(frame.row(300).values()).containsExactly(1L, null);
      }
    }
    try (Batches batches = reader(json).withInferSchemaLength(9).batches(1_000)) {
      assertThatThrownBy(batches::hasNext)
          .hasMessageContainingAll("line 301", "key 'a'", "withInferSchemaAll");
    }
    String pretty = "{}\n{ }\n{\n  \"a\": 1\n}\n";
    assertThat(rows(reader(pretty).finish()).get(2)).containsExactly(1L);
    byte[] bytes = pretty.getBytes(StandardCharsets.UTF_8);
    assertThat(rows(new NdjsonReader(new ByteArrayInputStream(bytes)).finish())).hasSize(3);
    assertThatThrownBy(() -> reader("{\"a\":1}\n{\n\"a\":\n2}\n").finish())
        .hasMessageContainingAll("line 2", "its line ends too early");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"a\":1} | {\"b\":2} | b",
        "{\"a\":1} | {\"a\":1,\"b\":null} | b",
        "{\"s\":{\"x\":1}} | {\"s\":{\"x\":2,\"y\":3}} | s.y",
        "{\"l\":[{\"x\":1}]} | {\"l\":[{\"x\":2},{\"y\":3}]} | l.y",
        "{\"s\":{\"x\":null}} | {\"s\":{\"x\":1}} | s.x",
        "{\"l\":[]} | {\"l\":[7]} | l",
      })
  void whatOnlyLateRowsHaveIsRefusedNamingLineAndKeyOrReadAgain(
      String early, String late, String key) throws IOException {
    String json = late(early, late);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    try (Batches batches =
        new NdjsonReader(new ByteArrayInputStream(bytes))
            .withInferSchemaLength(300)
            .batches(1_000)) {
      assertThatThrownBy(batches::hasNext)
          .isInstanceOf(SchemaMismatchException.class)
          .hasMessageStartingWith("<InputStream>: line 301: key '" + key + "'")
          .hasMessageContaining("withInferSchemaAll");
    }
    assertThat(rows(reader(json).withInferSchemaLength(300).finish())).hasSize(301);
    assertThat(rows(reader(json).withInferSchemaLength(301).finish())).hasSize(301);
    assertThat(rows(reader(json).withNRows(300).finish())).hasSize(300);
  }

  @Test
  void keysThatComeLateAreLeftOutOnlyWhereColumnsAreNamed() throws IOException {
    String json = late("{\"a\":1,\"s\":2}", "{\"a\":2,\"b\":3,\"s\":4}");
    Schema given = Schema.of(Field.of("a", DataType.INT64), Field.of("s", DataType.INT64));
    Supplier<NdjsonReader> reader =
        () -> reader(json).withInferSchemaLength(9).withSchemaOverrides(given);
    try (DataFrame frame = reader.get().finish()) {
      assertThat(frame.columnNames()).containsExactly("a", "s", "b");
      assertThat(frame.row(300).values()).containsExactly(2L, 4L, 3L);
    }
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    Supplier<NdjsonReader> stream =
        () ->
            new NdjsonReader(new ByteArrayInputStream(bytes))
                .withInferSchemaLength(9)
                .withSchemaOverrides(given);
    try (Batches batches = stream.get().batches(1_000)) {
      assertThatThrownBy(batches::hasNext)
          .hasMessageContainingAll("line 301", "key 'b'", "withColumns");
    }
    assertThat(rows(reader.get().withColumns("s", "a").finish()).get(300)).containsExactly(4L, 2L);
    try (Batches batches = stream.get().withColumns("s").batches(1_000)) {
      assertThat(batches.next().height()).isEqualTo(301);
    }
  }

  @Test
  void keysWithoutAFieldInTheGivenTypeAreRefused() throws IOException {
    DataType struct = DataType.struct(Field.of("x", DataType.INT64));
    Schema given = given(struct);
    assertThatThrownBy(
            () ->
                reader("{\"a\":{\"x\":1}}\n{\"a\":{\"x\":1,\"y\":2}}\n")
                    .withSchemaOverrides(given)
                    .finish())
        .hasMessageContainingAll("line 2", "'a.y'", "String");
    assertThatThrownBy(
            () ->
                reader("{\"a\":[{\"x\":1,\"q\":5}]}\n")
                    .withSchemaOverrides(given(DataType.list(struct)))
                    .finish())
        .hasMessageContainingAll("line 1", "'a.q'", "String");
    assertThat(rows(reader("{\"a\":{}}\n").withSchemaOverrides(given).finish()).toString())
        .isEqualTo("[[{x=null}]]");
  }

  @Test
  void aBrokenRowIsNamedHoweverLate() {
    for (String broken : List.of("{\"a\":", "7", "{\"a\":1}}")) {
      String json = late("{\"a\":1}", broken);
      assertThatThrownBy(() -> reader(json).finish())
          .isInstanceOf(ComputeException.class)
          .hasMessageStartingWith("<byte[]>: line 301: ");
    }
    for (String none : List.of("", " \n", "[]", "[\n]\n", "\ufeff")) {
      assertThatThrownBy(() -> reader(none).finish())
          .isInstanceOf(ComputeException.class)
          .hasMessageContainingAll("no row is a JSON object", "withSchemaOverrides");
    }
    for (String none : List.of("\n7\n", "[\n1\n]\n", "\n\"x\"\n8", "[\n[{\"a\":1}]]")) {
      for (NdjsonReader reader : List.of(reader(none), reader(none).withInferSchemaAll())) {
        assertThatThrownBy(reader::finish)
            .isInstanceOf(ComputeException.class)
            .hasMessageStartingWith("<byte[]>: line 2: it is no JSON object, as each row is to be");
      }
    }
  }

  /** As every day's file, also that of a day on which nothing was. */
  @Test
  void aFileWithoutRowsHasTheColumnsThatItIsGiven() throws IOException {
    Schema types =
        Schema.of(
            Field.of("a", DataType.INT16),
            Field.of("b", DataType.struct(Field.of("c", DataType.list(DataType.DATE)))));
    for (String none : List.of("", "\n \n", "[]", "[ \n ]", "\ufeff")) {
      byte[] bytes = none.getBytes(StandardCharsets.UTF_8);
      for (NdjsonReader reader :
          List.of(
              reader(none),
              reader(none).withInferSchemaAll(),
              reader(none).withIgnoreErrors(true),
              new NdjsonReader(Files.write(folder.resolve("none.ndjson"), bytes)),
              new NdjsonReader(new ByteArrayInputStream(bytes)))) {
        reader.withSchemaOverrides(types);
        assertThat(reader.schema()).isEqualTo(types);
        try (DataFrame frame = reader.finish()) {
          assertThat(frame.schema()).isEqualTo(types);
          assertThat(frame.height()).isZero();
        }
      }
      try (DataFrame frame = reader(none).withSchemaOverrides(types).withColumns("b").finish();
          Batches batches = reader(none).withSchemaOverrides(types).batches(10)) {
        assertThat(frame.columnNames()).containsExactly("b");
        assertThat(batches.schema()).isEqualTo(types);
        assertThat(batches.hasNext()).isFalse();
      }
    }
    assertThatThrownBy(() -> reader("{}\n[]").withSchemaOverrides(types).finish())
        .isInstanceOf(SchemaFieldNotFoundException.class);
    assertThatThrownBy(() -> reader("\n[]\n7").withSchemaOverrides(types).finish())
        .hasMessageContainingAll("line 2", "7");
  }

  @Test
  void aColumnOfAnythingIsTextWhereItIsGivenSo() throws IOException {
    String json = late("{\"a\":[1]}", "{\"a\":{\"b\":1}}");
    assertThatThrownBy(() -> reader(json).finish()).isInstanceOf(PolarsException.class);
    Schema text = Schema.of(Field.of("a", DataType.STRING));
    assertThat(rows(reader(json).withSchemaOverrides(text).finish())).hasSize(301);
  }

  @Test
  void aMissingKeyIsNull() throws IOException {
    assertThat(rows(reader("{\"a\":1,\"b\":2}\n{\"a\":3}\n").finish()))
        .containsExactly(List.of(1L, 2L), Arrays.asList(3L, null));
  }

  @Test
  void aBrokenLineIsRefused() {
    assertThatThrownBy(() -> reader("{\"a\":1}\n{\"a\":\n").finish())
        .isInstanceOf(ComputeException.class)
        .hasMessageStartingWith("<byte[]>");
  }

  @Test
  void ignoredErrors() throws IOException {
    String json = "{\"a\":1}\n{\"a\":\"x\"}\n";
    Schema types = Schema.of(Field.of("a", DataType.INT64));
    assertThat(rows(reader(json).withSchemaOverrides(types).withIgnoreErrors(true).finish()))
        .containsExactly(List.of(1L), Arrays.asList((Object) null));
  }

  @Test
  void aValueOfAnotherTypeIsRefused() {
    Schema types = Schema.of(Field.of("a", DataType.INT64));
    assertThatThrownBy(
            () -> reader("{\"a\":1}\n{\"a\":\"x\"}\n").withSchemaOverrides(types).finish())
        .isInstanceOf(PolarsException.class);
  }

  @Test
  void anInputStreamIsReadOnce() throws IOException {
    byte[] json = "{\"a\":1}\n".getBytes(StandardCharsets.UTF_8);
    NdjsonReader reader = new NdjsonReader(new ByteArrayInputStream(json));
    assertThat(rows(reader.finish())).containsExactly(List.of(1L));
    assertThatThrownBy(reader::finish).isInstanceOf(IllegalStateException.class);
  }
}
