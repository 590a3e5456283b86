package io.github.polars4j.spark;

import static io.github.polars4j.spark.Spark.read;
import static io.github.polars4j.spark.Spark.sql;
import static io.github.polars4j.spark.Spark.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.IpcReader;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types that are more to Spark than to the file, and types that are refused. */
@ExtendWith(Spark.class)
class TypesTest {
  @TempDir Path folder;

  @Test
  void charAndVarcharArePaddedAndHeld() {
    sql("DROP TABLE IF EXISTS padded");
    sql("CREATE TABLE padded (c CHAR(4), v VARCHAR(4), l ARRAY<CHAR(2)>) USING `polars-ipc`");
    sql("INSERT INTO padded VALUES ('ab', 'ab', array('x')), (NULL, NULL, NULL)");
    assertThat(
            sql("SELECT concat(c, '|'), concat(v, '|'), concat(l[0], '|') FROM padded WHERE c = 'ab'")
                .collectAsList())
        .hasToString("[[ab  |,ab|,x |]]");
    assertThatThrownBy(() -> sql("INSERT INTO padded VALUES ('a', 'abcde', NULL)"))
        .hasStackTraceContaining("EXCEED_LIMIT_LENGTH");
    assertThat(sql("SELECT count(*) FROM padded").first().getLong(0)).isEqualTo(2);
    sql("DROP TABLE padded");
  }

  @Test
  void collationsStay() {
    Path out = folder.resolve("out");
    write(
        sql(
            "SELECT 'ABC' COLLATE UTF8_LCASE AS s, array('X' COLLATE UNICODE_CI) AS l,"
                + " 'plain' AS p"),
        out);
    Dataset<Row> back = read(out);
    assertThat(back.schema().toDDL())
        .contains("s STRING COLLATE UTF8_LCASE")
        .contains("l ARRAY<STRING COLLATE UNICODE_CI>")
        .contains("p STRING");
    assertThat(back.where("s = 'abc' AND array_contains(l, 'x')").count()).isOne();
    assertThat(back.where("p = 'PLAIN'").count()).isZero();
  }

  @Test
  void intervalsOfEveryRangeAndTimesOfEveryPrecisionStay() {
    Path out = folder.resolve("out");
    Dataset<Row> rows =
        sql(
            """
            SELECT interval '1' day AS d, interval '-5' hour AS h, interval '7:08' minute to second AS ms,
              interval '0.000001' second AS s, interval '3' year AS y, interval '-4' month AS m,
              array(interval '1' minute, NULL) AS l, map('k', interval '2' year) AS mm,
              time'01:02:03' AS t, cast(time'01:02:03.123456' AS time(3)) AS t3,
              interval '106751991 04:00:54.775807' day to second AS longest
            """);
    write(rows, out);
    Dataset<Row> back = read(out);
    assertThat(back.schema()).isEqualTo(rows.schema().asNullable());
    assertThat(back.collectAsList()).hasToString(rows.collectAsList().toString());
  }

  @Test
  void nothingButNullsStaysWithinListsAndStructs() throws Exception {
    Path out = folder.resolve("out");
    Dataset<Row> rows =
        sql("SELECT NULL AS n, array(NULL, NULL) AS l, named_struct('a', NULL, 'b', 1) AS s");
    write(rows, out);
    try (IpcReader reader = new IpcReader(Spark.files(out).get(0))) {
      assertThat(reader.schema())
          .hasToString("{n: Null, l: List(Null), s: Struct(a: Null, b: Int32)}");
    }
    assertThat(read(out).schema()).isEqualTo(rows.schema().asNullable());
    assertThat(read(out).collectAsList()).hasToString(rows.collectAsList().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "make_interval(1, 2)",
        "named_struct('a', array(make_interval(1, 2)))",
        "map('k', make_interval(1, 2))",
        "named_struct()"
      })
  void typesWithoutArrowTypeAreRefused(String value) throws Exception {
    Path out = folder.resolve("odd");
    assertThatThrownBy(() -> write(sql("SELECT 1 AS id, " + value + " AS odd"), out))
        .hasMessageMatching("(?s).*(odd|empty|EMPTY).*");
    assertThat(out).doesNotExist();
  }
}
