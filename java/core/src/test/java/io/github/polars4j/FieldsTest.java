package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What Arrow says of fields beside their names and types goes in and comes out. */
class FieldsTest {
  private static final DataType UUID = DataType.extension("arrow.uuid", DataType.BINARY, "");

  private static final Schema SCHEMA =
      Schema.of(
          Field.of("id", DataType.INT64).withNullable(false).withMetadata(Map.of("unit", "m")),
          Field.of("u", UUID),
          Field.of(
              "s",
              DataType.struct(
                  Field.of("n", DataType.INT32).withMetadata(Map.of("deep", "1")),
                  Field.of("w", DataType.extension("geoarrow.wkb", DataType.BINARY, "{}")))),
          Field.of("l", DataType.list(DataType.extension("my.own", DataType.STRING, "x"))));

  private static DataFrame frame() {
    byte[] uuid = new byte[16];
    return DataFrame.fromRows(
        SCHEMA,
        List.of(
            List.of(1L, uuid, Map.of("n", 1, "w", new byte[] {1}), List.of("a")),
            List.of(2L, uuid, Map.of("n", 2, "w", new byte[] {2}), List.of("b", "c"))));
  }

  @Test
  void framesKeepThem() {
    try (DataFrame frame = frame();
        DataFrame selected = frame.select("u", "id");
        DataFrame renamed = frame.rename("id", "key");
        DataFrame dropped = frame.drop("s");
        DataFrame slice = frame.slice(1, 1);
        DataFrame both = frame.vstack(frame);
        DataFrame rechunked = both.rechunk();
        DataFrame empty = DataFrame.empty(SCHEMA);
        Series u = frame.column("u");
        Series s = frame.column("s")) {
      for (DataFrame same : List.of(frame, slice, both, rechunked, empty)) {
        assertThat(same.schema()).isEqualTo(SCHEMA);
      }
      assertThat(selected.schema()).isEqualTo(Schema.of(SCHEMA.field("u"), SCHEMA.field("id")));
      Field id = SCHEMA.field("id");
      assertThat(renamed.schema().field("key"))
          .isEqualTo(new Field("key", id.dataType(), false, id.metadata()));
      assertThat(dropped.schema().names()).containsExactly("id", "u", "l");
      assertThat(dropped.schema().field("l")).isEqualTo(SCHEMA.field("l"));
      assertThat(u.dataType()).isEqualTo(DataType.BINARY);
      assertThat(s.dataType())
          .isEqualTo(
              DataType.struct(Field.of("n", DataType.INT32), Field.of("w", DataType.BINARY)));
      assertThat(frame.row(1).get("l")).isEqualTo(List.of("b", "c"));
    }
  }

