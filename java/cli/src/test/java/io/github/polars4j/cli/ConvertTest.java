package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.CsvReader;
import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcStreamReader;
import io.github.polars4j.IpcStreamWriter;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.NdjsonReader;
import io.github.polars4j.ParquetReader;
import io.github.polars4j.ParquetWriter;
import io.github.polars4j.RecordBatchInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertTest {
  @TempDir private Path folder;

  @Test
  void writesTheExampleWithCodecAndMetadata() throws IOException {
    Path arrow = folder.resolve("weather.arrow");

    Cli.Result result =
        Cli.run(
            "convert",
            Cli.WEATHER,
            arrow,
            "--null-value",
            "NA",
            "--compression",
            "zstd",
            "--metadata",
            "source=NOAA",
            "--metadata",
            "formula=a=b");

    assertThat(result.err())
        .matches(
            ".*weather.csv -> .*weather.arrow: 26,115 rows, 15 columns,"
                + " 2,294,215 bytes in, [0-9,]+ bytes out, [0-9.]+ s\n");
    assertThat(result.code()).isZero();
    assertThat(result.bytes()).isEmpty();
    try (IpcReader reader = new IpcReader(arrow);
        DataFrame frame = reader.finish();
        DataFrame expected = weather()) {
      assertThat(reader.customMetadata()).isEqualTo(Map.of("source", "NOAA", "formula", "a=b"));
      assertThat(reader.layout().codec()).isEqualTo("zstd");
      assertThat(frame.contentEquals(expected)).isTrue();
    }
  }

  static Stream<Arguments> pairs() {
    return Arrays.stream(Format.values())
        .flatMap(from -> Arrays.stream(Format.values()).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void keepsContent(Format from, Format to) throws IOException {
    Path first = folder.resolve("first." + from);
    Path second = folder.resolve("second." + to);

    assertThat(Cli.run("convert", Cli.WEATHER, first, "--null-value", "NA").code()).isZero();
    Cli.Result result = Cli.run("convert", first, second);

    assertThat(result.code()).as(result.err()).isZero();
    try (DataFrame expected = weather();
        DataFrame frame = read(second, to)) {
      assertThat(frame.schema()).isEqualTo(expected.schema());
      assertThat(frame.contentEquals(expected)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void readsStandardInputAndWritesStandardOutput(Format from, Format to) throws IOException {
    Path first = folder.resolve("first." + from);
    Path second = folder.resolve("second");
    assertThat(Cli.run("convert", Cli.WEATHER, first, "--null-value", "NA").code()).isZero();

    Cli.Result result =
        Cli.pipe(Files.readAllBytes(first), "convert", "-", "-", "--from", from, "--to", to);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).startsWith("- -> -: 26,115 rows");
    Files.write(second, result.bytes());
    try (DataFrame expected = weather();
        DataFrame frame = read(second, to)) {
      assertThat(frame.contentEquals(expected)).isTrue();
    }
  }

  @Test
  void readsGzippedCsv() throws IOException {
    Path packed = folder.resolve("weather.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(Cli.WEATHER, out);
    }
    Path arrow = folder.resolve("weather.arrow");

    assertThat(Cli.run("convert", packed, arrow, "--null-value", "NA").code()).isZero();

    try (DataFrame expected = weather();
        DataFrame frame = read(arrow, Format.ARROW)) {
      assertThat(frame.contentEquals(expected)).isTrue();
    }
  }

  @Test
  void refusesToReplaceAFile() throws IOException {
    Path out = Files.writeString(folder.resolve("out.arrow"), "mine");

    Cli.Result result = Cli.run("convert", Cli.WEATHER, out);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).isEqualTo("polars4j: " + out + " exists: --overwrite replaces it\n");
    assertThat(out).hasContent("mine");
  }

  @Test
  void replacesAFileWhenTold() throws IOException {
    Path out = Files.writeString(folder.resolve("out.arrow"), "mine");

    Cli.Result result = Cli.run("convert", Cli.WEATHER, out, "--null-value", "NA", "--overwrite");

    assertThat(result.code()).as(result.err()).isZero();
    try (DataFrame frame = read(out, Format.ARROW)) {
      assertThat(frame.height()).isEqualTo(26_115);
    }
  }

  @Test
  void picksColumnsInTheirGivenOrder() throws IOException {
    for (Format from : Format.values()) {
      Path first = folder.resolve("all." + from);
      Path second = folder.resolve("some-of-" + from + ".arrow");
      assertThat(Cli.run("convert", Cli.WEATHER, first, "--null-value", "NA").code()).isZero();

      Cli.Result result = Cli.run("convert", first, second, "--columns", "temp,origin");

      assertThat(result.code()).as(result.err()).isZero();
      try (DataFrame frame = read(second, Format.ARROW)) {
        assertThat(frame.columnNames()).containsExactly("temp", "origin");
        assertThat(frame.height()).isEqualTo(26_115);
      }
    }
  }

  @Test
  void namesAColumnThatIsNotThere() {
    Path out = folder.resolve("out.arrow");

    Cli.Result result =
        Cli.run("convert", Cli.WEATHER, out, "--null-value", "NA", "--columns", "nope");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).startsWith("polars4j: ").contains("nope");
    assertThat(out).doesNotExist();
  }

  @Test
  void readsAFileAgainWhereALaterValueDoesNotFit() throws IOException {
    Path csv = folder.resolve("in.csv");
    Files.writeString(csv, "a,b\n" + "1,2\n".repeat(200_000) + "1,x\n");
    Path out = folder.resolve("out.arrow");

    Cli.Result result = Cli.run("convert", csv, out);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err())
        .startsWith(csv + ": line 200002: could not parse `x` as Int64")
        .contains("column 'b'", "reads again", "200,001 rows")
        .hasLineCount(2);
    try (DataFrame frame = read(out, Format.ARROW)) {
      assertThat(frame.height()).isEqualTo(200_001);
      assertThat(frame.row(200_000).get("b")).isEqualTo("x");
    }
    Cli.Result shown = Cli.run("convert", csv, "-", "--to", "ndjson");
    assertThat(shown.out()).endsWith("{\"a\":1,\"b\":\"x\"}\n");
  }

  @Test
  void namesTheLineOfAValueThatDoesNotFitWhatIsReadOnce() throws IOException {
    String csv = "a,b\n" + "1,2\n".repeat(200_000) + "1,x\n";
    Path out = folder.resolve("out.arrow");

    Cli.Result result =
        Cli.pipe(csv.getBytes(StandardCharsets.UTF_8), "convert", "-", out, "--from", "csv");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("polars4j: standard input: line 200002: could not parse `x` as Int64")
        .contains("column 'b'", "--infer-rows all", "--null-value", "--schema")
        .doesNotContain("with")
        .hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void convertsNoRows(Format from, Format to) throws IOException {
    Path csv = Files.writeString(folder.resolve("in.csv"), "a,b\n1,2\n");
    Path first = folder.resolve("first." + from);
    Path second = folder.resolve("second." + to);
    assertThat(Cli.run("convert", csv, first).code()).isZero();
    if (from == Format.CSV || from == Format.TSV) {
      Files.writeString(first, from == Format.CSV ? "a,b\n" : "a\tb\n");
    } else if (from != Format.NDJSON) { // which tells nothing without a row
      try (DataFrame frame = read(first, from);
          DataFrame none = frame.head(0)) {
        write(none, first, from);
      }
    }

    Cli.Result result = Cli.run("convert", first, second);

    assertThat(result.code()).as(result.err()).isZero();
    if (to != Format.NDJSON) {
      try (DataFrame frame = read(second, to)) {
        assertThat(frame.columnNames()).containsExactly("a", "b");
        assertThat(frame.height()).isEqualTo(from == Format.NDJSON ? 1 : 0);
      }
    }
  }

  private static void write(DataFrame frame, Path path, Format format) throws IOException {
    switch (format) {
      case PARQUET -> new ParquetWriter(path).finish(frame);
      case ARROW -> new IpcWriter(path).finish(frame);
      default -> new IpcStreamWriter(path).finish(frame);
    }
  }

  @Test
  void cutsRecordBatches() throws IOException {
    Path out = folder.resolve("out.arrow");

    Cli.Result result =
        Cli.run("convert", Cli.WEATHER, out, "--null-value", "NA", "--record-batch-size", "10000");

    assertThat(result.code()).as(result.err()).isZero();
    try (IpcReader reader = new IpcReader(out)) {
      List<RecordBatchInfo> batches = reader.layout().recordBatches();
      assertThat(batches)
          .extracting(RecordBatchInfo::rows)
          .containsExactly(10_000L, 10_000L, 6_115L);
    }
  }

  @Test
  void keepsMetadataBetweenArrowFormats() throws IOException {
    Path file = folder.resolve("a.arrow");
    Path stream = folder.resolve("b.arrows");

    assertThat(
            Cli.run(
                    "convert",
                    Cli.WEATHER,
                    file,
                    "--null-value",
                    "NA",
                    "--metadata",
                    "a=1",
                    "--metadata",
                    "b=2")
                .code())
        .isZero();
    assertThat(Cli.run("convert", file, stream, "--metadata", "b=3").code()).isZero();

    try (IpcStreamReader reader = new IpcStreamReader(stream)) {
      assertThat(reader.customMetadata()).isEqualTo(Map.of("a", "1", "b", "3"));
    }
  }

  @Test
  void keepsMetadataThroughParquet() throws IOException {
    Path parquet = folder.resolve("a.parquet");
    Path file = folder.resolve("b.arrow");
    Path again = folder.resolve("c.parquet");

    assertThat(
            Cli.run("convert", Cli.WEATHER, parquet, "--null-value", "NA", "--metadata", "a=1")
                .code())
        .isZero();
    assertThat(Cli.run("convert", parquet, file).code()).isZero();
    assertThat(Cli.run("convert", file, again, "--metadata", "b=2").code()).isZero();

    assertThat(Cli.run("inspect", file).out().lines()).contains("  a = 1");
    assertThat(Cli.run("inspect", again).out().lines())
        .contains("  a = 1", "  b = 2", "row groups: 1")
        .anyMatch(line -> line.matches("  0: [0-9,]+ rows, .* unpacked\\), zstd"))
        .anyMatch(line -> line.startsWith("created by: polars4j"));
  }

  @Test
  void parsesDates() throws IOException {
    Path out = folder.resolve("out.parquet");

    assertThat(Cli.run("convert", Cli.WEATHER, out, "--null-value", "NA", "--parse-dates").code())
        .isZero();

    try (ParquetReader reader = new ParquetReader(out)) {
      assertThat(reader.schema().field("time_hour").dataType().toString()).startsWith("Datetime");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b\\n1,2\\n1,2,3\\n | more fields | --truncate-ragged",
        "a;b\\n1;2\\n | ';' | --separator ';'",
        "a\\n\"x \\\\\"y\\\\\" z\"\\n | 'a' | --escape",
        "a,b\\n1,2\\n2,\"x\\n3,4\\n | column 'b' | a quoted field does not end",
        "a\\n\u00e9\\n | utf-8 | UTF-8",
      })
  void saysInOneLineWhatMayHelpWithBrokenText(String text) throws IOException {
    String[] parts = text.split(" \\| ");
    Path csv = folder.resolve("in.csv");
    Files.writeString(csv, parts[0].replace("\\n", "\n"), StandardCharsets.ISO_8859_1);

    Cli.Result result = Cli.run("convert", csv, folder.resolve("o.arrow"), "--infer-rows", "1");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("polars4j: " + csv + ": ")
        .contains(parts[1])
        .contains(parts[2])
        .doesNotContain("infer_schema_length", "truncate_ragged_lines");
    assertThat(folder.resolve("o.arrow")).doesNotExist();
  }

  @Test
  void readsAFileAgainForKeysThatOnlyLaterRowsHave() throws IOException {
    Path json = folder.resolve("late.ndjson");
    Files.writeString(json, "{\"a\":1}\n".repeat(10_000) + "{\"a\":1,\"b\":2}\n");
    Path out = folder.resolve("o.arrow");

    Cli.Result result = Cli.run("convert", json, out);

    assertThat(result.code()).as(result.err()).isZero();
    try (DataFrame frame = read(out, Format.ARROW)) {
      assertThat(frame.columnNames()).containsExactly("a", "b");
    }
  }

  @Test
  void truncatesRaggedRowsWhenTold() throws IOException {
    Path csv = Files.writeString(folder.resolve("in.csv"), "a,b\n1,2\n1,2,3\n");

    Cli.Result result = Cli.run("convert", csv, "-", "--to", "csv", "--truncate-ragged");

    assertThat(result.out()).isEqualTo("a,b\n1,2\n1,2\n");
  }

  @Test
  void saysWhatFormatAFileHas() throws IOException {
    Path arrow = folder.resolve("in.arrow");
    Path parquet = folder.resolve("in.parquet");
    Path stream = folder.resolve("in.arrows");
    for (Path out : List.of(arrow, parquet, stream)) {
      assertThat(Cli.run("convert", Cli.WEATHER, out).code()).isZero();
    }

    assertThat(Cli.run("head", arrow, "--from", "csv").err()).contains("--from arrow\n");
    assertThat(Cli.run("head", parquet, "--from", "arrow").err()).contains("--from parquet\n");
    assertThat(Cli.run("head", stream, "--from", "arrow").err()).contains("--from arrows\n");
    assertThat(Cli.run("inspect", arrow, "--from", "arrows").err()).contains("--from arrow\n");
  }

  @Test
  void callsStandardInputByItsName() {
    Cli.Result result = Cli.run("convert", "-", "-", "--from", "csv", "--to", "csv");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).isEqualTo("polars4j: standard input: empty CSV\n");
  }

  @Test
  void replacesItsOwnInput() throws IOException {
    Path file = folder.resolve("a.arrow");
    assertThat(Cli.run("convert", Cli.WEATHER, file).code()).isZero();
    String before = String.format(Locale.ROOT, "%,d bytes in", Files.size(file));

    Cli.Result result = Cli.run("convert", file, file, "--overwrite", "--compression", "zstd");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains(before);
  }

  @Test
  void namesColumnsWithCommasInQuotes() throws IOException {
    Path csv = Files.writeString(folder.resolve("in.csv"), "\"a,b\",c,d\n1,2,3\n");

    Cli.Result result = Cli.run("convert", csv, "-", "--to", "csv", "--columns", "d,\"a,b\"");

    assertThat(result.out()).isEqualTo("d,\"a,b\"\n3,1\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"CSV", "NDJSON", "TSV"})
  void writesTextInFewRecordBatches(Format from) throws IOException {
    Path text = folder.resolve("in." + from);
    Path out = folder.resolve("out.arrow");
    assertThat(Cli.run("convert", Cli.WEATHER, text).code()).isZero();

    assertThat(Cli.run("convert", text, out).code()).isZero();

    try (IpcReader reader = new IpcReader(out)) {
      assertThat(reader.layout().recordBatches()).hasSize(1);
    }
  }

  @Test
  void endsQuietlyWhenTheReaderGoesAway() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    for (Object[] args :
        new Object[][] {
          {"convert", Cli.WEATHER, "-", "--to", "csv"}, {"head", Cli.WEATHER}, {"completion"}
        }) {
      Cli.Result result = Cli.into(gone, args);

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err()).isEmpty();
    }
  }

  @Test
  void showsABarOnATerminalOnly() {
    Path out = folder.resolve("out.arrow");
    Object[] args = {"convert", Cli.WEATHER, out, "--null-value", "NA", "--overwrite"};

    assertThat(Cli.onTerminal(args).err()).contains("writing").contains("100%");
    assertThat(Cli.run(args).err()).doesNotContain("writing").hasLineCount(1);
  }

  @Test
  void refusesBinaryOutputOnATerminal() {
    Cli.Result result = Cli.onTerminal("convert", Cli.WEATHER, "-", "--to", "arrow");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.bytes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "in.csv out.arrow --compression brotli | --compression brotli",
        "in.csv out.arrow --compression zstd:23 | --compression",
        "in.csv out.arrow --compression zstd:x | --compression zstd:x",
        "in.csv out.arrow --compression lz4:3 | --compression lz4",
        "in.csv out.arrow --compression snappy | --compression snappy",
        "in.csv out.parquet --compression brotli | --compression brotli",
        "in.csv out.tsv --compression zstd | --compression",
        "in.csv out.parquet --compat oldest | --compat",
        "in.csv out.arrow --compat middle | --compat",
        "in.csv out.ndjson --record-batch-size 5 | --record-batch-size",
        "in.csv out.arrow --record-batch-size 0 | --record-batch-size",
        "in.csv out.csv --metadata a=b | --metadata",
        "in.csv out.arrow --metadata a | --metadata a",
        "in.csv out.arrow --metadata a=1 --metadata a=2 | --metadata a",
        "in.arrow out.csv --null-value NA | --null-value",
        "in.ndjson out.csv --parse-dates | --parse-dates",
        "in.parquet out.csv --infer-rows 5 | --infer-rows",
        "in.csv out.arrow --infer-rows 0 | --infer-rows 0",
        "in.csv out.arrow --memory 5 | --memory 5: a size such as 512MB",
        "in.csv out.arrow --memory 31MB | --memory 31MB: at least 32MB",
        "in.csv out.foo | --to",
        "in.foo out.csv | --from",
        "- out.csv | --from",
        "in.csv - | --to",
        "in.csv out.csv.gz | out.csv.gz",
        "in.csv out.arrow --to nope | 'nope' is none of csv, tsv",
        "in.csv out.arrow --compat old | 'old' is neither newest nor oldest",
        "in.csv out.arrow --columns a,b,a | --columns: a is given twice",
        "in.parquet out.arrow --truncate-ragged | --truncate-ragged",
        "in.csv out.arrow --frobnicate | --frobnicate",
        "in.csv out.arrow more | more",
        "in.csv | OUT",
      })
  void refusesArgumentsThatDoNotFit(String words) {
    String[] parts = words.split(" \\| ");
    Object[] args =
        Stream.of("convert " + parts[0]).flatMap(s -> Stream.of(s.split(" "))).toArray();

    Cli.Result result = Cli.run(args);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("polars4j: ")
        .contains(parts[1])
        .contains("Try 'polars4j convert --help'");
  }

  private static DataFrame weather() throws IOException {
    try (CsvReader reader = new CsvReader(Cli.WEATHER)) {
      return reader.withNullValues("NA").withInferSchemaLength(10_000).finish();
    }
  }

  private static DataFrame read(Path path, Format format) throws IOException {
    return switch (format) {
      case CSV -> new CsvReader(path).withInferSchemaLength(10_000).finish();
      case TSV -> new CsvReader(path).withSeparator('\t').withInferSchemaLength(10_000).finish();
      case NDJSON -> new NdjsonReader(path).withInferSchemaLength(10_000).finish();
      case PARQUET -> new ParquetReader(path).finish();
      case ARROW -> new IpcReader(path).finish();
      case ARROWS -> new IpcStreamReader(path).finish();
    };
  }
}
