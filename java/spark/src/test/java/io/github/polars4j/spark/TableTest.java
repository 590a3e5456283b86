package io.github.polars4j.spark;

import static io.github.polars4j.spark.Spark.read;
import static io.github.polars4j.spark.Spark.session;
import static io.github.polars4j.spark.Spark.sql;
import static io.github.polars4j.spark.Spark.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Spark does with tables and folders of files: buckets, partitions, merged schemas. */
@ExtendWith(Spark.class)
class TableTest {
  @TempDir Path folder;

  @Test
  void bucketsAreJoinedWithoutAShuffle() throws Exception {
    for (String name : new String[] {"left_side", "right_side"}) {
      sql("DROP TABLE IF EXISTS " + name);
      sql("SELECT id, concat('" + name + "', id) AS v FROM range(0, 1000, 1, 2)")
          .write()
          .format("polars-ipc")
          .bucketBy(4, "id")
          .sortBy("id")
          .saveAsTable(name);
    }
    Spark.with(
        Map.of("spark.sql.autoBroadcastJoinThreshold", "-1"),
        () -> {
          Dataset<Row> joined =
              sql("SELECT l.v, r.v FROM left_side l JOIN right_side r ON l.id = r.id");
          assertThat(joined.queryExecution().executedPlan().toString())
              .doesNotContain("Exchange hashpartitioning")
              .contains("Bucketed: true");
          assertThat(joined.count()).isEqualTo(1000);
        });
    Spark.with(
        Map.of("spark.sql.sources.bucketing.autoBucketedScan.enabled", "false"),
        () -> {
          Dataset<Row> one = sql("SELECT v FROM left_side WHERE id = 77");
          assertThat(one.queryExecution().executedPlan().toString()).contains("1 out of 4");
          assertThat(one.collectAsList()).hasToString("[[left_side77]]");
        });
    sql("DROP TABLE left_side");
    sql("DROP TABLE right_side");
  }

  @Test
  void partitionsAreOverwrittenAndDropped() throws Exception {
    sql("DROP TABLE IF EXISTS days");
    sql("CREATE TABLE days (id INT, day STRING) USING `polars-ipc` PARTITIONED BY (day)");
    sql("INSERT INTO days VALUES (1, 'mo'), (2, 'tu'), (3, 'tu'), (4, NULL)");
    Spark.with(
        Map.of("spark.sql.sources.partitionOverwriteMode", "dynamic"),
        () -> sql("INSERT OVERWRITE days VALUES (20, 'tu'), (50, 'we')"));
    sql("INSERT INTO days PARTITION (day = 'we') VALUES (51)");
    assertThat(sql("SELECT * FROM days ORDER BY id").collectAsList())
        .hasToString("[[1,mo], [4,null], [20,tu], [50,we], [51,we]]");
    sql("ALTER TABLE days DROP PARTITION (day = 'we')");
    assertThat(sql("SELECT max(id) FROM days").first().getInt(0)).isEqualTo(20);
    sql("DROP TABLE days");
  }

  @Test
  void rowsOfOlderFilesHaveTheDefaultsOfTheTable() throws Exception {
    Path out = folder.resolve("old");
    write(sql("SELECT 1 AS a"), out);
    Spark.with(
        Map.of("spark.sql.defaultColumn.allowedProviders", "polars-ipc"),
        () -> {
          sql("DROP TABLE IF EXISTS wider");
          sql(
              "CREATE TABLE wider (a INT, b STRING DEFAULT 'text', c INT DEFAULT 1 + 1, n INT,"
                  + " l ARRAY<INT> DEFAULT array(1, NULL), d DECIMAL(25, 2) DEFAULT 1.5,"
                  + " s STRUCT<x: INT> DEFAULT named_struct('x', 7), t TIME DEFAULT time'01:02:03',"
                  + " m MAP<STRING, INT> DEFAULT map('k', 1), u TIMESTAMP_NTZ DEFAULT"
                  + " timestamp_ntz'2020-01-01 00:00:00', v VARIANT DEFAULT parse_json('[1]'))"
                  + " USING `polars-ipc` LOCATION '"
                  + out.toUri()
                  + "'");
          sql("INSERT INTO wider (a) VALUES (2)");
          String rest =
              ",text,2,null,ArraySeq(1, null),1.50,[7],01:02:03,Map(k -> 1),2020-01-01T00:00,[1]]";
          assertThat(sql("SELECT * FROM wider ORDER BY a").collectAsList())
              .hasToString("[[1" + rest + ", [2" + rest + "]");
          assertThat(sql("SELECT a FROM wider WHERE b = 'text' AND c = 2").count()).isEqualTo(2);
          sql("DROP TABLE wider");
        });
  }

