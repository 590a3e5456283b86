package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The columns of a file, and their way back. */
class SchemaCommandTest {
  @TempDir private Path folder;

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
        Cli.file(
            folder,
            "rows.ndjson",
            "{\"zip, code\":\"007\",\"n\":\"1.5\",\"s\":{\"a:b\":1},\"e\":\"y, z\"}\n");
    for (Cli.Result said : new Cli.Result[] {plain, json}) {
      Path types = Cli.file(folder, "types", said.out());
      Path out = folder.resolve("out.arrow");
      Cli.Result converted = Cli.run("convert", text, out, "--overwrite", "--schema", "@" + types);
      assertThat(converted.code()).as(converted.err()).isZero();
      try (DataFrame read = DataFrame.read(out)) {
        assertThat(read.schema().field("n").dataType()).isEqualTo(DataType.decimal(10, 2));
        assertThat(read.schema().field("zip, code").dataType()).isEqualTo(DataType.STRING);
      }
    }
    Path wrong = Cli.file(folder, "wrong", "{\"a\":1}");
    assertThat(Cli.run("convert", text, folder.resolve("x.arrow"), "--schema", "@" + wrong).err())
        .contains("is not what 'polars4j schema --json' writes");
  }
}
