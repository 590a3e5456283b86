package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.BatchedWriter;
import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.FrameWriter;
import io.github.polars4j.Schema;
import io.github.polars4j.Series;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files compared. */
class DiffTest {
  @TempDir private Path folder;

  @Test
  void theSameRowsInAnotherFormatAreTheSame() {
    Path arrow = folder.resolve("w.arrow");
    assertThat(Cli.run("convert", Cli.WEATHER, arrow, "--null-value", "NA").code()).isZero();
    Cli.Result same = Cli.run("diff", Cli.WEATHER, arrow, "--null-value", "NA", "--from", "csv");
    assertThat(same.code()).as("--from is that of both").isEqualTo(2);
    Path parquet = folder.resolve("w.parquet");
    assertThat(Cli.run("convert", arrow, parquet).code()).isZero();
    Cli.Result result = Cli.run("diff", arrow, parquet);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  void whatDiffersIsShown() throws IOException {
    Path a = Cli.file(folder, "a.csv", "id,v,w\n1,x,1\n2,,1\n3,z,1\n");
    Path b = Cli.file(folder, "b.csv", "id,v,u\n1,x,1\n2,y,1\n4,z,1\n5,z,1\n");
    Cli.Result result = Cli.run("diff", a, b);
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.out().lines())
        .containsExactly(
            "column 'w': only in A, Int64",
            "column 'u': only in B, Int64",
            "row 1, column 'v': null in A, \"y\" in B",
            "row 2, column 'id': 3 in A, 4 in B",
            "rows: 3 in A, 4 in B");
    assertThat(Cli.run("diff", a, b, "-n", "1").out()).contains("row 1,").doesNotContain("row 2,");
    Path c = Cli.file(folder, "c.csv", "v,id,w\nx,1,1\n,2,1\nz,3,1\n");
    assertThat(Cli.run("diff", a, c).out())
        .isEqualTo("columns: [id, v, w] in A, [v, id, w] in B\n");
    assertThat(Cli.run("diff", a, folder.resolve("none.csv")).code()).isEqualTo(2);
    assertThat(Cli.run("diff", a).code()).isEqualTo(2);
  }

  /** Parquet files of Spark and others have structs whose fields are not nullable. */
  @Test
  void nullabilityIsNoDifference() throws IOException {
    Path a = folder.resolve("a.arrow");
    Path b = folder.resolve("b.parquet");
    Field inner = Field.of("x", DataType.INT32);
    write(a, inner, 1);
    write(b, inner.withNullable(false), 1);
    Cli.Result same = Cli.run("diff", a, b);
    assertThat(same.out()).isEmpty();
    assertThat(same.code()).as(same.err()).isZero();
    write(b, inner.withNullable(false), 2);
    Cli.Result other = Cli.run("diff", a, b);
    assertThat(other.out()).isEqualTo("row 0, column 's': {\"x\":1} in A, {\"x\":2} in B\n");
    assertThat(other.code()).isEqualTo(1);
  }

  private static void write(Path file, Field inner, int value) throws IOException {
    Schema schema = Schema.of(Field.of("s", DataType.struct(inner)));
    try (DataFrame frame = DataFrame.fromMaps(schema, List.of(Map.of("s", Map.of("x", value))));
        BatchedWriter writer = FrameWriter.of(file).batched(schema)) {
      writer.writeBatch(frame);
      writer.finish();
    }
  }

  @Test
  void typesAreThoseOfAllRows() throws IOException {
    StringBuilder text = new StringBuilder("v\n");
    for (int i = 0; i < 120_000; i++) {
      text.append(i).append('\n');
    }
    Path a = Cli.file(folder, "a.csv", text + "x\n");
    Path b = Cli.file(folder, "b.csv", text + "y\n");
    Cli.Result result = Cli.run("diff", a, b);
    assertThat(result.out()).isEqualTo("row 120000, column 'v': \"x\" in A, \"y\" in B\n");
    assertThat(result.code()).isEqualTo(1);
    assertThat(Cli.run("diff", b, b).code()).isZero();
  }

