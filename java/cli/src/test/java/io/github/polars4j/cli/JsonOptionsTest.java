package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.Series;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NDJSON in and out of convert and head, and the options for it. */
class JsonOptionsTest {
  @TempDir private Path folder;

  private Cli.Result convert(String json, String... options) throws IOException {
    Path in = Files.writeString(folder.resolve("in.ndjson"), json);
    List<Object> arguments = new ArrayList<>(List.of("convert", in, "-", "--to", "csv"));
    arguments.addAll(List.of(options));
    return Cli.run(arguments.toArray());
  }

  @Test
  void whatIsAtFaultIsRefusedByLineAndOption() throws IOException {
    String twice = "{\"a\":0}\n{\"a\":1,\"a\":2}\n";
    assertThat(convert(twice).err())
        .contains("in.ndjson: line 2: key 'a'", "--duplicate-keys last");
    assertThat(convert(twice, "--duplicate-keys", "last").out()).isEqualTo("a\n0\n2\n");
    String half = "{\"a\":\"x\\ud800y\"}\n";
    assertThat(convert(half).err()).contains("line 1", "'a'", "--invalid-escapes replace");
    assertThat(convert(half, "--invalid-escapes", "replace").out()).isEqualTo("a\nx\ufffdy\n");
    String mixed = "{\"a\":1}\n{\"a\":\"x\"}\n";
    assertThat(convert(mixed).err()).contains("line 2", "'a'", "--schema").doesNotContain("with");
    assertThat(convert(mixed, "--schema", "a:String").out()).isEqualTo("a\n1\nx\n");
  }

  @Test
  void aFileIsReadAgainWhereALaterRowIsWider() throws IOException {
    String json = "{\"a\":1}\n".repeat(60_000) + "{\"a\":0.5,\"b\":\"x\"}\n";
    Path in = Files.writeString(folder.resolve("later.ndjson"), json);
    Path out = folder.resolve("later.arrow");
    Cli.Result result = Cli.run("convert", in, out);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("line 60001: key 'a'", "reads again", "60,001 rows");
    Cli.Result piped =
        Cli.pipe(
            json.getBytes(StandardCharsets.UTF_8),
            "convert",
            "-",
            out,
            "--from",
            "ndjson",
            "--overwrite");
    assertThat(piped.err())
        .contains("standard input: line 60001: key 'a'", "--infer-rows all", "--schema");
  }

  @Test
  void packedPrettyAndInAnArray() throws IOException {
    String pretty = "[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": 2\n  }\n]\n";
    assertThat(convert(pretty).out()).isEqualTo("a\n1\n2\n");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("{\"a\":1}\n".getBytes(StandardCharsets.UTF_8));
    }
    for (String name : List.of("in.ndjson.gz", "in.jsonl.gz")) {
      Path in = Files.write(folder.resolve(name), packed.toByteArray());
      assertThat(Cli.run("convert", in, "-", "--to", "csv").out()).isEqualTo("a\n1\n");
      assertThat(Cli.run("head", in).out()).contains("i64");
    }
    assertThat(Cli.run("convert", Cli.WEATHER, folder.resolve("out.ndjson.gz")).err())
        .contains("compressed output");
  }

  @Test
  void bytesAndNumbersThatJsonHasNoFormFor() throws IOException {
    Path arrow = folder.resolve("in.arrow");
    try (Series d = Series.of("d", new double[] {Double.NaN});
        DataFrame frame = d.toFrame()) {
      new IpcWriter(arrow).finish(frame);
    }
    Object[] toJson = {"convert", arrow, "-", "--to", "ndjson"};
    assertThat(Cli.run(toJson).err()).contains("column 'd'", "NaN", "--nan");
    assertThat(Cli.run("convert", arrow, "-", "--to", "ndjson", "--nan", "null").out())
        .isEqualTo("{\"d\":null}\n");
    assertThat(Cli.run("convert", arrow, "-", "--to", "ndjson", "--nan", "text").out())
        .isEqualTo("{\"d\":\"NaN\"}\n");
    Path json = Files.writeString(folder.resolve("b.ndjson"), "{\"b\":\"AP8=\"}\n");
    Path bytes = folder.resolve("b.arrow");
    assertThat(Cli.run("convert", json, bytes, "--schema", "b:Binary").err())
        .contains("'b'", "--binary");
    assertThat(Cli.run("convert", json, bytes, "--schema", "b:Binary", "--binary", "base64").code())
        .isZero();
    assertThat(Cli.run("convert", bytes, "-", "--to", "csv").err()).contains("'b'", "--binary");
    assertThat(Cli.run("convert", bytes, "-", "--to", "csv", "--binary", "hex").out())
        .isEqualTo("b\n00ff\n");
  }

  @Test
  void whatIsNotForTheFormatIsRefused() throws IOException {
    Path csv = Files.writeString(folder.resolve("in.csv"), "a\n1\n");
    Path out = folder.resolve("out.arrow");
    for (String[] option :
        new String[][] {
          {"--duplicate-keys", "last"},
          {"--invalid-escapes", "replace"},
          {"--nan", "text"}
        }) {
      assertThat(Cli.run("convert", csv, out, option[0], option[1]).err())
          .contains(option[0] + " is for ", "ndjson");
    }
    assertThat(Cli.run("convert", csv, out).code()).isZero();
    assertThat(Cli.run("head", out, "--binary", "hex").err()).contains("--binary is for ", "csv");
  }
}
