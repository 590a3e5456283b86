package io.github.polars4j.spark;

import static io.github.polars4j.spark.Spark.read;
import static io.github.polars4j.spark.Spark.session;
import static io.github.polars4j.spark.Spark.sql;
import static io.github.polars4j.spark.Spark.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.BatchedWriter;
import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.IpcCompression;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.RecordBatchInfo;
import io.github.polars4j.Schema;
import io.github.polars4j.Series;
import io.github.polars4j.TimeUnit;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Spark reads. */
@ExtendWith(Spark.class)
class ReadTest {
  @TempDir Path folder;

  private static String text(Dataset<Row> rows) {
    return rows.selectExpr("* EXCEPT (binary)", "hex(binary)").collectAsList().toString();
  }

  private Path out() {
    return folder.resolve("out");
  }

  private void writeFrame(String name, Series... columns) throws Exception {
    Files.createDirectories(out());
    try (DataFrame frame = DataFrame.of(columns)) {
      new IpcWriter(out().resolve(name)).finish(frame);
    } finally {
      Arrays.asList(columns).forEach(Series::close);
    }
  }

  @Test
  void rowsOfEveryTypeComeBackAsTheyWere() throws Exception {
    Dataset<Row> rows = sql(EveryType.QUERY);
    write(rows, out());
    Dataset<Row> back = read(out());
    assertThat(back.schema()).isEqualTo(rows.schema().asNullable());
    assertThat(text(back)).isEqualTo(text(rows)).contains("tëxt").contains("00FF");
    Spark.with(
        Map.of("spark.sql.codegen.wholeStage", "false"),
        () -> assertThat(text(read(out()))).isEqualTo(text(rows)));
  }

  @Test
  void everyRowIsReadOnceHoweverTheFileIsSplit() throws Exception {
    write(
        sql("SELECT id, cast(id AS string) AS t FROM range(0, 100000, 1, 1)"),
        out(),
        "recordBatchSize",
        1000);
    for (String size : List.of("7777", "100000", "1g")) {
      Spark.with(
          Map.of("spark.sql.files.maxPartitionBytes", size, "spark.sql.files.openCostInBytes", "0"),
          () -> {
            Dataset<Row> back = read(out());
            assertThat(
                    back.selectExpr("count(*)", "count(distinct id)", "sum(id)", "max(t)").first())
                .hasToString("[100000,100000,4999950000,99999]");
            assertThat(back.count()).isEqualTo(100_000);
            assertThat(back.rdd().getNumPartitions())
                .isGreaterThan(size.equals("7777") ? 100 : size.equals("1g") ? 0 : 1);
          });
    }
  }

  @Test
  void aRecordBatchIsReadWhereItBegins() throws Exception {
    write(sql("SELECT id, id % 9 AS v FROM range(0, 20000, 1, 1)"), out(), "recordBatchSize", 500);
    List<Long> begins;
    try (IpcReader reader = new IpcReader(Spark.files(out()).get(0))) {
      begins = reader.layout().recordBatches().stream().map(RecordBatchInfo::offset).toList();
    }
    Spark.with(
        Map.of(
            "spark.sql.files.maxPartitionBytes", "10000", "spark.sql.files.openCostInBytes", "0"),
        () -> {
          Dataset<Row> places =
              read(out())
                  .selectExpr(
                      "id div 500 AS batch",
                      "_metadata.file_block_start AS start",
                      "_metadata.file_block_length AS length")
                  .distinct();
          List<Row> rows = places.collectAsList();
          assertThat(rows).hasSize(40);
          for (Row row : rows) {
            long begin = begins.get((int) row.getLong(0));
            assertThat(begin).isBetween(row.getLong(1), row.getLong(1) + row.getLong(2) - 1);
          }
        });
  }

  @Test
  void aFileThatHasGrownSinceItWasListedIsRefused() throws Exception {
    writeFrame("a.arrow", Series.of("a", 1L));
    Dataset<Row> listed = read(out());
    writeFrame("a.arrow", Series.of("a", new long[100]));
    assertThatThrownBy(listed::collectAsList)
        .hasStackTraceContaining("a.arrow has")
        .hasStackTraceContaining("when Spark listed it");
    assertThat(read(out()).count()).isEqualTo(100);
  }

