package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of fields goes into Parquet and comes out. */
class ParquetFieldsTest {
  private static final List<ParquetCompression> CODECS =
      List.of(
          ParquetCompression.uncompressed(),
          ParquetCompression.snappy(),
          ParquetCompression.gzip(6),
          ParquetCompression.lz4Raw(),
          ParquetCompression.zstd());

  private static final DataType UUID = DataType.extension("arrow.uuid", DataType.BINARY, "");

  /**
   * Written by us from Arrow and from pyarrow's Parquet, by each codec, in row groups and pages of
   * each size.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  @EnabledIfEnvironmentVariable(named = "POLARS4J_PYTHON", matches = ".+")
  void randomTablesAreEqualForPyarrow(int seed, @TempDir Path folder) throws Exception {
    python(folder, "write", seed, List.of());
    List<String> files = new ArrayList<>();
    Map<String, String> metadata = Map.of("who", "ä", "b", "2");
    Path arrow = folder.resolve("in.arrow");
    Path parquet = folder.resolve("in.parquet");
    try (DataFrame frame = new IpcReader(arrow).finish()) {
      for (ParquetCompression codec : CODECS) {
        files.add(codec + ".parquet");
        new ParquetWriter(folder.resolve(codec + ".parquet"))
            .withCompression(codec)
            .withRowGroupSize(codec.equals(CODECS.get(0)) ? 1 << 20 : 370)
            .withDataPageSize(2000)
            .setCustomSchemaMetadata(metadata)
            .finish(frame);
      }
    }
    Path again = folder.resolve("again.parquet");
    try (ParquetReader reader = new ParquetReader(folder.resolve(files.get(1)));
        DataFrame frame = reader.finish();
        DataFrame theirs = new ParquetReader(parquet).finish()) {
      assertThat(reader.customMetadata()).isEqualTo(metadata);
      assertThat(theirs.schema()).isEqualTo(frame.schema());
      assertThat(theirs.contentEquals(frame)).isTrue();
      new ParquetWriter(again)
          .setCustomSchemaMetadata(reader.customMetadata())
          .withStatistics(false)
          .finish(frame);
      files.add("again.parquet");
    }
    assertThat(python(folder, "check", seed, files)).contains("checked " + files.size());
    try (Batches batches = new ParquetReader(again).batches(333);
        DataFrame frame = new ParquetReader(again).finish()) {
      assertThat(batches.customMetadata()).isEqualTo(metadata);
      assertThat(batches.schema()).isEqualTo(frame.schema());
      assertThat(new ParquetReader(again).schema()).isEqualTo(frame.schema());
      int start = 0;
      while (batches.hasNext()) {
        try (DataFrame batch = batches.next();
            DataFrame part = frame.slice(start, (int) batch.height())) {
          assertThat(batch.schema()).isEqualTo(frame.schema());
          assertThat(batch.contentEquals(part)).isTrue();
          start += (int) batch.height();
        }
      }
      assertThat(start).isEqualTo(1000);
    }
  }

  /** Coordinates that only Parquet's own type describes are called what pyarrow calls them. */
  @Test
  @EnabledIfEnvironmentVariable(named = "POLARS4J_PYTHON", matches = ".+")
  void geometryIsWhatPyarrowMakesOfIt(@TempDir Path folder) throws Exception {
    String script =
        """
        import os, sys, pyarrow as pa, pyarrow.parquet as pq
        os.chdir(sys.argv[1])
        class Wkb(pa.ExtensionType):
            def __init__(self, text="{}", storage=pa.binary()):
                self.text = text
                super().__init__(storage, "geoarrow.wkb")
            def __arrow_ext_serialize__(self):
                return self.text.encode()
            @classmethod
            def __arrow_ext_deserialize__(cls, storage, serialized):
                return cls(serialized.decode(), storage)
        pa.register_extension_type(Wkb())
        point = bytes([1, 1, 0, 0, 0] + [0] * 16)
        for at, text in enumerate([
            "{}", '{"crs": "EPSG:3857"}', '{"crs": "5070"}', '{"crs": {"id": 1}, "crs_type": "projjson"}',
            '{"edges": "spherical"}']):
            array = pa.ExtensionArray.from_storage(Wkb(text), pa.array([point, None], pa.binary()))
            pq.write_table(pa.table({"g": array}), f"{at}.parquet", store_schema=False)
            file = pq.ParquetFile(f"{at}.parquet", arrow_extensions_enabled=True)
            print(file.schema_arrow.field("g").type.text)
        """;
    Process python =
        new ProcessBuilder(System.getenv("POLARS4J_PYTHON"), "-c", script, folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(output).isZero();
    List<String> texts = output.lines().toList();
    assertThat(texts).hasSize(5);
    for (int i = 0; i < texts.size(); i++) {
      try (DataFrame frame = new ParquetReader(folder.resolve(i + ".parquet")).finish()) {
        assertThat(frame.schema().field("g").dataType())
            .isEqualTo(DataType.extension("geoarrow.wkb", DataType.BINARY, texts.get(i)));
      }
    }
  }

  private static byte[] write(DataFrame frame) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ParquetWriter(bytes).finish(frame);
    return bytes.toByteArray();
  }

