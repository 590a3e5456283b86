package io.github.polars4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** pyarrow and polars read what Spark writes. */
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
    Path script = folder.resolve("read_back.py");
    try (InputStream in = getClass().getResourceAsStream("read_back.py")) {
      Files.copy(in, script);
    }
    Process python =
        new ProcessBuilder(System.getenv("POLARS4J_PYTHON"), script.toString(), out.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(output).isZero();
    assertThat(output).isEqualToIgnoringNewLines("same rows\n");
  }
}
