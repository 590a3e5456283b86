package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values that their types do not have, in files that pyarrow writes and reads, are refused by name.
 */
@EnabledIfEnvironmentVariable(
    named = "POLARS4J_PYTHON",
    matches = ".+",
    disabledReason = "POLARS4J_PYTHON names a Python with pyarrow")
class StrayValuesTest {
  @TempDir static Path folder;

  @BeforeAll
  static void write() throws Exception {
    Python.run("stray_values.py", "write", folder);
  }

  private static Path file(String name) {
    return folder.resolve(name);
  }

  private static Stream<FrameReader> readers(String name) {
    return Stream.of(
        new IpcReader(file(name + ".arrow")),
        new IpcReader(file(name + ".arrow")).memoryMapped(true),
        new IpcStreamReader(file(name + ".arrows")),
        new ParquetReader(file(name + ".parquet")));
  }

  private static List<Object> column(FrameReader reader, String name) throws IOException {
    try (DataFrame frame = reader.finish();
        Series column = frame.column(name)) {
      return column.toList();
    }
  }

  @Test
  void whatAnEnumDoesNotNameIsNotNull() throws IOException {
    for (FrameReader reader : readers("enum").toList()) {
      assertThatThrownBy(reader::finish)
          .as(reader.toString())
          .isInstanceOf(PolarsException.class)
          .hasMessageContainingAll("'e'", "'c'", "_PL_ENUM_VALUES2", "'a', 'b'");
      assertThat(column(reader.withColumns("x"), "x")).containsExactly(1L, 2L, 3L);
    }
    for (FrameReader reader : readers("enum_nested").toList()) {
      assertThatThrownBy(reader::finish)
          .isInstanceOf(PolarsException.class)
          .hasMessageContainingAll("'e'", "'c'", "_PL_ENUM_VALUES2");
    }
  }

