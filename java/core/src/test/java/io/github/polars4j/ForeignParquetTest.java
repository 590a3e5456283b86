package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What pyarrow writes, by each encoding, codec and page version, comes in as pyarrow reads it. */
@EnabledIfEnvironmentVariable(named = "POLARS4J_PYTHON", matches = ".+")
class ForeignParquetTest {
  @Test
  void isReadAsItWasWritten(@TempDir Path folder) throws Exception {
    python("write", folder);
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(path -> path.toString().endsWith(".parquet")).sorted().toList();
    }
    assertThat(files).hasSizeGreaterThan(30);
    for (Path file : files) {
      String stem = file.toString().replace(".parquet", "");
      ParquetReader reader = new ParquetReader(file);
      try (DataFrame frame = reader.finish()) {
        assertThat(reader.schema()).as(stem).isEqualTo(frame.schema());
        new IpcWriter(Path.of(stem + ".arrow")).finish(frame);
        new ParquetWriter(Path.of(stem + ".again")).withRowGroupSize(600).finish(frame);
        try (Batches batches = reader.batches(333)) {
          int start = 0;
          while (batches.hasNext()) {
            try (DataFrame batch = batches.next();
                DataFrame part = frame.slice(start, (int) batch.height())) {
              assertThat(batch.contentEquals(part)).as(stem).isTrue();
              start += (int) batch.height();
            }
          }
          assertThat(start).as(stem).isEqualTo((int) frame.height());
        }
      }
    }
    assertThat(python("check", folder)).contains("checked " + files.size());
  }

  private static String python(String what, Path folder) throws Exception {
    Path script = folder.resolve("foreign_parquet.py");
    if (!Files.exists(script)) {
      try (InputStream in = ForeignParquetTest.class.getResourceAsStream("foreign_parquet.py")) {
        Files.copy(in, script);
      }
    }
    Process python =
        new ProcessBuilder(
                System.getenv("POLARS4J_PYTHON"), script.toString(), what, folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(output).isZero();
    return output;
  }
}