  @Test
  void troubleIsNoDifference() throws IOException {
    Path a = Cli.file(folder, "a.csv", "v\n1\n");
    assertThat(Cli.run("diff", a, Cli.file(folder, "b.csv", "v\n\"1\n")).code()).isEqualTo(2);
    assertThat(Cli.run("diff", "-", "-", "--from", "csv").code()).isEqualTo(2);
    assertThat(Cli.pipe("v\n2\n".getBytes(), "diff", a, "-", "--from", "csv").out())
        .isEqualTo("row 0, column 'v': 1 in A, 2 in B\n");
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("full");
          }
        };
    assertThat(Cli.into(full, "diff", a, Cli.file(folder, "c.csv", "v\n3\n")).code()).isEqualTo(2);
  }

  @Test
  void rowsAreComparedWhateverTheirBatches() throws IOException {
    int rows = 250_000;
    long[] numbers = new long[rows];
    Path a = folder.resolve("a.arrow");
    Path b = folder.resolve("b.parquet");
    try (Series one = Series.of("n", numbers);
        DataFrame frame = DataFrame.of(one)) {
      frame.write(a);
    }
    numbers[123_456] = 7;
    try (Series one = Series.of("n", numbers);
        DataFrame frame = DataFrame.of(one)) {
      frame.write(b);
    }
    Cli.Result result = Cli.run("diff", a, b);
    assertThat(result.out()).isEqualTo("row 123456, column 'n': 0 in A, 7 in B\n");
    assertThat(result.code()).isEqualTo(1);
  }

  @Test
  void valuesOfEveryTypeAreShown() throws IOException {
    Path a = folder.resolve("a.arrow");
    Path b = folder.resolve("b.parquet");
    try (DataFrame frame = EveryType.frame();
        DataFrame rows = frame.take(2, 1, 0)) {
      frame.write(a);
      rows.write(b);
    }
    Cli.Result result = Cli.run("diff", a, b);
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.out().lines())
        .hasSize(2 * 21)
        .contains(
            "row 0, column 'i128': 1267650600228229401496703205376 in A, -2 in B",
            "row 0, column 'bytes': \"00ff7f\" in A, \"\" in B",
            "row 0, column 'text': \"a \\\"quoted\\\", text\\nof two lines\" in A, \"\" in B",
            "row 2, column 'struct': {\"x\":8,\"y\":\"w\"} in A, {\"x\":7,\"y\":\"é\"} in B",
            "row 2, column 'list': [] in A, [\"x\",\"\"] in B",
            "row 2, column 'dec': \"-0.01\" in A, \"123456789012345678901234567890.25\" in B");
  }

  @Test
  void rowsOfTheSameKeyAreCompared() throws IOException {
    Path a = Cli.file(folder, "a.csv", "k,n,v\na,1,x\nb,1,y\n,1,z\na,2,w\n");
    Path b = Cli.file(folder, "b.csv", "n,k,v\n2,a,w\n1,,z\n1,b,Y\n3,a,q\n");
    Cli.Result result = Cli.run("diff", a, b, "--key", "k,n");
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.out().lines())
        .containsExactly(
            "columns: [k, n, v] in A, [n, k, v] in B",
            "k=\"a\", n=1: only in A",
            "k=\"a\", n=3: only in B",
            "k=\"b\", n=1, column 'v': \"y\" in A, \"Y\" in B",
            "rows: 1 only in A, 1 only in B, 3 in both");
    Path c = Cli.file(folder, "c.csv", "k,n,v\na,2,w\nb,1,y\na,1,x\n,1,z\n");
    Cli.Result same = Cli.run("diff", a, c, "--key", "n,k");
    assertThat(same.out()).isEmpty();
    assertThat(same.code()).isZero();
  }

  @Test
  void aKeyMustBeOne() throws IOException {
    Path a = Cli.file(folder, "a.csv", "k,v\n1,x\n2,y\n1,z\n,1\n,2\n");
    Path b = Cli.file(folder, "b.ndjson", "{\"k\":1,\"v\":[1]}\n");
    Cli.Result twice = Cli.run("diff", a, a, "--key", "k");
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.err()).contains("rows 3 and 4 of A have the same key k=null");
    assertThat(Cli.run("diff", a, b, "--key", "nope").err()).contains("--key nope");
    assertThat(Cli.run("diff", a, b, "--key", "v").code()).isEqualTo(2);
    assertThat(Cli.run("diff", b, b, "--key", "v").err()).contains("List(Int64) is no key");
  }

  @Test
  void everyTypeThatHasAnOrderIsAKey() throws IOException {
    Path a = folder.resolve("a.arrow");
    Path b = folder.resolve("b.arrow");
    try (DataFrame frame = EveryType.frame();
        DataFrame rows = frame.take(1, 2, 0)) {
      frame.write(a);
      rows.write(b);
      for (String key : frame.columnNames()) {
        Cli.Result result = Cli.run("diff", a, b, "--key", key);
        boolean nested = Set.of("list", "array", "struct", "none").contains(key);
        assertThat(result.code())
            .as(key + ": " + result.err() + result.out())
            .isEqualTo(nested ? 2 : 0);
      }
    }
  }
}
