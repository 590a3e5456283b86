package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The files by which Arrow's implementations check each other are read to the values that their
 * JSON has, or refused; and docs/golden-files.md says which.
 */
@EnabledIf("filesAreThere")
class GoldenFilesTest {
  private static final Path FILES =
      Path.of(System.getProperty("test.data", "../../../shared/data"), "arrow-testing", "files");
  private static final Path PAGE = Path.of("../../docs/golden-files.md");

  static boolean filesAreThere() {
    return Files.isDirectory(FILES);
  }

  static List<Path> descriptions() throws IOException {
    try (Stream<Path> paths = Files.walk(FILES)) {
      return paths.filter(path -> path.toString().endsWith(".json.gz")).sorted().toList();
    }
  }

  /** What became of a file: null if it was read, else the refusal. */
  private static String refusal(Path path, Map<String, List<Object>> wanted) {
    boolean stream = path.toString().endsWith(".stream");
    try (DataFrame frame =
        stream ? new IpcStreamReader(path).finish() : new IpcReader(path).finish()) {
      assertThat(frame.columnNames()).as("%s", path).containsExactlyElementsOf(wanted.keySet());
      wanted.forEach(
          (name, values) -> {
            try (Series series = frame.column(name)) {
              assertThat(GoldenJson.of(series)).as("%s, column %s", path, name).isEqualTo(values);
            }
          });
      return null;
    } catch (IOException | PolarsException e) {
      assertThat(e.getMessage()).startsWith(path + ": ");
      assertThat(e).isNotInstanceOf(PolarsPanicException.class);
      return e.getMessage().substring(path.toString().length() + 2);
    }
  }

  private static Path sibling(Path description, String extension) {
    String name = description.getFileName().toString();
    return description.resolveSibling(name.replace(".json.gz", extension));
  }

  private static String row(Path description) throws IOException {
    String name = FILES.relativize(description).toString().replace(".json.gz", "");
    GoldenJson json = GoldenJson.read(description);
    Map<String, List<Object>> wanted;
    try {
      wanted = json.columns();
    } catch (IllegalArgumentException e) {
      wanted = Map.of(); // a type that polars has not
    }
    String refusal = refusal(sibling(description, ".arrow_file"), wanted);
    assertThat(refusal(sibling(description, ".stream"), wanted)).as(name).isEqualTo(refusal);
    return refusal == null
        ? "| " + name + " | read | " + json.notes() + " |"
        : "| " + name + " | refused | " + refusal + " |";
  }

  @ParameterizedTest
  @MethodSource("descriptions")
  void aFileIsReadToItsValuesOrRefusedAsThePageSays(Path description) throws IOException {
    assertThat(Files.readAllLines(PAGE)).contains(row(description));
  }

  @Test
  void thePageSpeaksOfNoOtherFiles() throws IOException {
    long rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.contains("generated_")).count();
    assertThat(rows).isEqualTo(descriptions().size());
  }
}
