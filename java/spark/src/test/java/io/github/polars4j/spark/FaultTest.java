package io.github.polars4j.spark;

import static io.github.polars4j.spark.Spark.session;
import static io.github.polars4j.spark.Spark.sql;
import static io.github.polars4j.spark.Spark.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.IpcReader;
import io.github.polars4j.RecordBatchInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks that are full, files that are damaged. */
@ExtendWith(Spark.class)
class FaultTest {
  private static final int FROM_END = 20;

  @TempDir Path folder;

  /**
   * At the first byte, in the midst of record batches, in the footer, and when the file is closed.
   */
  @ParameterizedTest
  @ValueSource(longs = {0, 300_000, 800_500, -1})
  void aFullDiskFailsTheJobAndNoFileIsLeft(long limit) throws Exception {
    session().sparkContext().hadoopConfiguration().set("fs.full.impl", FullDisk.class.getName());
    Path target = folder.resolve("out");
    String url = "full://" + target;
    Dataset<Row> rows = sql("SELECT id FROM range(0, 100000, 1, 1)");
    FullDisk.limit = limit;
    assertThatThrownBy(() -> rows.write().format("polars-ipc").save(url))
        .hasStackTraceContaining("No space left on device")
        .hasStackTraceContaining(".arrow");
    try (Stream<Path> left = Files.walk(target)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
    FullDisk.limit = Long.MAX_VALUE;
    rows.write().format("polars-ipc").mode("append").save(url);
    assertThat(session().read().format("polars-ipc").load(url).count()).isEqualTo(100_000);
    assertThat(Files.size(Spark.files(target).get(0))).isGreaterThan(800_500);
  }

  private Path oneFile(String compression) throws Exception {
    Path out = folder.resolve(compression);
    write(
        sql("SELECT id, concat('v', id) AS v FROM range(0, 3000, 1, 1)"),
        out,
        "recordBatchSize",
        1000,
        "compression",
        compression);
    return Spark.files(out).get(0);
  }

  private void isRefusedOrSkipped(Path file, String reason) {
    String where = file.getParent().toString();
    assertThatThrownBy(() -> load(where, false).collectAsList())
        .as(reason)
        .hasStackTraceContaining("FAILED_READ_FILE")
        .hasStackTraceContaining(file.getFileName().toString())
        .hasStackTraceContaining(reason);
    // What is before the damage may have been handed on, as with Parquet.
    List<Row> rows = load(where, true).collectAsList();
    assertThat(rows).hasSizeLessThan(3000);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i)).hasToString("[" + i + ",v" + i + "]");
    }
  }

  private static Dataset<Row> load(String where, boolean skips) {
    return session()
        .read()
        .schema("id bigint, v string")
        .format("polars-ipc")
        .option("ignoreCorruptFiles", skips)
        .load(where);
  }

  @Test
  void filesThatAreCutOff() throws Exception {
    Path file = oneFile("none");
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {1, 9, bytes.length / 2, bytes.length - FROM_END}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
      isRefusedOrSkipped(file, "not a valid Arrow IPC file");
    }
  }

  @Test
  void bytesThatAreWrong() throws Exception {
    for (String compression : List.of("lz4", "zstd")) {
      Path file = oneFile(compression);
      List<RecordBatchInfo> batches;
      try (IpcReader reader = new IpcReader(file)) {
        batches = reader.layout().recordBatches();
      }
      byte[] bytes = Files.readAllBytes(file);
      // Half of the body of the second record batch.
      int body = (int) (batches.get(2).offset() - batches.get(1).bytes());
      Arrays.fill(bytes, body, body + (int) batches.get(1).bytes() / 2, (byte) 0xA5);
      Files.write(file, bytes);
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
      isRefusedOrSkipped(file, "not a valid Arrow IPC file");
    }
  }
}