  @Test
  void whatIsWrittenAndReadKeepsThem() throws IOException {
    try (DataFrame frame = frame()) {
      for (CompatLevel level : CompatLevel.values()) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        new IpcWriter(file).withCompatLevel(level).finish(frame);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (Batches batches = new IpcReader(file.toByteArray()).batches(1);
            BatchedWriter writer =
                new IpcStreamWriter(stream).withCompatLevel(level).batched(batches.schema())) {
          assertThat(batches.schema()).isEqualTo(SCHEMA);
          batches.writeTo(writer);
          writer.finish();
        }
        try (IpcReader reader = new IpcReader(file.toByteArray());
            DataFrame first = reader.finish();
            DataFrame second = new IpcStreamReader(stream.toByteArray()).finish();
            DataFrame some = new IpcReader(file.toByteArray()).withColumns("l", "id").finish()) {
          assertThat(reader.schema()).isEqualTo(SCHEMA);
          assertThat(first.schema()).isEqualTo(SCHEMA);
          assertThat(second.schema()).isEqualTo(SCHEMA);
          assertThat(second.contentEquals(frame)).isTrue();
          assertThat(some.schema()).isEqualTo(Schema.of(SCHEMA.field("l"), SCHEMA.field("id")));
        }
      }
    }
  }

  /** polars' own keys begin so. */
  @Test
  void keysThatPolarsDoesNotKnowAreTheUsers() throws IOException {
    Map<String, String> said = Map.of("_PL_unit", "m/s");
    Schema schema = Schema.of(Field.of("v", DataType.INT32).withMetadata(said));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DataFrame frame = DataFrame.fromRows(schema, List.of(List.of(1)))) {
      new IpcWriter(file).finish(frame);
    }
    try (IpcReader reader = new IpcReader(file.toByteArray())) {
      assertThat(reader.schema()).isEqualTo(schema);
    }
  }

  @Test
  void anotherSchemaSaysSomethingElseOfTheSameColumns() {
    try (DataFrame frame = frame();
        DataFrame plain =
            frame.select("id").withSchema(Schema.of(Field.of("id", DataType.INT64)))) {
      assertThat(plain.schema()).isEqualTo(Schema.of(Field.of("id", DataType.INT64)));
      assertThatThrownBy(() -> plain.withSchema(Schema.of(Field.of("id", DataType.INT32))))
          .isInstanceOf(SchemaMismatchException.class)
          .hasMessageContaining("'id'");
    }
  }

  @Test
  void nullsAreRefusedWhereAFieldMayHaveNone() throws IOException {
    Schema schema = Schema.of(Field.of("id", DataType.INT64).withNullable(false));
    try (Series column = Series.of("id", DataType.INT64, java.util.Arrays.asList(1L, null));
        DataFrame frame = column.toFrame();
        DataFrame strict = frame.withSchema(schema)) {
      IpcWriter writer = new IpcWriter(new ByteArrayOutputStream());
      assertThatThrownBy(() -> writer.finish(strict))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContainingAll("column 'id'", "not nullable", "fillNull", "withSchema");
    }
    Schema uuid = Schema.of(Field.of("u", UUID));
    try (DataFrame wrong = DataFrame.fromRows(uuid, List.of(List.of(new byte[3])))) {
      IpcWriter writer = new IpcWriter(new ByteArrayOutputStream());
      assertThatThrownBy(() -> writer.finish(wrong))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("column 'u'")
          .hasMessageContaining("16 bytes");
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(
      named = "POLARS4J_PYTHON",
      matches = ".+",
      disabledReason = "POLARS4J_PYTHON names a Python with pyarrow")
  void pyarrowFindsWhatItWrote(@TempDir Path folder) throws Exception {
    python("write", folder);
    Path in = folder.resolve("in.arrow");
    try (DataFrame file = new IpcReader(in).finish();
        DataFrame stream = new IpcStreamReader(folder.resolve("in.arrows")).finish();
        DataFrame both = file.vstack(stream);
        DataFrame some = file.select("uuid", "id").rename("id", "renamed").slice(1, 1)) {
      assertThat(file.schema().field("id").metadata())
          .isEqualTo(Map.of("unit", "m", "b", "2", "a", "\u00e4"));
      assertThat(file.schema().field("wkb").dataType())
          .isEqualTo(
              DataType.extension("geoarrow.wkb", DataType.BINARY, "{\"crs\": \"OGC:CRS84\"}"));
      new IpcWriter(folder.resolve("file.arrow")).finish(file);
      new IpcStreamWriter(folder.resolve("stream.arrows"))
          .withCompatLevel(CompatLevel.NEWEST)
          .finish(stream);
      new IpcWriter(folder.resolve("vstack.arrow")).finish(both);
      new IpcWriter(folder.resolve("some.arrow")).finish(some);
    }
    for (boolean toFile : new boolean[] {true, false}) {
      Path out = folder.resolve("batched.arrow" + (toFile ? "" : "s"));
      FrameWriter writer =
          toFile
              ? new IpcWriter(out)
              : new IpcStreamWriter(out).withCompatLevel(CompatLevel.NEWEST);
      try (Batches batches = new IpcReader(in).batches(1);
          BatchedWriter batched = writer.batched(batches.schema())) {
        batches.writeTo(batched);
        batched.finish();
      }
    }
    assertThat(python("check", folder)).contains("checked");
  }

  private static String python(String what, Path folder) throws Exception {
    Path script = folder.resolve("fields.py");
    if (!Files.exists(script)) {
      try (InputStream in = FieldsTest.class.getResourceAsStream("fields.py")) {
        Files.copy(in, script);
      }
    }
    Process python =
        new ProcessBuilder(
                System.getenv("POLARS4J_PYTHON"), script.toString(), what, folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(output).isZero();
    return output;
  }
}