  @Test
  void fieldsComeBack() throws IOException {
    Schema schema =
        Schema.of(
            Field.of("id", DataType.INT64)
                .withNullable(false)
                .withMetadata(Map.of("PARQUET:field_id", "7", "unit", "m")),
            Field.of("u", UUID),
            Field.of(
                "s",
                DataType.struct(
                    Field.of("n", DataType.INT32).withNullable(false),
                    Field.of("u", UUID).withMetadata(Map.of("deep", "1")))),
            Field.of("l", DataType.list(DataType.extension("my.own", DataType.STRING, "x"))));
    byte[] uuid = new byte[16];
    try (DataFrame frame =
            DataFrame.fromRows(
                schema,
                List.of(
                    List.of(1L, uuid, Map.of("n", 1, "u", uuid), List.of("a")),
                    List.of(2L, uuid, Map.of("n", 2, "u", uuid), List.of())));
        DataFrame read = new ParquetReader(write(frame)).finish()) {
      assertThat(read.schema()).isEqualTo(schema);
      assertThat(read.contentEquals(frame)).isTrue();
    }
  }

  @Test
  void nullsInAFieldThatIsNotNullableAreRefused() throws IOException {
    Schema flat = Schema.of(Field.of("a", DataType.INT64).withNullable(false));
    Schema deep =
        Schema.of(
            Field.of(
                "a",
                DataType.list(
                    DataType.struct(Field.of("n", DataType.STRING).withNullable(false)))));
    List<Object> inside = List.of(Collections.singletonList(Collections.singletonMap("n", null)));
    for (Map.Entry<Schema, List<List<Object>>> given :
        List.of(
            Map.entry(flat, List.of(List.<Object>of(1L), Collections.<Object>singletonList(null))),
            Map.entry(deep, List.of(inside)))) {
      try (DataFrame frame = DataFrame.fromRows(given.getKey(), given.getValue())) {
        assertThatThrownBy(() -> write(frame))
            .isInstanceOf(InvalidOperationException.class)
            .hasMessageContainingAll("column 'a'", "not nullable", "fillNull", "withSchema");
      }
    }
    DataType none = DataType.struct();
    Schema empty = Schema.of(Field.of("a", DataType.list(DataType.struct(Field.of("f", none)))));
    try (DataFrame frame = DataFrame.fromRows(empty, List.of())) {
      assertThatThrownBy(() -> write(frame))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContainingAll("column 'a'", "'a[].f' is a struct without fields", "Arrow IPC");
    }
    try (DataFrame frame =
            DataFrame.fromRows(deep, List.of(Collections.singletonList(null), List.of(List.of())));
        DataFrame read = new ParquetReader(write(frame)).finish()) {
      assertThat(read.schema()).isEqualTo(deep);
      assertThat(read.contentEquals(frame)).isTrue();
    }
  }

  @Test
  void valuesThatAreNotOfTheirWidthAreRefused() throws IOException {
    try (DataFrame frame =
        DataFrame.fromRows(Schema.of(Field.of("u", UUID)), List.of(List.of(new byte[15])))) {
      assertThatThrownBy(() -> write(frame))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("column 'u'")
          .hasMessageContaining("16 bytes")
          .hasMessageContaining("15");
    }
  }

  @Test
  void brotliIsRefusedWhereItCannotBe() throws IOException {
    Schema schema = Schema.of(Field.of("a", DataType.INT64).withNullable(false));
    try (DataFrame frame = DataFrame.fromRows(schema, List.of(List.of(1L)))) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      assertThatThrownBy(
              () ->
                  new ParquetWriter(bytes)
                      .withCompression(ParquetCompression.brotli(3))
                      .finish(frame))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("column 'a'")
          .hasMessageContaining("withColumnCompression");
      new ParquetWriter(bytes)
          .withCompression(ParquetCompression.brotli(3))
          .withColumnCompression("a", ParquetCompression.zstd())
          .finish(frame);
      try (DataFrame read = new ParquetReader(bytes.toByteArray()).finish()) {
        assertThat(read.contentEquals(frame)).isTrue();
      }
    }
  }

  /** Runs the script that makes and checks random tables. */
  static String python(Path folder, String what, int seed, List<String> files) throws Exception {
    Path script = folder.resolve("parquet_fields.py");
    if (!Files.exists(script)) {
      try (InputStream in = ParquetFieldsTest.class.getResourceAsStream("parquet_fields.py")) {
        Files.copy(in, script);
      }
    }
    List<String> command = new ArrayList<>();
    command.add(System.getenv("POLARS4J_PYTHON"));
    command.addAll(List.of(script.toString(), what, folder.toString(), "" + seed));
    command.addAll(files);
    Process python = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(output).isZero();
    return output;
  }
}
