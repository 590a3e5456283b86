package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Scripts among the test resources, run by the Python that has pyarrow and polars. */
final class Python {
  private Python() {}

  /** Runs {@code script WHAT FOLDER} to its good end, and gives what it printed. */
  static String run(String script, String what, Path folder)
      throws IOException, InterruptedException {
    Path file = folder.resolve(script);
    if (!Files.exists(file)) {
      try (InputStream in = Python.class.getResourceAsStream(script)) {
        Files.copy(in, file);
      }
    }
    List<String> command = new ArrayList<>();
    command.add(System.getenv("POLARS4J_PYTHON"));
    command.addAll(List.of(file.toString(), what, folder.toString()));
    Process python = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(output).isZero();
    return output;
  }
}
