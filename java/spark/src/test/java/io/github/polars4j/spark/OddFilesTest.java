package io.github.polars4j.spark;

import static io.github.polars4j.spark.Spark.session;
import static io.github.polars4j.spark.Spark.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files that Spark would not write so: maps without keys, rows without columns. */
@ExtendWith(Spark.class)
class OddFilesTest {
  @TempDir Path folder;

  private Path out() {
    return folder.resolve("out");
  }

  private void writeFrame(Series... columns) throws Exception {
    Files.createDirectories(out());
    try (DataFrame frame = DataFrame.of(columns)) {
      new IpcWriter(out().resolve("a.arrow")).finish(frame);
    } finally {
      Arrays.asList(columns).forEach(Series::close);
    }
  }

  private Dataset<Row> load(String schema) {
    return session().read().schema(schema).format("polars-ipc").load(out().toString());
  }

  @Test
  void aMapWithoutAKeyIsRefused() throws Exception {
    DataType entries =
        DataType.list(
            DataType.struct(Field.of("key", DataType.STRING), Field.of("value", DataType.INT32)));
    Map<String, Object> good = Map.of("key", "a", "value", 1);
    Map<String, Object> bad = new HashMap<>();
    bad.put("key", null);
    bad.put("value", 2);
    String schema = "m map<string, int>";
    writeFrame(Series.of("m", entries, Arrays.asList(List.of(good), null, List.of())));
    assertThat(load(schema).collectAsList()).hasToString("[[Map(a -> 1)], [null], [Map()]]");
    for (Map<String, Object> second : Arrays.asList(bad, null)) {
      writeFrame(Series.of("m", entries, List.of(List.of(good), Arrays.asList(good, second))));
      assertThatThrownBy(() -> load(schema).collectAsList())
          .hasStackTraceContaining(
              "a.arrow: column \"m\", row 1 of its record batch: a key is null");
      assertThat(
              load("m array<struct<key: string, value: int>>")
                  .selectExpr("get(m, 1)")
                  .collectAsList())
          .hasToString(second == null ? "[[null], [null]]" : "[[null], [[null,2]]]");
    }
  }

  @Test
  void rowsWithoutColumnsAreNotLost() throws Exception {
    Spark.with(
        Map.of("spark.sql.legacy.allowEmptySchemaWrite", "true"),
        () ->
            assertThatThrownBy(() -> Spark.write(sql("SELECT 1 AS a").drop("a"), out()))
                .hasMessageContaining("there is no column to write"));
  }
}
