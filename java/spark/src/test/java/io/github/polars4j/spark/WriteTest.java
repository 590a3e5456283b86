package io.github.polars4j.spark;

import static io.github.polars4j.spark.Spark.sql;
import static io.github.polars4j.spark.Spark.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcReader;
import io.github.polars4j.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Spark writes, seen by polars4j itself. */
@ExtendWith(Spark.class)
class WriteTest {
  @TempDir Path folder;

  @Test
  void valuesOfEveryTypeAreThoseOfSpark() throws Exception {
    write(sql(EveryType.QUERY).coalesce(1), folder.resolve("all"));
    try (IpcReader reader = new IpcReader(Spark.files(folder.resolve("all")).get(0));
        DataFrame frame = reader.finish()) {
      assertThat(reader.schema().toString()).isEqualTo(EveryType.SCHEMA);
      assertThat(frame.height()).isEqualTo(2);
      Map<String, Object> first = new LinkedHashMap<>(frame.toMaps().get(0));
      assertThat((byte[]) first.remove("binary")).containsExactly(0, 0xff);
      assertThat(first).hasToString(EveryType.FIRST);
      assertThat(frame.columns())
          .allSatisfy(
              column -> {
                try (column) {
                  assertThat(column.isNull(1)).as(column.name()).isTrue();
                }
              });
    }
  }

  @Test
  void optionsReachTheFile() throws Exception {
    sql("SELECT id FROM range(0, 1000, 1, 1)")
        .write()
        .format("polars-ipc")
        .option("compression", "ZSTD:5")
        .option("compatLevel", "oldest")
        .option("recordBatchSize", 300)
        .option("metadata.Source", "NOAA")
        .save(folder.resolve("o").toString());
    try (IpcReader reader = new IpcReader(Spark.files(folder.resolve("o")).get(0))) {
      assertThat(reader.layout().codec()).isEqualTo("zstd");
      assertThat(reader.layout().recordBatches().stream().map(batch -> batch.rows()))
          .containsExactly(300L, 300L, 300L, 100L);
      assertThat(reader.customMetadata()).containsEntry("Source", "NOAA");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          compression     | snappy  | none, lz4, zstd or zstd:N with N from 1 to 22
          compression     | zstd:23 | none, lz4, zstd or zstd:N with N from 1 to 22
          compression     | lz4:3   | none, lz4, zstd or zstd:N with N from 1 to 22
          compatLevel     | 3       | newest or oldest
          recordBatchSize | 0       | a number of rows, 1 or more
          recordBatchSize | many    | a number of rows, 1 or more
          """)
  void wrongOptionsAreRefused(String option, String value, String allowed) {
    assertThatThrownBy(
            () ->
                sql("SELECT 1 AS a")
                    .write()
                    .format("polars-ipc")
                    .option(option, value)
                    .save(folder.resolve("wrong").toString()))
        .hasStackTraceContaining("option " + option + ": \"" + value + "\" is not " + allowed);
  }

  @Test
  void taskThatFailsLeavesNothing() throws Exception {
    Path target = folder.resolve("failed");
    Dataset<Row> rows =
        sql("SELECT IF(id = 150000, raise_error('no more'), id) AS id FROM range(0, 200000, 1, 2)");
    assertThatThrownBy(() -> write(rows, target)).hasStackTraceContaining("no more");
    try (Stream<Path> left = Files.walk(target)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void ofTwoAttemptsOfATaskOneIsThere() throws Exception {
    StructType schema = StructType.fromDDL("id bigint");
    IpcOutputs outputs = new IpcOutputs(WriteOptions.of(Map.of(), schema));
    List<TaskAttemptContext> attempts = new ArrayList<>();
    List<FileOutputCommitter> committers = new ArrayList<>();
    List<OutputWriter> writers = new ArrayList<>();
    for (int number = 0; number < 2; number++) {
      TaskID task = new TaskID("speculation", 1, TaskType.MAP, 0);
      TaskAttemptContext attempt =
          new TaskAttemptContextImpl(new Configuration(), new TaskAttemptID(task, number));
      FileOutputCommitter committer =
          new FileOutputCommitter(new org.apache.hadoop.fs.Path(folder.toUri()), attempt);
      committer.setupJob(attempt);
      committer.setupTask(attempt);
      attempts.add(attempt);
      committers.add(committer);
      String file = committer.getWorkPath() + "/part-00000.arrow";
      writers.add(outputs.newInstance(file, schema, attempt));
    }
    for (long id = 0; id < 100_000; id++) {
      writers.get(1).write(new GenericInternalRow(new Object[] {id}));
      if (id < 70_000) { // the first attempt is slow
        writers.get(0).write(new GenericInternalRow(new Object[] {id}));
      }
    }
    writers.get(1).close();
    committers.get(1).commitTask(attempts.get(1));
    writers.get(0).close();
    committers.get(0).abortTask(attempts.get(0));
    committers.get(1).commitJob(attempts.get(1));
    assertThat(Spark.files(folder)).hasSize(1);
    assertThat(Spark.read(folder).selectExpr("count(*)", "sum(id)").first())
        .hasToString("[100000,4999950000]");
  }

  @Test
  void rowsOfManyMegabytesDoNotWaitForOthers() throws Exception {
    StructType schema = StructType.fromDDL("text string");
    Path file = folder.resolve("large.arrow");
    IpcOutput output =
        new IpcOutput(
            file.toString(), schema, WriteOptions.of(Map.of(), schema), new Configuration());
    int megabytes = 9 << 20;
    UTF8String text = UTF8String.fromString("x".repeat(megabytes));
    output.write(
        UnsafeProjection.create(schema).apply(new GenericInternalRow(new Object[] {text})));
    for (int i = 0; i < 500 && Files.size(file) < IpcOutput.BLOCK_BYTES; i++) {
      Thread.sleep(20); // polars writes with threads of its own
    }
    long written = Files.size(file);
    output.close();
    assertThat(written).isGreaterThan(IpcOutput.BLOCK_BYTES);
    assertThat(Spark.read(folder).selectExpr("length(text)").collectAsList())
        .hasToString("[[9437184]]");
  }

  @Test
  void manyRowsAndLongTextBecomeManyBatches() throws Exception {
    write(
        sql("SELECT id, repeat(cast(id AS string), 300) AS t FROM range(0, 70000, 1, 1)"),
        folder.resolve("long"));
    List<Path> files = Spark.files(folder.resolve("long"));
    try (IpcReader reader = new IpcReader(files.get(0));
        DataFrame frame = reader.finish();
        Series texts = frame.column("t")) {
      assertThat(reader.layout().recordBatches()).hasSizeGreaterThan(5);
      assertThat(frame.height()).isEqualTo(70_000);
      for (int i = 0; i < frame.height(); i++) {
        String text = Integer.toString(i).repeat(300);
        if (!text.equals(texts.getString(i))) {
          assertThat(texts.getString(i)).as("row " + i).isEqualTo(text);
        }
      }
    }
  }
}