  @Test
  void schemasOfManyFilesAreMerged() {
    Path out = folder.resolve("out");
    write(sql("SELECT 1 AS id, named_struct('x', 1) AS s, array(1) AS l"), out.resolve("part=1"));
    write(
        sql("SELECT named_struct('y', 'new', 'x', 2) AS s, 2 AS id, 1.50BD AS price"),
        out.resolve("part=2"));
    Dataset<Row> merged =
        session().read().format("polars-ipc").option("mergeSchema", true).load(out.toString());
    assertThat(merged.schema())
        .isEqualTo(
            StructType.fromDDL(
                "id int, s struct<x: int, y: string>, l array<int>, price decimal(3,2), part int"));
    assertThat(merged.orderBy("id").collectAsList())
        .hasToString("[[1,[1,null],ArraySeq(1),null,1], [2,[2,new],null,1.50,2]]");
    assertThat(merged.select("s.y", "part").where("s.y IS NOT NULL").collectAsList())
        .hasToString("[[new,2]]");
    write(sql("SELECT 'text' AS id"), out.resolve("part=3"));
    assertThatThrownBy(
            () ->
                session()
                    .read()
                    .format("polars-ipc")
                    .option("mergeSchema", true)
                    .load(out.toString()))
        .hasStackTraceContaining("\"INT\"")
        .hasStackTraceContaining("\"STRING\"");
  }

  @Test
  void metadataColumnsSayWhatTheFileIs() throws Exception {
    Path out = folder.resolve("out with space");
    write(sql("SELECT id FROM range(0, 10, 1, 1)"), out);
    Path file = Spark.files(out).get(0);
    Row seen =
        read(out)
            .selectExpr(
                "id",
                "_metadata.file_name",
                "_metadata.file_size",
                "_metadata.file_block_start",
                "_metadata.file_block_length",
                "unix_millis(_metadata.file_modification_time)",
                "substring_index(input_file_name(), '/', -1) = _metadata.file_name",
                "input_file_block_length()")
            .where("id = 9")
            .first();
    long size = Files.size(file);
    assertThat(seen.toString())
        .isEqualTo(
            "[9,%s,%d,0,%d,%d,true,%d]"
                .formatted(
                    file.getFileName(),
                    size,
                    size,
                    Files.getLastModifiedTime(file).toMillis(),
                    size));
  }

  @Test
  void rowsHaveTheirNumberInTheFile() throws Exception {
    Path out = folder.resolve("out");
    write(sql("SELECT id FROM range(0, 5000, 1, 1)"), out, "recordBatchSize", 70);
    for (String codegen : new String[] {"true", "false"}) {
      Spark.with(
          Map.of(
              "spark.sql.codegen.wholeStage", codegen,
              "spark.sql.files.maxPartitionBytes", "9000",
              "spark.sql.files.openCostInBytes", "0"),
          () -> {
            Dataset<Row> rows = read(out).selectExpr("id", "_metadata.row_index AS number");
            assertThat(rows.selectExpr("count(*)", "count_if(id = number)").first())
                .hasToString("[5000,5000]");
            assertThat(rows.rdd().getNumPartitions()).isGreaterThan(3);
            assertThat(read(out).selectExpr("sum(_metadata.row_index)").first())
                .hasToString("[12497500]");
          });
    }
  }
}
