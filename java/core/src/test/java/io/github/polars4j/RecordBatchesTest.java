package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What others find of the record batches of a file. */
@EnabledIfEnvironmentVariable(named = "POLARS4J_PYTHON", matches = ".+")
class RecordBatchesTest {
  /** Small chunks are put together, and the rows of record batches stand in the footer. */
  @Test
  void recordBatchesAreOfAGoodSizeAndCounted(@TempDir Path folder) throws Exception {
    Path out = folder.resolve("out.arrow");
    DataFrame all = part(0);
    for (int i = 1; i < 40; i++) {
      try (DataFrame part = part(i);
          DataFrame before = all) {
        all = before.vstack(part);
      }
    }
    try (DataFrame frame = all) {
      new IpcWriter(out).finish(frame);
      new IpcWriter(folder.resolve("cut.arrow")).withRecordBatchSize(3000).finish(frame);
      try (DataFrame back = new IpcReader(out).finish()) {
        assertThat(back.contentEquals(frame)).isTrue();
      }
    }
    String script =
        """
        import sys, json, polars as pl, pyarrow as pa
        def batches(name):
            path = f'{sys.argv[1]}/{name}.arrow'
            file = pa.ipc.open_file(path)
            rows = [file.get_batch(i).num_rows for i in range(file.num_record_batches)]
            text = open(path, 'rb').read()
            ends = [sum(rows[:i + 1]) for i in range(len(rows))]
            said = json.dumps({'record_batch_cum_len': ends}, separators=(',', ':')).encode()
            assert text.count(b'__POLARS_IPC_METADATA') == 1 and said in text, said
            assert pl.scan_ipc(path).select(pl.len()).collect().item() == 4000
            part = pl.scan_ipc(path).slice(2990, 20).collect()['id'].to_list()
            assert part == list(range(2990, 3010)), part
            assert pl.read_ipc(path)['t'].to_list() == [f'text of {i}' for i in range(4000)]
            return rows
        print(batches('out'), batches('cut'))
        """;
    Process python =
        new ProcessBuilder(System.getenv("POLARS4J_PYTHON"), "-c", script, folder.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("[4000] [3000, 1000]");
  }

  private static DataFrame part(int i) {
    long[] ids = IntStream.range(i * 100, i * 100 + 100).mapToLong(id -> id).toArray();
    List<String> texts =
        IntStream.range(i * 100, i * 100 + 100).mapToObj(id -> "text of " + id).toList();
    try (Series id = Series.of("id", ids);
        Series t = Series.of("t", DataType.STRING, texts)) {
      return DataFrame.of(id, t);
    }
  }
}
