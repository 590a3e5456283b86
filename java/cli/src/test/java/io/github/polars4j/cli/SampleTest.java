package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.DataFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows drawn at random. */
class SampleTest {
  private static final int ROWS = 250_000;

  @TempDir private Path folder;

  private Path numbers(String name) throws IOException {
    String rows =
        LongStream.range(0, ROWS).mapToObj(Long::toString).collect(Collectors.joining("\n"));
    return Files.writeString(folder.resolve(name), "n\n" + rows + "\n");
  }

  private static List<Long> drawn(Path file) throws IOException {
    try (DataFrame frame = DataFrame.read(file)) {
      return LongStream.range(0, frame.height()).mapToObj(i -> frame.row(i).getLong("n")).toList();
    }
  }

  @Test
  void theSameSeedDrawsTheSameRowsInTheirOrder() throws IOException {
    Path csv = numbers("n.csv");
    Path arrow = folder.resolve("n.arrow");
    assertThat(Cli.run("convert", csv, arrow, "--record-batch-size", "777").code()).isZero();
    Path one = folder.resolve("one.parquet");
    Path two = folder.resolve("two.csv");
    Path other = folder.resolve("other.csv");

    Cli.Result result = Cli.run("sample", csv, "-n", "1000", "--seed", "7", "-o", one);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("1,000 rows");
    assertThat(Cli.run("sample", arrow, "-n", "1000", "--seed", "7", "-o", two).code()).isZero();
    assertThat(Cli.run("sample", arrow, "-n", "1000", "--seed", "8", "-o", other).code()).isZero();

    List<Long> rows = drawn(one);
    assertThat(rows).hasSize(1000).doesNotHaveDuplicates().isSorted();
    assertThat(rows.get(0)).isLessThan(ROWS / 50);
    assertThat(rows.get(999)).isGreaterThan(ROWS / 50 * 49);
    assertThat(drawn(two)).isEqualTo(rows);
    assertThat(drawn(other)).isNotEqualTo(rows);
  }

  @Test
  void eachRowHasTheSameChance() {
    int[] times = new int[10];
    int draws = 10_000;
    for (int seed = 0; seed < draws; seed++) {
      Draw draw = new Draw(3, seed);
      List<Long> kept = List.of();
      long first = 0;
      for (int height : new int[] {2, 0, 5, 3}) {
        List<Long> all = new ArrayList<>(kept);
        LongStream.range(first, first + height).forEach(all::add);
        first += height;
        long[] some = draw.next(height);
        if (some != null) {
          kept = LongStream.of(some).mapToObj(i -> all.get((int) i)).toList();
        }
      }
      kept.forEach(row -> times[row.intValue()]++);
    }
    for (int count : times) {
      assertThat(count).isBetween(2_800, 3_200);
    }
  }

  @Test
  void aTableIsShownWithoutAFile() throws IOException {
    Path csv = numbers("n.csv");

    assertThat(Cli.run("sample", csv).out()).contains("shape: (5, 1)");
    assertThat(Cli.run("sample", csv, "-n", "0").out()).contains("shape: (0, 1)");
    assertThat(Cli.run("sample", csv, "-n", "-1").code()).isEqualTo(2);
    assertThat(Cli.run("sample", csv, "--to", "arrow").code()).isEqualTo(2);
    assertThat(Cli.run("sample", csv, "-n", "1", "-o", "-", "--to", "csv").out()).hasLineCount(2);
    assertThat(Cli.run("sample", csv, "-o", csv).err()).contains("--overwrite");
  }

  @Test
  void fewerRowsAreAllDrawnWithTheirValues() throws IOException {
    Path every = folder.resolve("every.arrow");
    Path out = folder.resolve("out.arrow");
    try (DataFrame frame = EveryType.frame()) {
      frame.write(every);
      Cli.Result result = Cli.run("sample", every, every, "-n", "1000", "-o", out);
      assertThat(result.code()).as(result.err()).isZero();
      try (DataFrame read = DataFrame.read(out);
          DataFrame twice = DataFrame.concat(frame, frame)) {
        assertThat(read.contentEquals(twice)).isTrue();
      }
    }
  }
}
