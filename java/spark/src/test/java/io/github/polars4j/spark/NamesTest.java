package io.github.polars4j.spark;

import static io.github.polars4j.spark.Spark.read;
import static io.github.polars4j.spark.Spark.session;
import static io.github.polars4j.spark.Spark.sql;
import static io.github.polars4j.spark.Spark.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of columns and fields. */
@ExtendWith(Spark.class)
class NamesTest {
  private static final Map<String, String> SENSITIVE = Map.of("spark.sql.caseSensitive", "true");

  @TempDir Path folder;

  private Path out() {
    return folder.resolve("out");
  }

  private Dataset<Row> load(String schema) {
    return session().read().schema(schema).format("polars-ipc").load(out().toString());
  }

  @Test
  void oddNamesStay() {
    write(sql("SELECT 1 AS `a.b`, 2 AS `c``d`, 3 AS ` `, 4 AS `x,y;{}()=\t\n`, 5 AS `ü/%`"), out());
    assertThat(read(out()).columns()).containsExactly("a.b", "c`d", " ", "x,y;{}()=\t\n", "ü/%");
    assertThat(read(out()).select("`ü/%`", "`c``d`").collectAsList()).hasToString("[[5,2]]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 AS `a\0b`",
        "named_struct('a\\0b', 1) AS s",
        "array(map('k', named_struct('a\\0b', 1))) AS s"
      })
  void aNameWithANulIsRefusedBeforeAnythingIsWritten(String column) {
    String place = column.endsWith("AS s") ? "column \"s\"." : "column ";
    assertThatThrownBy(() -> write(sql("SELECT " + column), out()))
        .hasStackTraceContaining(place + "\"a\\0b\": a name with a NUL is not allowed; rename it");
  }

  @Test
  void namesThatDifferInCaseOnlyAreNotGuessed() throws Exception {
    Spark.with(
        SENSITIVE,
        () -> {
          write(sql("SELECT 1 AS a, 2 AS A, named_struct('x', 3, 'X', 4) AS s"), out());
          assertThat(load("A int, s struct<X: int>, a int").collectAsList())
              .hasToString("[[2,[4],1]]");
        });
    assertThatThrownBy(() -> load("a int").collectAsList())
        .hasStackTraceContaining(
            "\"a\" may be \"a\" or \"A\"; set spark.sql.caseSensitive to true");
    assertThatThrownBy(() -> load("s struct<x: int>").collectAsList())
        .hasStackTraceContaining("column \"s\".x: \"x\" may be \"x\" or \"X\"");
  }

  @Test
  void theCaseOfFieldsCountsWhereSparkSaysSo() throws Exception {
    write(sql("SELECT array(named_struct('A', 1, 'b', 2)) AS l"), out());
    String schema = "L array<struct<a: int, b: int>>";
    assertThat(load(schema).selectExpr("L[0]").collectAsList()).hasToString("[[[1,2]]]");
    Spark.with(
        SENSITIVE,
        () -> {
          assertThat(load(schema).collectAsList()).hasToString("[[null]]");
          assertThat(load(schema.toLowerCase(java.util.Locale.ROOT)).selectExpr("l[0]").first())
              .hasToString("[[null,2]]");
        });
  }

  @Test
  void aColumnMayBeCalledWhatSparkCallsRowNumbers() {
    write(sql("SELECT id + 70 AS _tmp_metadata_row_index FROM range(0, 2, 1, 1)"), out());
    assertThat(read(out()).collectAsList()).hasToString("[[70], [71]]");
    assertThat(read(out()).selectExpr("_metadata.row_index").collectAsList())
        .hasToString("[[0], [1]]");
    assertThatThrownBy(() -> read(out()).selectExpr("*", "_metadata.row_index").collectAsList())
        .hasMessageContaining("_tmp_metadata_row_index");
  }
}
