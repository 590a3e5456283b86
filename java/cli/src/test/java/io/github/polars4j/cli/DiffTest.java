package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.Schema;
import io.github.polars4j.Series;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is compared, what a schema says, and many files as one. */
class DiffTest {
  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

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
    Path a = write("a.csv", "id,v,w\n1,x,1\n2,,1\n3,z,1\n");
    Path b = write("b.csv", "id,v,u\n1,x,1\n2,y,1\n4,z,1\n5,z,1\n");
    Cli.Result result = Cli.run("diff", a, b);
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.out().lines())
        .containsExactly(
            "column 'w': only in A, Int64",
            "column 'u': only in B, Int64",
            "row 1, column 'v': null in A, y in B",
            "row 2, column 'id': 3 in A, 4 in B",
            "rows: 3 in A, 4 in B");
    assertThat(Cli.run("diff", a, b, "-n", "1").out()).contains("row 1,").doesNotContain("row 2,");
    Path c = write("c.csv", "v,id,w\nx,1,1\n,2,1\nz,3,1\n");
    assertThat(Cli.run("diff", a, c).out())
        .isEqualTo("columns: [id, v, w] in A, [v, id, w] in B\n");
    assertThat(Cli.run("diff", a, folder.resolve("none.csv")).code()).isEqualTo(2);
    assertThat(Cli.run("diff", a).code()).isEqualTo(2);
  }

  @Test
  void typesAreThoseOfAllRows() throws IOException {
    StringBuilder text = new StringBuilder("v\n");
    for (int i = 0; i < 120_000; i++) {
      text.append(i).append('\n');
    }
    Path a = write("a.csv", text + "x\n");
    Path b = write("b.csv", text + "y\n");
    Cli.Result result = Cli.run("diff", a, b);
    assertThat(result.out()).isEqualTo("row 120000, column 'v': x in A, y in B\n");
    assertThat(result.code()).isEqualTo(1);
    assertThat(Cli.run("diff", b, b).code()).isZero();
  }

  @Test
  void troubleIsNoDifference() throws IOException {
    Path a = write("a.csv", "v\n1\n");
    assertThat(Cli.run("diff", a, write("b.csv", "v\n\"1\n")).code()).isEqualTo(2);
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
    assertThat(Cli.into(full, "diff", a, write("c.csv", "v\n3\n")).code()).isEqualTo(2);
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
  void aSchemaIsReadAgain() throws IOException {
    Schema schema =
        Schema.of(
            Field.of("zip, code", DataType.STRING),
            Field.of("n", DataType.decimal(10, 2)),
            Field.of("s", new DataType.Struct(List.of(Field.of("a:b", DataType.INT8)))),
            Field.of("e", DataType.enumeration("x", "y, z")));
    Path file = folder.resolve("empty.parquet");
    try (DataFrame frame = DataFrame.empty(schema)) {
      frame.write(file);
    }
    Cli.Result plain = Cli.run("schema", file);
    assertThat(plain.out().lines())
        .containsExactly(
            "\"zip, code\":String",
            "n:Decimal(10, 2)",
            "s:Struct(\"a:b\":Int8)",
            "e:Enum(x,\"y, z\")");
    Cli.Result json = Cli.run("schema", file, "--json");
    assertThat(json.out())
        .startsWith("{\"columns\":[{\"name\":\"zip, code\",\"type\":\"String\",\"nullable\":true");
    Path text =
        write(
            "rows.ndjson",
            "{\"zip, code\":\"007\",\"n\":\"1.5\",\"s\":{\"a:b\":1},\"e\":\"y, z\"}\n");
    for (Cli.Result said : new Cli.Result[] {plain, json}) {
      Path types = write("types", said.out());
      Path out = folder.resolve("out.arrow");
      Cli.Result converted = Cli.run("convert", text, out, "--overwrite", "--schema", "@" + types);
      assertThat(converted.code()).as(converted.err()).isZero();
      try (DataFrame read = DataFrame.read(out)) {
        assertThat(read.schema().field("n").dataType()).isEqualTo(DataType.decimal(10, 2));
        assertThat(read.schema().field("zip, code").dataType()).isEqualTo(DataType.STRING);
      }
    }
    Path wrong = write("wrong", "{\"a\":1}");
    assertThat(Cli.run("convert", text, folder.resolve("x.arrow"), "--schema", "@" + wrong).err())
        .contains("is not what 'polars4j schema --json' writes");
  }

  @Test
  void manyFilesBecomeOne() throws IOException {
    write("in/year=2023/a.csv", "id;v\n1;x\n");
    write("in/year=2024/b.csv", "id;v\n2;y\n");
    Path c = write("in/year=2024/c.csv", "v;id;w\nz;3.5;1\n");
    Path out = folder.resolve("out.parquet");
    Cli.Result all = Cli.run("convert", folder.resolve("in"), out, "--separator", ";");
    assertThat(all.code()).isEqualTo(1);
    assertThat(all.err()).contains("column 'id' is Float64 in ").contains("c.csv");
    Cli.Result typed =
        Cli.run(
            "convert", folder + "/in/**/*.csv", out, "--separator", ";", "--schema", "id:Float64");
    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.err()).contains("3 rows, 4 columns");
    try (DataFrame read = DataFrame.read(out)) {
      assertThat(read.columnNames()).containsExactly("id", "v", "w", "year");
      assertThat(read.row(2).get("id")).isEqualTo(3.5);
      assertThat(read.row(0).get("year")).isEqualTo(2023L);
      assertThat(read.row(0).get("w")).isNull();
    }
    Path some = folder.resolve("some.csv");
    Cli.Result listed =
        Cli.run(
            "convert",
            folder.resolve("in/year=2023/a.csv"),
            c,
            some,
            "--separator",
            ";",
            "--schema",
            "id:String",
            "--columns",
            "v,id");
    assertThat(listed.code()).as(listed.err()).isZero();
    assertThat(listed.err()).contains("2 files -> ");
    assertThat(Files.readString(some)).isEqualTo("v,id\nx,1\nz,3.5\n");
    assertThat(Cli.run("convert", folder + "/in/*.csv", some, "--overwrite").err())
        .contains("/in/*.csv");
    assertThat(Cli.run("convert", "-", c, some, "--overwrite", "--from", "csv").code())
        .isEqualTo(2);
  }

  @Test
  void aColumnIsSummedUp() throws IOException {
    Path rows =
        write("rows.ndjson", "{\"n\":1,\"t\":\"b\",\"l\":[1]}\n{\"n\":4,\"t\":null,\"l\":[2]}\n");
    Cli.Result result = Cli.run("stats", rows);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .containsPattern("n +. Int64 +. 0 +. 1 +. 4 +. 2\\.50000")
        .containsPattern("t +. String +. 1 +. b +. b +. null")
        .containsPattern("l +. List\\(Int64\\) +. 0 +. null +. null +. null");
    StringBuilder many = new StringBuilder("v\n");
    for (int i = 0; i < 250_000; i++) {
      many.append((i * 7919L) % 250_000).append('\n');
    }
    assertThat(Cli.run("stats", write("many.csv", many.toString())).out())
        .containsPattern("v +. Int64 +. 0 +. 0 +. 249999 +. 125000");
  }

  @Test
  void aFileIsSplit() throws IOException {
    Path rows = write("rows.csv", "k,v\na,1\nb,2\na,3\n");
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
  void aFileIsSplitByTheTypesOfAllRows() throws IOException {
    StringBuilder text = new StringBuilder("v\n");
    for (int i = 0; i < 400_000; i++) {
      text.append(i).append('\n');
    }
    Path rows = write("wide.csv", text + "x\n");
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