  @Test
  void columnsMayBeMissingReorderedAndWider() throws Exception {
    writeFrame("a.arrow", Series.of("A", 1, 2), Series.of("b", "x", "y"));
    Dataset<Row> back =
        session()
            .read()
            .schema("missing int, b string, a bigint")
            .format("polars-ipc")
            .load(out().toString());
    assertThat(back.collectAsList()).hasToString("[[null,x,1], [null,y,2]]");
    assertThat(back.select("a").collectAsList()).hasToString("[[1], [2]]");
    assertThatThrownBy(
            () ->
                session()
                    .read()
                    .schema("b int")
                    .format("polars-ipc")
                    .load(out().toString())
                    .collectAsList())
        .hasStackTraceContaining("column \"b\"")
        .hasStackTraceContaining("which are not int");
  }

  @Test
  void schemasAreMergedWhereAsked() throws Exception {
    writeFrame("a.arrow", Series.of("a", 1L));
    writeFrame("b.arrow", Series.of("b", "x"));
    assertThat(read(out()).columns()).containsExactly("a");
    Dataset<Row> merged =
        session().read().format("polars-ipc").option("mergeSchema", true).load(out().toString());
    assertThat(merged.schema()).isEqualTo(StructType.fromDDL("a bigint, b string"));
    assertThat(merged.orderBy("a").collectAsList()).hasToString("[[null,x], [1,null]]");
  }

  @Test
  void typesThatOnlyOthersWriteAreRead() throws Exception {
    writeFrame(
        "others.arrow",
        Series.of("u8", DataType.UINT8, new byte[] {-1}, null),
        Series.of("u16", DataType.UINT16, new short[] {-1}, null),
        Series.of("u32", DataType.UINT32, new int[] {-1}, null),
        Series.of("u64", DataType.UINT64, List.of(BigInteger.TWO.pow(64).subtract(BigInteger.ONE))),
        Series.of("ms", DataType.datetime(TimeUnit.MILLISECONDS), new long[] {1}, null),
        Series.of("ns", DataType.datetime(TimeUnit.NANOSECONDS), new long[] {1000}, null),
        Series.of("span", DataType.duration(TimeUnit.MILLISECONDS), new long[] {1500}, null),
        Series.of("time", LocalTime.of(1, 2, 3, 4000)),
        Series.of("category", DataType.categorical(), List.of("red")),
        Series.of("enum", DataType.enumeration("low", "high"), List.of("high")),
        Series.of("pair", DataType.array(DataType.INT32, 2), List.of(List.of(1, 2))));
    assertThat(read(out()).first())
        .hasToString(
            "[255,65535,4294967295,18446744073709551615,1970-01-01T00:00:00.001,"
                + "1970-01-01T00:00:00.000001,PT1.5S,01:02:03.000004,red,high,ArraySeq(1, 2)]");
  }

  @Test
  void whatDoesNotFitIsRefusedByName() throws Exception {
    writeFrame(
        "ns.arrow",
        Series.of("t", DataType.datetime(TimeUnit.NANOSECONDS), new long[] {1000, 1001}, null));
    assertThatThrownBy(() -> read(out()).collectAsList())
        .hasStackTraceContaining("ns.arrow: column \"t\", row 1 of its record batch: 1001");
    writeFrame("ns.arrow", Series.of("t", LocalTime.of(0, 0, 0, 1001)));
    assertThatThrownBy(
            () ->
                session()
                    .read()
                    .schema("t time(6)")
                    .format("polars-ipc")
                    .load(out().toString())
                    .collectAsList())
        .hasStackTraceContaining(
            "row 0 of its record batch: 1001 ns have more digits than time(6)");
    writeFrame("wide.arrow", Series.of("w", DataType.INT128, List.of(BigInteger.ONE)));
    Files.delete(out().resolve("ns.arrow"));
    assertThatThrownBy(() -> read(out())).hasMessageContaining("wide.arrow: column \"w\"");
  }

