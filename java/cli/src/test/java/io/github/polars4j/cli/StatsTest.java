package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.DataFrame;
import io.github.polars4j.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns summed up. */
class StatsTest {
  @TempDir private Path folder;

  @Test
  void aColumnIsSummedUp() throws IOException {
    Path rows =
        Cli.file(
            folder,
            "rows.ndjson",
            "{\"n\":1,\"t\":\"b\",\"l\":[1]}\n{\"n\":4,\"t\":null,\"l\":[2]}\n");
    Cli.Result result = Cli.run("stats", rows);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .containsPattern("n +. Int64 +. 0 +. 2 +. 1 +. 4 +. 2\\.50000")
        .containsPattern("t +. String +. 1 +. 1 +. b +. b +. null")
        .containsPattern("l +. List\\(Int64\\) +. 0 +. 2 +. null +. null +. null");
    StringBuilder many = new StringBuilder("v\n");
    for (int i = 0; i < 250_000; i++) {
      many.append((i * 7919L) % 250_000).append('\n');
    }
    assertThat(Cli.run("stats", Cli.file(folder, "many.csv", many.toString())).out())
        .containsPattern("v +. Int64 +. 0 +. 250,000 +. 0 +. 249999 +. 125000");
  }

  @Test
  void valuesOfEveryTypeAreSummedUp() throws IOException {
    Path file = folder.resolve("every.arrow");
    try (DataFrame frame = EveryType.frame();
        DataFrame twice = DataFrame.concat(frame, frame)) {
      twice.write(file);
      Cli.Result result = Cli.run("stats", file);
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.out())
          .containsPattern("i128 +. Int128 +. 2 +. 2 +. -2 +. 1267650600228229401496703205376 ")
          .containsPattern("dec +. .* -0\\.01 +. 123456789012345678901234567890\\.25 ")
          .containsPattern("bytes +. Binary +. 2 +. 2 +.  +. 00ff7f ")
          .containsPattern("time +. Time +. 2 +. 2 +. 00:00 +. 23:59:59.999999999 ")
          .containsPattern("enum +. .* 2 +. 2 +. b +. a ")
          .containsPattern("list +. .* 2 +. 2 +. null +. null ")
          .containsPattern("none +. Null +. 6 +. 0 +. null ");
    }
  }

  @Test
  void manyValuesAreCountedAsFarAsMemoryGoes() {
    try (Distinct all = new Distinct();
        Distinct some = new Distinct(1 << 20)) {
      for (int i = 0; i < 5; i++) {
        int first = i * 50_000;
        try (Series values = Series.of("v", LongStream.range(first, first + 100_000).toArray())) {
          all.add(values);
          some.add(values);
        }
      }
      assertThat(all.shown(false)).isEqualTo("300,000");
      assertThat(some.shown(false)).isEqualTo(">150,000");
    }
  }
}
