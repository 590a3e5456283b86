package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.BinaryText;
import io.github.polars4j.DataFrame;
import io.github.polars4j.NdjsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows as text on standard output. */
class CatTest {
  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void printsAnObjectOfJsonALine() throws IOException {
    Path a = write("a.csv", "id,v\n1,x\n2,\n");
    Path b = write("b.csv", "v,id\n\"y\"\"z\",3\n");
    String all = "{\"id\":1,\"v\":\"x\"}\n{\"id\":2,\"v\":null}\n{\"id\":3,\"v\":\"y\\\"z\"}\n";

    assertThat(Cli.run("cat", a, b).out()).isEqualTo(all);
    assertThat(Cli.run("cat", folder + "/*.csv").out()).isEqualTo(all);
    assertThat(Cli.run("cat", a, b, "-n", "1").out()).isEqualTo("{\"id\":1,\"v\":\"x\"}\n");
    assertThat(Cli.run("cat", a, b, "--format", "tsv").out())
        .isEqualTo("id\tv\n1\tx\n2\t\n3\t\"y\"\"z\"\n");
    byte[] in = Files.readAllBytes(a);
    assertThat(Cli.pipe(in, "cat", "-", "--from", "csv", "--format", "csv").out())
        .isEqualTo("id,v\n1,x\n2,\n");
  }

  @Test
  void typesAreThoseOfAllRowsOfAllFiles() throws IOException {
    StringBuilder text = new StringBuilder("v\n");
    for (int i = 0; i < 120_000; i++) {
      text.append(i).append('\n');
    }
    Path wide = write("b.csv", text + "x\n");
    Path arrow = folder.resolve("a.arrow");
    assertThat(Cli.run("convert", write("in.csv", "v\nw\n"), arrow).code()).isZero();

    Cli.Result one = Cli.run("cat", wide, "--format", "csv");
    Cli.Result two = Cli.run("cat", arrow, wide, "--format", "csv");

    assertThat(one.code()).as(one.err()).isZero();
    assertThat(one.out()).isEqualTo(text + "x\n");
    assertThat(two.code()).as(two.err()).isZero();
    assertThat(two.out()).isEqualTo("v\nw\n" + text.substring(2) + "x\n");
  }

  @Test
  void valuesOfEveryTypeAreThoseOfTheWriter() throws IOException {
    Path arrow = folder.resolve("every.arrow");
    ByteArrayOutputStream wanted = new ByteArrayOutputStream();
    try (DataFrame frame = EveryType.frame();
        NdjsonWriter writer = new NdjsonWriter(wanted)) {
      frame.write(arrow);
      writer.withBinaryText(BinaryText.HEX).finish(frame);
    }

    Cli.Result refused = Cli.run("cat", arrow);
    Cli.Result result = Cli.run("cat", arrow, "--binary", "hex");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("bytes", "--binary");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .isEqualTo(wanted.toString(StandardCharsets.UTF_8))
        .contains("\"dec\":\"123456789012345678901234567890.25\"", "\"bytes\":\"00ff7f\"");
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    Path nan = write("nan.csv", "v\n1.5\nNaN\n");

    assertThat(Cli.run("cat", nan).err()).contains("NaN", "--nan");
    assertThat(Cli.run("cat", nan, "--nan", "null").out()).isEqualTo("{\"v\":1.5}\n{\"v\":null}\n");
    Cli.Result csv = Cli.run("cat", nan, "--nan", "null", "--format", "csv");
    assertThat(csv.code()).isEqualTo(2);
    Cli.Result binary = Cli.run("cat", nan, "--format", "parquet");
    assertThat(binary.code()).isEqualTo(2);
    assertThat(binary.err()).contains("csv, tsv or ndjson").contains("convert");
    assertThat(Cli.run("cat").code()).isEqualTo(2);
  }
}
