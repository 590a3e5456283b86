package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The commands that go through whole files and write none: count, tail, verify. */
class CountTest {
  private static final int ROWS = 250_000;

  @TempDir private Path folder;

  private Path file(Format format) throws IOException {
    Path csv = folder.resolve("rows.csv");
    StringBuilder text = new StringBuilder("n,name\n");
    for (int i = 0; i < ROWS; i++) {
      text.append(i).append(",name ").append(i % 7).append('\n');
    }
    Files.writeString(csv, text);
    Path file = folder.resolve("file." + format);
    Cli.Result result = Cli.run("convert", csv, file);
    assertThat(result.code()).as(result.err()).isZero();
    return file;
  }

  @ParameterizedTest
  @EnumSource
  void countsTheRowsOfEachFormat(Format format) throws IOException {
    Path file = file(format);

    Cli.Result one = Cli.run("count", file);
    Cli.Result two = Cli.run("count", file, file);

    assertThat(one.code()).as(one.err()).isZero();
    assertThat(one.out()).isEqualToNormalizingNewlines(ROWS + "\n");
    assertThat(two.out().lines())
        .containsExactly(ROWS + "\t" + file, ROWS + "\t" + file, 2 * ROWS + "\ttotal");
  }

  @ParameterizedTest
  @EnumSource
  void showsTheLastRowsOfEachFormat(Format format) throws IOException {
    Cli.Result result = Cli.run("tail", file(format), "-n", "3");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("shape: (3, 2)", "249997", "249999").doesNotContain("249996");
  }

  @Test
  void aFileOfFewerRowsIsShownWhole() throws IOException {
    Path csv = Files.writeString(folder.resolve("few.csv"), "a\n1\n2\n");

    assertThat(Cli.run("tail", csv).out()).contains("shape: (2, 1)");
    assertThat(Cli.run("tail", csv, "-n", "0").out()).contains("shape: (0, 1)");
    assertThat(Cli.run("tail", csv, "-n", "-1").code()).isEqualTo(2);
  }

  @Test
  void verifyTellsTheFirstFaultOfEachFile() throws IOException {
    Path good = file(Format.ARROW);
    Path cut = folder.resolve("cut.arrow");
    byte[] bytes = Files.readAllBytes(good);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    Path damaged = folder.resolve("damaged.csv");
    Files.writeString(damaged, "a,b\n1,\"x\n2,y\n");

    Cli.Result result = Cli.run("verify", cut, good, damaged);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out().lines()).containsExactly(good + ": 250,000 rows, no fault");
    assertThat(result.err().lines())
        .hasSize(2)
        .anyMatch(line -> line.contains(cut.toString()))
        .anyMatch(line -> line.contains(damaged.toString()) && line.contains("line 2"));
    assertThat(Cli.run("verify", good).code()).isZero();
    assertThat(Cli.run("verify", cut).code()).isEqualTo(1);
  }
}
