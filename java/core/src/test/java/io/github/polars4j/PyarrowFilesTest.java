package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What pyarrow compresses in part, and lays out its own way, is read as what it does not. */
@EnabledIfEnvironmentVariable(
    named = "POLARS4J_PYTHON",
    matches = ".+",
    disabledReason = "POLARS4J_PYTHON names a Python with pyarrow")
class PyarrowFilesTest {
  /** Random values: buffers that would not get shorter stay as they are. */
  private static final String SCRIPT =
      """
      import decimal, os, sys, pyarrow as pa
      rows = 3000
      texts = [None if i % 9 == 0 else os.urandom(i % 40).hex() for i in range(rows)]
      decimals = [decimal.Decimal(int.from_bytes(os.urandom(15), 'little')) for i in range(rows)]
      table = pa.table({
          'decimal': pa.array(decimals, pa.decimal128(38, 0)),
          'text': pa.array(texts, pa.string()),
          'view': pa.array(texts, pa.string_view()),
          'binary': pa.array([text and text.encode() for text in texts], pa.binary_view()),
          'dictionary': pa.array([text and text[:1] for text in texts]).dictionary_encode(),
          'constant': pa.array([7] * rows),
          'list': pa.array([list(range(i % 5)) for i in range(rows)], pa.list_(pa.int16())),
      })
      for codec in (None, 'lz4', 'zstd'):
          options = pa.ipc.IpcWriteOptions(compression=codec)
          name = f'{sys.argv[1]}/{codec}'
          with pa.ipc.new_file(name + '.arrow', table.schema, options=options) as writer:
              writer.write_table(table, max_chunksize=1000)
          with pa.ipc.new_stream(name + '.arrows', table.schema, options=options) as writer:
              writer.write_table(table, max_chunksize=1000)
      """;

  @TempDir Path folder;

  @Test
  void buffersThatAreNotCompressedAreReadAsTheyAre() throws Exception {
    Process python =
        new ProcessBuilder(System.getenv("POLARS4J_PYTHON"), "-c", SCRIPT, folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(output).isZero();
    try (DataFrame expected = new IpcReader(folder.resolve("None.arrow")).finish()) {
      assertThat(expected.height()).isEqualTo(3000);
      for (String codec : new String[] {"None", "lz4", "zstd"}) {
        try (DataFrame file = new IpcReader(folder.resolve(codec + ".arrow")).finish();
            DataFrame stream = new IpcStreamReader(folder.resolve(codec + ".arrows")).finish()) {
          assertThat(file.contentEquals(expected)).as(codec).isTrue();
          assertThat(stream.contentEquals(expected)).as(codec).isTrue();
        }
      }
    }
  }
}
