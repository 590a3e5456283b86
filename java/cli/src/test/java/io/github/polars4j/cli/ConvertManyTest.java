package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.FrameReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many files as one. */
class ConvertManyTest {
  @TempDir private Path folder;

  @Test
  void manyFilesBecomeOne() throws IOException {
    Cli.file(folder, "in/year=2023/a.csv", "id;v\n1;x\n");
    Cli.file(folder, "in/year=2024/b.csv", "id;v\n2;y\n");
    Path c = Cli.file(folder, "in/year=2024/c.csv", "v;id;w\nz;3.5;1\n");
    Path out = folder.resolve("out.parquet");
    Path all = folder.resolve("all.arrow");
    Cli.Result united = Cli.run("convert", folder.resolve("in"), all, "--separator", ";");
    assertThat(united.code()).as(united.err()).isZero();
    try (DataFrame read = DataFrame.read(all)) {
      assertThat(read.schema().field("id").dataType()).isEqualTo(DataType.FLOAT64);
      assertThat(read.row(1).get("id")).isEqualTo(2.0);
    }
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
  void metadataOfAllFilesIsKept() throws IOException {
    Path csv = Cli.file(folder, "a.csv", "id\n1\n");
    Path a = folder.resolve("a.arrow");
    Path b = folder.resolve("b.parquet");
    Path out = folder.resolve("out.arrow");
    assertThat(Cli.run("convert", csv, a, "--metadata", "by=me", "--metadata", "a=1").code())
        .isZero();
    assertThat(Cli.run("convert", csv, b, "--metadata", "by=me").code()).isZero();
    assertThat(Cli.run("convert", a, b, out).code()).isZero();
    try (FrameReader reader = FrameReader.of(out)) {
      assertThat(reader.customMetadata()).isEqualTo(Map.of("by", "me"));
    }
  }

  @Test
  void foldersAreColumnsOrNot() throws IOException {
    Cli.file(folder, "in/year=2023/a.csv", "id,year\n1,1\n");
    Path out = folder.resolve("out.csv");
    Cli.Result twice = Cli.run("convert", folder.resolve("in"), out);
    assertThat(twice.code()).isEqualTo(1);
    assertThat(twice.err()).contains("which the names of folders have too: --no-hive-partitions");
    Cli.Result plain = Cli.run("convert", folder.resolve("in"), out, "--no-hive-partitions");
    assertThat(plain.code()).as(plain.err()).isZero();
    assertThat(Files.readString(out)).isEqualTo("id,year\n1,1\n");
    assertThat(Cli.run("cat", folder.resolve("in"), "--no-hive-partitions").out())
        .isEqualTo("{\"id\":1,\"year\":1}\n");
    assertThat(Cli.run("sample", folder + "/in/*/*.csv", "--no-hive-partitions", "-n", "1").out())
        .contains("year");

    Path parquet = folder.resolve("binary/year=2023/a.parquet");
    Files.createDirectories(parquet.getParent());
    assertThat(Cli.run("convert", out, parquet).code()).isZero();
    assertThat(Cli.run("convert", folder.resolve("binary"), out, "--overwrite").err())
        .contains("--no-hive-partitions takes no column of folders");
  }
}