  @Test
  void whatAnEnumNamesComesAsItIs() throws IOException {
    for (FrameReader reader : readers("enum_fine").toList()) {
      assertThat(column(reader, "e")).containsExactly("a", null, "b");
    }
    for (FrameReader reader : readers("enum_fine_nested").toList()) {
      try (DataFrame frame = reader.finish();
          DataFrame flat = frame.explode("e");
          Series column = flat.column("e")) {
        assertThat(column.toList().toString()).isEqualTo("[{e=a}, {e=null}, {e=b}]");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"midnight", "negative"})
  void timesOutsideOfTheDayAreNotNull(String name) throws IOException {
    String value = name.equals("midnight") ? "86400000000000" : "-1";
    try (ParquetReader reader = new ParquetReader(file(name + ".parquet"))) {
      assertThatThrownBy(reader::finish)
          .isInstanceOf(PolarsException.class)
          .hasMessageContainingAll(name + ".parquet", "'t'", "row 2", value);
      assertThat(column(reader.withColumns("x"), "x")).containsExactly(1L, 2L, 3L);
    }
    try (ParquetReader reader = new ParquetReader(file(name + "_nested.parquet"))) {
      assertThatThrownBy(reader::finish).hasMessageContainingAll("'t'", "row 2", value);
    }
  }

  @Test
  void theLastNanosecondOfTheDayIsATime() throws IOException {
    assertThat(column(new ParquetReader(file("time_fine.parquet")), "t").toString())
        .isEqualTo("[00:00, null, 23:59:59.999999999]");
    assertThat(column(new ParquetReader(file("time_fine_nested.parquet")), "t").toString())
        .isEqualTo("[[00:00], [], [null, 23:59:59.999999999]]");
  }

  @ParameterizedTest
  @CsvSource({
    "uint8, 300",
    "int8, -200",
    "uint16, 70000",
    "int16, -40000",
    "minus, -1",
    "uint32, 5000000000"
  })
  void numbersBeyondTheirTypeAreNotCutToIt(String name, String value) throws IOException {
    try (ParquetReader reader = new ParquetReader(file(name + ".parquet"))) {
      assertThatThrownBy(reader::finish)
          .isInstanceOf(PolarsException.class)
          .hasMessageContainingAll(name + ".parquet", "'n'", "row 2", value);
      assertThat(column(reader.withColumns("x"), "x")).containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void whatIsNoTextOrNoSchemaClosesNoFile() throws IOException {
    try (ParquetReader reader = new ParquetReader(file("not_text.parquet"))) {
      assertThat(column(reader.withColumns("b"), "b")).containsExactly("x", "y");
      assertThatThrownBy(() -> reader.withColumns("a").finish())
          .hasMessageContainingAll("'a'", "metadata 'k'", "UTF-8");
    }
    try (ParquetReader reader = new ParquetReader(file("bogus.parquet"))) {
      assertThat(column(reader, "a")).containsExactly(1L, 2L);
      assertThat(reader.customMetadata()).containsAllEntriesOf(Map.of("other", "1"));
    }
  }

  @Test
  void whatPolarsCannotReadOfMetadataIsNamed() throws IOException {
    assertThatThrownBy(() -> new ParquetReader(file("pair.parquet")).schema())
        .isInstanceOf(ComputeException.class)
        .hasMessageContainingAll("the value of 'pair' in its metadata is not UTF-8", "Base64");
    for (FrameReader reader : readers("bogus_enum").toList()) {
      assertThatThrownBy(reader::finish)
          .as(reader.toString())
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContainingAll("'e'", "_PL_ENUM_VALUES2", "what writes it must leave it out");
      assertThat(column(reader.withColumns("x"), "x")).containsExactly(1L, 2L, 3L);
    }
    assertThatThrownBy(() -> new IpcReader(file("bogus_enum.arrow")).finish())
        .hasMessageContaining("dictionary<utf8>");
  }

  @Test
  void extensionTypesWithoutMetadataStaySuch() throws Exception {
    for (String source : List.of("arrow", "arrows", "parquet")) {
      try (DataFrame frame = DataFrame.read(file("extension." + source))) {
        new IpcWriter(file("extension." + source + ".again")).finish(frame);
      }
    }
    assertThat(Python.run("stray_values.py", "check", folder)).contains("checked");
  }

  @Test
  void whatTheWritersSchemaSaysStays() throws IOException {
    try (ParquetReader reader = new ParquetReader(file("hints.parquet"));
        DataFrame frame = reader.finish()) {
      DataType spans = DataType.list(DataType.duration(TimeUnit.MICROSECONDS));
      assertThat(frame.schema().field("spans").dataType()).isEqualTo(spans);
      assertThat(frame.schema().field("spans").metadata()).containsExactly(Map.entry("k", "v"));
      assertThat(frame.schema().field("x").metadata()).containsExactly(Map.entry("k", "w"));
      assertThat(frame.schema().field("when").dataType().toString())
          .contains("some.type", "+05:30");
      assertThat(reader.schema()).isEqualTo(frame.schema());
      try (Series column = frame.column("spans")) {
        assertThat(column.toList().toString()).isEqualTo("[[PT0.000005S], null]");
      }
    }
  }

  @Test
  void arraysOfNoWidthHoldNothing() throws IOException {
    assertThatThrownBy(() -> new ParquetReader(file("empty_arrays.parquet")).finish())
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContainingAll("column 'a'", "row 1", "a list of 1", "withColumns")
        .hasMessageNotContaining("not a valid Parquet file");
    FrameReader others = new ParquetReader(file("empty_arrays.parquet")).withColumns("x");
    assertThat(column(others, "x")).containsExactly(1L, 2L, 3L);

    DataType type = DataType.array(DataType.INT8, 0);
    List<Object> values = Arrays.asList(List.of(), null, List.of());
    Path own = file("own_empty_arrays.parquet");
    try (DataFrame frame =
        DataFrame.of(
            Series.of("a", type, values),
            Series.of("l", DataType.list(type), Arrays.asList(values, null, List.of())))) {
      frame.write(own);
      try (DataFrame again = DataFrame.read(own)) {
        assertThat(again.schema()).isEqualTo(frame.schema());
        assertThat(again.toMaps()).isEqualTo(frame.toMaps());
        assertThat(again.toMaps().get(0)).containsEntry("l", values);
      }
    }
  }
}
