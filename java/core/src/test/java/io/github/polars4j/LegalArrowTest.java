package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrow that is legal and rare, as pyarrow writes it. */
@EnabledIfEnvironmentVariable(
    named = "POLARS4J_PYTHON",
    matches = ".+",
    disabledReason = "POLARS4J_PYTHON names a Python with pyarrow")
class LegalArrowTest {
  @TempDir static Path folder;

  @BeforeAll
  static void write() throws Exception {
    Path script = folder.resolve("legal_arrow.py");
    try (InputStream in = LegalArrowTest.class.getResourceAsStream("legal_arrow.py")) {
      Files.copy(in, script);
    }
    Process python =
        new ProcessBuilder(System.getenv("POLARS4J_PYTHON"), script.toString(), folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(output).isZero();
  }

  private static FrameReader file(String name) {
    return new IpcReader(folder.resolve(name + ".arrow"));
  }

  private static FrameReader stream(String name) {
    return new IpcStreamReader(folder.resolve(name + ".arrows"));
  }

  /** The file and the stream of that name, in every way to read them. */
  private static Stream<FrameReader> readers(String name) throws Exception {
    byte[] stream = Files.readAllBytes(folder.resolve(name + ".arrows"));
    return Stream.of(
        file(name),
        stream(name),
        new IpcReader(folder.resolve(name + ".arrow")).memoryMapped(!name.contains("zstd")),
        new IpcStreamReader(stream),
        new IpcStreamReader(new java.io.ByteArrayInputStream(stream)));
  }

  private static DataFrame inBatches(FrameReader reader) throws Exception {
    List<DataFrame> frames = new ArrayList<>();
    try (Batches batches = reader.batches(2)) {
      batches.forEachRemaining(frames::add);
    }
    DataFrame all = frames.get(0);
    for (DataFrame frame : frames.subList(1, frames.size())) {
      all = all.vstack(frame);
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"near_V5_None", "near_V5_zstd", "near_V4_None", "near_V4_zstd", "stale"})
  void theValuesOfPlainTypes(String name) throws Exception {
    try (DataFrame expected = new IpcReader(folder.resolve(name + ".plain")).finish()) {
      for (FrameReader reader : readers(name).toList()) {
        try (DataFrame read = reader.finish()) {
          assertThat(read.schema()).isEqualTo(expected.schema());
          assertThat(read.contentEquals(expected)).as("%s%n%s", read, expected).isTrue();
        }
      }
      try (DataFrame read = inBatches(stream(name));
          DataFrame first = file(name).withNRows(2).finish();
          DataFrame head = expected.slice(0, 2)) {
        assertThat(read.contentEquals(expected)).isTrue();
        assertThat(first.contentEquals(head)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"odd_V5", "odd_V4"})
  void oneColumnDoesNotKeepTheOthersFromBeingRead(String name) throws Exception {
    for (FrameReader reader : List.of(file(name), stream(name))) {
      List<String> odd =
          reader.schema().fields().stream()
              .filter(field -> field.dataType() instanceof DataType.Unsupported)
              .map(Field::name)
              .toList();
      assertThat(odd)
          .containsExactly(
              "two", "months", "inside", "list", "negative", "zone", "twice", "bytes_in_metadata");
      String[] others =
          reader.schema().names().stream()
              .filter(column -> !odd.contains(column))
              .toArray(String[]::new);
      try (DataFrame read = reader.withColumns(others).finish()) {
        assertThat(read.schema().names()).containsExactly(others);
        assertThat(read.row(3).values())
            .containsOnly(4L, "a longer text than twelve")
            .hasSize(others.length);
      }
      for (String column : odd) {
        DataType.Unsupported type = (DataType.Unsupported) reader.schema().field(column).dataType();
        assertThatThrownBy(() -> reader.withColumns(column).finish())
            .isInstanceOf(InvalidOperationException.class)
            .hasMessageContaining("column '" + column + "'")
            .hasMessageContaining(type.sourceType())
            .hasMessageContaining("withColumns")
            .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(1000));
      }
    }
    assertThat(file(name).schema().field("inside").dataType())
        .isEqualTo(new DataType.Unsupported("struct<i: int64, u: dense_union<0: int64, 1: utf8>>"));
    assertThatThrownBy(() -> file(name).finish()).hasMessageContaining("column 'two'");
    assertThatThrownBy(() -> DataFrame.empty(file(name).schema()))
        .isInstanceOf(InvalidOperationException.class);
  }

  @Test
  void whatIsNotUnderANullIsLookedAt() {
    assertThatThrownBy(() -> file("bad_view").finish()).hasMessageContaining("points nowhere");
    assertThatThrownBy(() -> file("bad_text").finish()).hasMessageContaining("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta", "replaced"})
  void dictionariesThatGrowOrAreReplaced(String name) throws Exception {
    List<Object> texts = new ArrayList<>(List.of("a", "b", "a", "b", "c"));
    List<Object> numbers = new ArrayList<>(List.of(7L, 8L, 9L, 7L, 8L));
    if (name.equals("replaced")) {
      texts.addAll(List.of("z", "a"));
      numbers.addAll(List.of(7L, 8L));
    }
    byte[] bytes = Files.readAllBytes(folder.resolve(name + ".arrows"));
    for (DataFrame read :
        List.of(
            stream(name).finish(),
            inBatches(stream(name)),
            inBatches(new IpcStreamReader(new java.io.ByteArrayInputStream(bytes))))) {
      try (read;
          Series d = read.column("d");
          Series l = read.column("l");
          Series i = read.column("i")) {
        assertThat(d.toList()).isEqualTo(texts);
        assertThat(l.toList()).isEqualTo(texts.stream().map(List::of).toList());
        assertThat(i.toList()).isEqualTo(numbers);
      }
    }
  }

  @Test
  void aFileMayHaveDeltasToo() throws Exception {
    try (DataFrame read = file("delta").finish();
        Series d = read.column("d")) {
      assertThat(d.toList()).isEqualTo(List.of("a", "b", "a", "b", "c"));
    }
  }

  @Test
  void nestedDictionariesGrow() throws Exception {
    for (FrameReader reader : readers("nested_delta").toList()) {
      try (DataFrame read = reader.finish();
          Series l = read.column("l");
          Series s = read.column("s");
          Series a = read.column("a")) {
        assertThat(l.toList())
            .isEqualTo(Arrays.asList(List.of("a"), null, List.of("b", "c"), List.of("a"), null));
        assertThat(s.isNull(1) && s.isNull(4)).isTrue();
        assertThat(s.get(0)).hasToString("{x=1, y=[0.5]}").isEqualTo(s.get(3));
        assertThat(s.get(2)).hasToString("{x=null, y=[]}");
        assertThat(a.toList().toString()).isEqualTo("[[1, 2], [3, null], null, [1, 2], [3, null]]");
      }
    }
  }

  @Test
  void zonesAreKnownByAnyName() throws Exception {
    for (FrameReader reader : readers("zones").toList()) {
      try (DataFrame read = reader.finish()) {
        for (String zone : read.columnNames()) {
          try (Series column = read.column(zone)) {
            assertThat(column.toList())
                .as(zone)
                .extracting(time -> ((ZonedDateTime) time).toInstant())
                .containsExactly(Instant.EPOCH, Instant.ofEpochSecond(1_700_000_000));
          }
        }
      }
    }
    assertThat(file("zones").schema().field("GMT+2").dataType())
        .hasToString("Datetime(MICROSECONDS, Etc/GMT-2)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s", "ms", "us", "ns"})
  void theEndOfADayIsNoTimeOfDay(String unit) throws Exception {
    for (FrameReader reader : readers("time_" + unit).toList()) {
      assertThatThrownBy(reader::finish)
          .isInstanceOf(PolarsException.class)
          .hasMessageContaining("column 'late'")
          .hasMessageContaining("24:00:00");
    }
    for (FrameReader reader : readers("null_time_" + unit).toList()) {
      try (DataFrame read = reader.finish();
          Series late = read.column("late")) {
        assertThat(late.isNull(0)).isTrue();
        assertThat(late.isNull(1)).isFalse();
      }
    }
  }

  @Test
  void metadataThatIsNoTextIsRefusedByItsKey() throws Exception {
    for (FrameReader reader : readers("metadata").toList()) {
      assertThatThrownBy(reader::finish)
          .isInstanceOf(PolarsException.class)
          .hasMessageContaining("'bin'")
          .hasMessageContaining("UTF-8");
    }
  }
}
