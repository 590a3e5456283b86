package io.github.polars4j.spark;

import static io.github.polars4j.spark.Spark.read;
import static io.github.polars4j.spark.Spark.session;
import static io.github.polars4j.spark.Spark.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files as source and sink of streaming queries. */
@ExtendWith(Spark.class)
class StreamTest {
  private static final AtomicBoolean FAILS = new AtomicBoolean();

  @TempDir Path folder;

  private void run() throws Exception {
    Dataset<Row> rows =
        session()
            .readStream()
            .format("polars-ipc")
            .schema("id bigint, v string")
            .option("maxFilesPerTrigger", 1)
            .load(folder.resolve("in").toString());
    UDF1<Long, Long> failing =
        id -> {
          if (id == 150 && FAILS.get()) {
            throw new IllegalStateException("planned");
          }
          return id;
        };
    rows.withColumn("id", functions.udf(failing, DataTypes.LongType).apply(rows.col("id")))
        .writeStream()
        .format("polars-ipc")
        .option("compression", "lz4")
        .option("checkpointLocation", folder.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow())
        .start(folder.resolve("out").toString())
        .awaitTermination();
  }

  private void add(long from) {
    sql("SELECT id, concat('v', id) AS v FROM range(" + from + ", " + (from + 100) + ", 1, 1)")
        .write()
        .format("polars-ipc")
        .mode("append")
        .save(folder.resolve("in").toString());
  }

  @Test
  void aQueryThatIsStartedAgainWritesEachRowOnce() throws Exception {
    add(0);
    run();
    assertThat(seen()).isEqualTo("[100,100,99]");
    add(100);
    FAILS.set(true);
    assertThatThrownBy(this::run).hasStackTraceContaining("planned");
    assertThat(seen()).isEqualTo("[100,100,99]");
    FAILS.set(false);
    add(200);
    run();
    run();
    assertThat(seen()).isEqualTo("[300,300,299]");
  }

  /** The sink's log says which files count. */
  private String seen() {
    return read(folder.resolve("out"))
        .selectExpr("count(*)", "count(distinct id, v)", "max(id)")
        .first()
        .toString();
  }
}
