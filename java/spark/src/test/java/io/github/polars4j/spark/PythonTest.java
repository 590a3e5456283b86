package io.github.polars4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** pyarrow and polars read what Spark writes, and Spark what only pyarrow writes. */
@ExtendWith(Spark.class)
@EnabledIfEnvironmentVariable(
    named = "POLARS4J_PYTHON",
    matches = ".+",
    disabledReason = "POLARS4J_PYTHON names a Python with pyarrow and polars")
class PythonTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"none, newest", "zstd, newest", "lz4, oldest"})
  void othersReadTheSameRows(String compression, String compatLevel) throws Exception {
    Path out = folder.resolve("out");
    Spark.sql(
            "SELECT id, IF(id % 5 = 0, NULL, concat('v', id)) AS text, array(id, NULL) AS list,"
                + " id % 3 AS p FROM range(0, 1000, 1, 2)")
        .write()
        .format("polars-ipc")
        .option("compression", compression)
        .option("compatLevel", compatLevel)
        .partitionBy("p")
        .save(out.toString());
    assertThat(run("read_back.py", out)).isEqualToIgnoringNewLines("same rows\n");
  }

  @Test
  void bytesAndTextAreReadHoweverTheyAreStored() throws Exception {
    Path out = Files.createDirectory(folder.resolve("odd"));
    run("write_stored.py", out.resolve("a.arrow"));
    Dataset<Row> rows = Spark.read(out);
    assertThat(rows.schema().toDDL())
        .isEqualTo(
            "fixed BINARY,fixeds ARRAY<BINARY>,uuid BINARY,json STRING,large STRING,"
                + "opaque BINARY,blob BINARY,nothing ARRAY<TINYINT>");
    assertThat(
            rows.selectExpr(
                    "hex(fixed)",
                    "transform(fixeds, b -> hex(b))",
                    "right(hex(uuid), 4)",
                    "json",
                    "large",
                    "hex(opaque)",
                    "hex(blob)",
                    "nothing")
                .collectAsList())
        .hasToString(
            "[[616263,ArraySeq(616263, null),0001,{\"a\": 1},large,61,626262,ArraySeq()],"
                + " [null,null,null,null,null,null,null,null],"
                + " [78797A,ArraySeq(),0003,[3],longer than twelve,,63,ArraySeq()]]");
  }

  /** Runs a script that is beside this class and returns what it prints. */
  private String run(String name, Path argument) throws Exception {
    Path script = folder.resolve(name);
    try (InputStream in = getClass().getResourceAsStream(name)) {
      Files.copy(in, script);
    }
    Process python =
        new ProcessBuilder(System.getenv("POLARS4J_PYTHON"), script.toString(), argument.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(output).isZero();
    return output;
  }
}
