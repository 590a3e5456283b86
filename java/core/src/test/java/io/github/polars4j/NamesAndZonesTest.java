package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files whose columns share a name, or whose time zones polars does not have, are read and written.
 */
@EnabledIfEnvironmentVariable(named = "POLARS4J_PYTHON", matches = ".+")
class NamesAndZonesTest {
  private static final ZoneId INDIA = ZoneId.of("+05:30");

  @TempDir private Path folder;

  @BeforeEach
  void write() throws Exception {
    Python.run("names_and_zones.py", "write", folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"doubled.arrow", "doubled.arrows", "doubled.parquet"})
  void columnsOfOneNameGetNumbersAsInCsv(String name) throws IOException {
    Path file = folder.resolve(name);
    List<String> names = List.of("x", "x_duplicated_1", "y", "x_duplicated_0");
    try (FrameReader reader = FrameReader.of(file)) {
      assertThat(reader.schema().names()).isEqualTo(names);
      assertThat(reader.schema().fields())
          .extracting(field -> field.metadata().get("polars4j:name"))
          .containsExactly(null, "x", null, null);
    }
    try (DataFrame all = DataFrame.read(file);
        FrameReader reader = FrameReader.of(file);
        DataFrame some = reader.withColumns("y", "x_duplicated_1").finish()) {
      assertThat(all.toMaps().get(0).values()).containsExactly(1L, "a", 1.5, true);
      assertThat(some.toMaps().get(1).values()).containsExactly(2.5, "b");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"arrow", "arrows", "parquet"})
  void zonesStayInWhatIsWritten(String extension) throws Exception {
    Path file = folder.resolve("zones." + extension);
    try (FrameReader reader = FrameReader.of(file);
        DataFrame frame = DataFrame.read(file)) {
      assertThat(reader.schema()).isEqualTo(frame.schema());
      assertThat(frame.schema().field("+05:30").dataType())
          .isEqualTo(DataType.datetime(TimeUnit.MICROSECONDS, INDIA));
      for (String again : List.of("arrow", "arrows", "parquet")) {
        frame.write(folder.resolve("again-frame." + again));
        try (FrameReader whole = FrameReader.of(file);
            Batches batches = whole.batches(2);
            FrameWriter writer = FrameWriter.of(folder.resolve("again-batched." + again));
            BatchedWriter batched = writer.batched(batches.schema())) {
          batches.writeTo(batched);
          batched.finish();
        }
      }
    }
    assertThat(Python.run("names_and_zones.py", "check", folder).lines()).hasSize(6);
  }

  @Test
  void valuesAreInTheZoneOfTheFile() throws IOException {
    try (DataFrame frame = DataFrame.read(folder.resolve("zones.arrow"));
        Series india = frame.column("+05:30")) {
      assertThat(frame.row(0).getInstant("+05:30")).isEqualTo(Instant.EPOCH);
      assertThat(frame.row(0).getZonedDateTime("+05:30"))
          .isEqualTo(ZonedDateTime.ofInstant(Instant.EPOCH, INDIA));
      assertThat(india.get(1)).isNull();
    }
  }

  /** Also of those that are part of others, however they are asked for. */
  @Test
  void nestedValuesAreInTheZoneOfTheFile() throws IOException {
    record In(ZonedDateTime at) {}
    record Zoned(In struct, List<ZonedDateTime> list) {}
    ZonedDateTime india = ZonedDateTime.ofInstant(Instant.EPOCH, INDIA);
    ZonedDateTime newfoundland = ZonedDateTime.ofInstant(Instant.EPOCH, ZoneId.of("-03:30"));
    ZonedDateTime later = newfoundland.plus(Duration.ofMillis(1));
    for (String extension : List.of("arrow", "arrows", "parquet")) {
      try (DataFrame all = DataFrame.read(folder.resolve("zones." + extension));
          DataFrame frame = all.select("struct", "list");
          Series lists = frame.column("list")) {
        assertThat(frame.toMaps().get(0))
            .containsEntry("struct", Map.of("at", india))
            .containsEntry("list", List.of(newfoundland, later));
        assertThat(frame.row(0).getStruct("struct").getZonedDateTime("at")).isEqualTo(india);
        assertThat(lists.get(0)).isEqualTo(List.of(newfoundland, later));
        assertThat(frame.toRecords(Zoned.class).get(0))
            .isEqualTo(new Zoned(new In(india), List.of(newfoundland, later)));
        try (Cursor cursor = frame.cursor()) {
          cursor.next();
          assertThat(cursor.get("list")).isEqualTo(List.of(newfoundland, later));
        }
      }
    }
  }
}
