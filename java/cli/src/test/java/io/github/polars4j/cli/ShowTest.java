package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.Polars4j;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that only show: inspect, head, help, version and completion. */
class ShowTest {
  @TempDir private Path folder;
  private Path arrow = Path.of("");

  @BeforeEach
  void write() {
    arrow = folder.resolve("weather.arrow");
    Cli.Result result =
        Cli.run(
            "convert",
            Cli.WEATHER,
            arrow,
            "--null-value",
            "NA",
            "--compression",
            "lz4",
            "--metadata",
            "source=NOAA",
            "--record-batch-size",
            "20000");
    assertThat(result.code()).as(result.err()).isZero();
  }

  @Test
  void inspectsAnArrowFile() {
    Cli.Result result = Cli.run("inspect", arrow);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out().lines())
        .contains(
            "format: Arrow IPC file",
            "codec: lz4",
            "rows: 26,115",
            "columns: 15",
            "  origin      String",
            "  temp        Float64",
            "metadata: 1",
            "  source = NOAA",
            "record batches: 2")
        .anyMatch(line -> line.matches("  0: 20,000 rows, [0-9,]+ bytes"))
        .anyMatch(line -> line.matches("  1: 6,115 rows, [0-9,]+ bytes"));
  }

  @ParameterizedTest
  @EnumSource(names = {"ARROWS", "PARQUET"})
  void inspectsTheOthers(Format format) {
    Path other = folder.resolve("other." + format);
    assertThat(Cli.run("convert", arrow, other).code()).isZero();

    Cli.Result result = Cli.run("inspect", other);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out().lines()).contains("columns: 15", "  origin      String");
  }

  @Test
  void showsParquetMetadata() throws IOException {
    // By pyarrow, with the Arrow schema among the metadata.
    String file =
        "UEFSMRUAFSwVLCwVBBUAFQYVBhwAAAACAAAABAEBAAAAAAAAAAIAAAAAAAAAFQQZLDUAGAZzY2hlbWEV"
            + "AgAVBCUCGAFhABYEGRwZHCYAHBUEGSUGABkYAWEVABYEFlIWUiYISRwVABUAFQIAPCkGGSYABAAAABZS"
            + "FgQmCBZSABk8GAdtYWRlIGJ5GAdweWFycm93ABgGc291cmNlGAROT0FBABgMQVJST1c6c2NoZW1hGLgC"
            + "Ly8vLy8rQUFBQUFRQUFBQUFBQUtBQTRBQmdBRkFBZ0FDZ0FBQUFBQkJBQVFBQUFBQUFBS0FBd0FBQUFF"
            + "QUFnQUNnQUFBR1FBQUFBRUFBQUFBZ0FBQURRQUFBQUVBQUFBM1AvLy94UUFBQUFFQUFBQUJBQUFBRTVQ"
            + "UVVFQUFBQUFCZ0FBQUhOdmRYSmpaUUFBQ0FBTUFBUUFDQUFJQUFBQUZBQUFBQVFBQUFBSEFBQUFjSGxo"
            + "Y25KdmR3QUhBQUFBYldGa1pTQmllUUFCQUFBQUZBQUFBQkFBRkFBSUFBWUFCd0FNQUFBQUVBQVFBQUFB"
            + "QUFBQkFoQUFBQUFjQUFBQUJBQUFBQUFBQUFBQkFBQUFZUUFBQUFnQURBQUlBQWNBQ0FBQUFBQUFBQUZB"
            + "QUFBQUFBQUFBQT09ABggcGFycXVldC1jcHAtYXJyb3cgdmVyc2lvbiAyNi4wLjEZHBwAAADoAQAAUEFS"
            + "MQ==";
    Path parquet = folder.resolve("by.parquet");
    Files.write(parquet, Base64.getDecoder().decode(file));

    assertThat(Cli.run("inspect", parquet).out().lines())
        .contains("columns: 1", "metadata: 2", "  made by = pyarrow", "  source = NOAA");
  }

  @Test
  void inspectsNoText() {
    Cli.Result result = Cli.run("inspect", Cli.WEATHER);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("csv").contains("head");
  }

  @ParameterizedTest
  @EnumSource
  void showsTheFirstRows(Format format) {
    Path other = folder.resolve("other." + format);
    assertThat(Cli.run("convert", arrow, other).code()).isZero();

    Cli.Result result = Cli.run("head", other, "-n", "3");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("shape: (3, 15)").contains("origin").contains("EWR");
  }

  @Test
  void showsFiveRowsByDefault() {
    assertThat(Cli.run("head", arrow).out()).contains("shape: (5, 15)");
  }

  @Test
  void refusesANegativeNumberOfRows() {
    assertThat(Cli.run("head", arrow, "-n", "-1").code()).isEqualTo(2);
  }

  @Test
  void saysWhatItIs() {
    Cli.Result result = Cli.run("--version");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("polars4j " + Polars4j.version())
        .contains("polars " + Polars4j.polarsVersion())
        .contains("native library " + Polars4j.nativeVersion())
        .contains("platform " + Polars4j.platform());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "convert --help", "inspect --help", "head --help"})
  void helps(String words) {
    Cli.Result result = Cli.run((Object[]) words.split(" "));

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("Usage: polars4j").contains("--help");
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void printsACompletionScript() {
    Cli.Result result = Cli.run("completion");

    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("#!/usr/bin/env bash").contains("--record-batch-size");
  }

  @Test
  void wantsACommand() {
    Cli.Result result = Cli.run();

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("convert, inspect or head").contains("polars4j --help");
  }

  @Test
  void saysAFailureInOneLine() {
    Cli.Result result = Cli.run("head", folder.resolve("none.arrow"));

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo("polars4j: no such file or folder: " + folder.resolve("none.arrow") + "\n");
  }

  @Test
  void showsTheStackTraceWhenTold() {
    Cli.Result result = Cli.run("head", "--debug", folder.resolve("none.arrow"));

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("NoSuchFileException").contains("\tat ");
  }

  @Test
  void saysWhatIsNotAnArrowFile() {
    Cli.Result result = Cli.run("inspect", Cli.WEATHER, "--from", "arrow");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("weather.csv").doesNotContain("\tat ");
  }
}
