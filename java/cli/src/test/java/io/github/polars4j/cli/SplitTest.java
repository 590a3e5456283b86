package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.DataFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file as several. */
class SplitTest {
  @TempDir private Path folder;

  @Test
  void aFileIsSplit() throws IOException {
    Path rows = Cli.file(folder, "rows.csv", "k,v\na,1\nb,2\na,3\n");
    Path by = folder.resolve("by");
    Cli.Result result = Cli.run("split", rows, by, "--by", "k", "--to", "arrow");
    assertThat(result.err()).endsWith(": 2 files\n");
    assertThat(Cli.run("convert", by, folder.resolve("back.csv")).code()).isZero();
    assertThat(folder.resolve("back.csv")).hasContent("v,k\n1,a\n3,a\n2,b\n");
    Path parts = folder.resolve("parts");
    assertThat(Cli.run("split", rows, parts, "--rows", "2").code()).isZero();
    assertThat(parts.resolve("part-0.csv")).hasContent("k,v\na,1\nb,2\n");
    assertThat(parts.resolve("part-1.csv")).hasContent("k,v\na,3\n");
    assertThat(Cli.run("split", rows, parts, "--rows", "2").err()).contains("not empty");
    assertThat(Cli.run("split", rows, parts, "--rows", "2", "--add").code()).isZero();
    assertThat(Cli.run("split", rows, parts).code()).isEqualTo(2);
  }

  @Test
  void aFileIsSplitBySize() throws IOException {
    String rows = IntStream.range(0, 1_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
    Path csv = Cli.file(folder, "n.csv", "n\n" + rows);
    Path parts = folder.resolve("parts");
    Cli.Result result = Cli.run("split", csv, parts, "--bytes", "1k", "--to", "arrow");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).endsWith(": 8 files\n");
    try (DataFrame first = DataFrame.read(parts.resolve("part-0.arrow"))) {
      assertThat(first.height()).as("1,024 bytes of 8 each").isEqualTo(128);
    }
    assertThat(Cli.run("convert", parts, folder.resolve("all.csv")).code()).isZero();
    assertThat(folder.resolve("all.csv")).hasSameTextualContentAs(csv);
    for (String wrong : new String[] {"0k", "x", "5", "999999999T"}) {
      Cli.Result refused = Cli.run("split", csv, folder.resolve("no"), "--bytes", wrong);
      assertThat(refused.code()).as(wrong).isEqualTo(2);
      assertThat(refused.err()).contains("--bytes " + wrong);
    }
  }

  @Test
  void aFileIsSplitByTheTypesOfAllRows() throws IOException {
    StringBuilder text = new StringBuilder("v\n");
    for (int i = 0; i < 400_000; i++) {
      text.append(i).append('\n');
    }
    Path rows = Cli.file(folder, "wide.csv", text + "x\n");
    Path parts = folder.resolve("wide");
    for (int i = 1; i <= 2; i++) {
      Cli.Result result =
          Cli.run("split", rows, parts, "--rows", "100000", "--add", "--to", "arrow");
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.err()).endsWith(": 5 files\n");
    }
    Path all = folder.resolve("all.arrow");
    assertThat(Cli.run("convert", parts, all).code()).isZero();
    assertThat(Cli.run("count", all).out()).isEqualTo("800002\n");
  }
}
