package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** docs/interchange.md says what pyarrow, polars, pandas and DuckDB read of our files. */
class InterchangeTest {
  private static final Path ROOT = Path.of(System.getProperty("test.root", "../.."));

  /** For {@code src/test/interchange/page}, which makes the page. */
  @Test
  @EnabledIfSystemProperty(named = "interchange.files", matches = ".+")
  void writesTheFiles() throws Exception {
    InterchangeFiles.write(Path.of(System.getProperty("interchange.files")));
  }

  @Test
  @EnabledIfEnvironmentVariable(
      named = "POLARS4J_PYTHON",
      matches = ".+",
      disabledReason = "POLARS4J_PYTHON names a Python with what .ci/requirements.txt has")
  void thePageSaysWhatReadersRead(@TempDir Path folder) throws Exception {
    InterchangeFiles.write(folder);
    Path script = ROOT.resolve("java/core/src/test/interchange/interchange.py");
    Path page = ROOT.resolve("docs/interchange.md");
    Process python =
        new ProcessBuilder(
                List.of(
                    System.getenv("POLARS4J_PYTHON"),
                    script.toString(),
                    "check",
                    folder.toString(),
                    page.toString()))
            .redirectErrorStream(true)
            .start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(output).isZero();
    assertThat(output).endsWith(" cells hold\n");
  }
}
