package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.DataFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a file says of itself, for programs and from standard input. */
class InspectTest {
  @TempDir private Path folder;

  private Path write(Format format) throws IOException {
    Path rows = folder.resolve("rows.ndjson");
    Files.writeString(
        rows,
        "{\"id\":1,\"s\":{\"a\":\"x\",\"l\":[1,2]}}\n{\"id\":2,\"s\":{\"a\":\"y\",\"l\":[]}}\n");
    Path file = folder.resolve("file." + format);
    Cli.Result result =
        Cli.run("convert", rows, file, "--metadata", "by=me", "--compression", "zstd");
    assertThat(result.code()).as(result.err()).isZero();
    return file;
  }

  @ParameterizedTest
  @EnumSource(names = {"ARROW", "ARROWS", "PARQUET"})
  void standardInputIsInspectedToo(Format format) throws IOException {
    Path file = write(format);
    for (String[] more : new String[][] {{}, {"--json"}}) {
      Object[] named = args(file.toString(), more);
      Object[] piped = args("-", more, "--from", format.toString());
      Cli.Result result = Cli.pipe(Files.readAllBytes(file), piped);
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.out()).isNotEmpty().isEqualTo(Cli.run(named).out());
    }
  }

  private static Object[] args(String file, String[] more, String... last) {
    return Stream.of(new String[] {"inspect", file}, more, last).flatMap(Arrays::stream).toArray();
  }

  @Test
  void aParquetFileTellsOfEachColumn() throws IOException {
    Path file = write(Format.PARQUET);
    Cli.Result text = Cli.run("inspect", file, "--chunks");
    assertThat(text.out().lines())
        .anyMatch(line -> line.matches("    id: [0-9]+ bytes \\([0-9]+ bytes unpacked\\), zstd"))
        .anyMatch(line -> line.startsWith("    s.a: "))
        .anyMatch(line -> line.startsWith("    s.l.list.element: "));
    assertThat(Cli.run("inspect", file).out()).doesNotContain("s.l.list.element");

    Path json =
        Files.writeString(folder.resolve("shown.ndjson"), Cli.run("inspect", file, "--json").out());
    try (DataFrame shown = DataFrame.read(json)) {
      assertThat(shown.row(0).getString("format")).isEqualTo("parquet");
      assertThat(shown.row(0).getLong("rows")).isEqualTo(2);
      assertThat(shown.row(0).getLong("size")).isEqualTo(Files.size(file));
      assertThat(shown.row(0).get("row_groups").toString())
          .contains("column=s.l.list.element", "codec=zstd", "unpacked_bytes=");
    }
  }

  @Test
  void anArrowFileTellsOfItsRecordBatches() throws IOException {
    Cli.Result result = Cli.run("inspect", write(Format.ARROW), "--json");
    assertThat(result.out())
        .hasLineCount(1)
        .startsWith("{\"format\":\"arrow\",\"size\":")
        .contains("\"codec\":\"zstd\"", "\"by\"", "\"record_batches\":[{\"rows\":2,\"bytes\":")
        .contains("{\"name\":\"id\",\"type\":\"Int64\",\"nullable\":true");
    assertThat(Cli.pipe(new byte[0], "inspect", "-").err()).contains("--from");
    assertThat(Cli.pipe("x".getBytes(), "inspect", "-", "--from", "arrow").code()).isEqualTo(1);
  }
}