  @Test
  void partitionsAndMetadataColumns() throws Exception {
    sql("SELECT id, id % 3 AS p, concat('v', id) AS v FROM range(0, 9, 1, 1)")
        .write()
        .format("polars-ipc")
        .option("compression", "zstd")
        .partitionBy("p")
        .save(out().toString());
    Dataset<Row> back = read(out());
    assertThat(back.where("p = 1").orderBy("id").collectAsList())
        .hasToString("[[1,v1,1], [4,v4,1], [7,v7,1]]");
    assertThat(back.select("p").distinct().count()).isEqualTo(3);
    assertThat(back.selectExpr("_metadata.file_name", "input_file_name()").first().toString())
        .contains(".arrow")
        .contains("/p=");
    sql("SELECT 100L AS id, 'new' AS v, 1L AS p")
        .write()
        .format("polars-ipc")
        .mode("overwrite")
        .option("partitionOverwriteMode", "dynamic")
        .partitionBy("p")
        .save(out().toString());
    assertThat(read(out()).groupBy("p").count().orderBy("p").collectAsList())
        .hasToString("[[0,3], [1,1], [2,3]]");
  }

  @Test
  void tablesOfSql() {
    sql("DROP TABLE IF EXISTS orders");
    sql("CREATE TABLE orders (id BIGINT, name STRING) USING `polars-ipc`");
    sql("INSERT INTO orders VALUES (1, 'a'), (2, 'b')");
    sql("INSERT OVERWRITE orders SELECT id + 1, name FROM VALUES (7L, 'c') AS t(id, name)");
    assertThat(sql("SELECT * FROM orders").collectAsList()).hasToString("[[8,c]]");
    sql("DROP TABLE orders");
  }

  @Test
  void damagedFilesFailByNameOrAreSkipped() throws Exception {
    for (IpcCompression compression :
        List.of(IpcCompression.uncompressed(), IpcCompression.lz4())) {
      Files.createDirectories(out());
      try (Series series = Series.of("a", 1L, 2L);
          DataFrame frame = series.toFrame()) {
        new IpcWriter(out().resolve("good.arrow")).withCompression(compression).finish(frame);
      }
      byte[] bytes = Files.readAllBytes(out().resolve("good.arrow"));
      Files.write(out().resolve("cut.arrow"), Arrays.copyOf(bytes, bytes.length - 20));
      assertThatThrownBy(
              () ->
                  session()
                      .read()
                      .schema("a bigint")
                      .format("polars-ipc")
                      .load(out().toString())
                      .collectAsList())
          .hasStackTraceContaining("cut.arrow");
      assertThat(
              session()
                  .read()
                  .option("ignoreCorruptFiles", true)
                  .format("polars-ipc")
                  .load(out().toString())
                  .collectAsList())
          .hasToString("[[1], [2]]");
    }
  }

  @Test
  void aFooterThatIsWrongAboutRowsIsNotBelieved() throws Exception {
    Path file = Files.createDirectories(out()).resolve("wrong.arrow");
    Schema schema = Schema.of(Field.of("a", DataType.INT64));
    try (IpcWriter ipc = new IpcWriter(file).withRecordBatchSize(100);
        BatchedWriter writer = ipc.batched(schema)) {
      for (int rows : new int[] {3, 1, 5, 2}) {
        try (Series series = Series.of("a", new long[rows]);
            DataFrame frame = series.toFrame()) {
          writer.writeBatch(frame);
        }
      }
      writer.finish();
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertThat(text).contains("[3,4,9,11]");
    text = text.replace("[3,4,9,11]", "[3,8,9,11]");
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> read(out()).collectAsList())
        .hasStackTraceContaining("wrong.arrow: its footer says that record batch 1 has 5 rows");
  }

  @Test
  void filesThatVanishAreSkippedWhereAsked() throws Exception {
    writeFrame("a.arrow", Series.of("a", 1L));
    writeFrame("b.arrow", Series.of("a", 2L));
    Dataset<Row> strict = read(out());
    Dataset<Row> lenient =
        session()
            .read()
            .format("polars-ipc")
            .option("ignoreMissingFiles", true)
            .load(out().toString());
    assertThat(lenient.count() + strict.count()).isEqualTo(4);
    Files.delete(out().resolve("b.arrow"));
    assertThat(lenient.collectAsList()).hasToString("[[1]]");
    assertThatThrownBy(strict::collectAsList).hasMessageContaining("b.arrow");
  }
}
