package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that {@code src/test/interchange/make} had arrow-js, arrow-go and nanoarrow write. */
class ForeignArrowTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER =
      Path.of(System.getProperty("test.root", "../.."), "java/core/src/test/interchange/made");

  static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(FOLDER)) {
      return all.filter(path -> path.toString().contains(".arrow")).sorted().toList();
    }
  }

  /** One JSON for all files with the same values. */
  private static JsonNode expected(Path file) throws IOException {
    String name =
        file.getFileName()
            .toString()
            .replaceAll("\\..*", "")
            .replaceAll("-(zstd|lz4)", "")
            .replace("replaced", "delta");
    return JSON.readTree(FOLDER.resolve(name + ".json").toFile());
  }

  @ParameterizedTest
  @MethodSource("files")
  void isReadAsItWasMeant(Path file) throws IOException {
    boolean stream = file.toString().endsWith(".arrows");
    JsonNode expected = expected(file);
    try (FrameReader reader = stream ? new IpcStreamReader(file) : new IpcReader(file);
        DataFrame frame = reader.read()) {
      assertThat(frame.columnNames()).containsExactlyInAnyOrderElementsOf(expected::fieldNames);
      assertThat(reader.schema()).isEqualTo(frame.schema());
      for (Field field : frame.schema().fields()) {
        try (Series column = frame.column(field.name())) {
          JsonNode read = JSON.readTree(PlainJson.list(field.dataType(), column.toList()));
          assertThat(read.toString())
              .as("%s, %s", field, file)
              .isEqualTo(normal(expected.get(field.name()), field.dataType()));
        }
      }
    }
  }

  /** JSON's numbers do not say whether they have a fraction. */
  private static String normal(JsonNode values, DataType type) {
    boolean fractions = type.toString().contains("Float");
    return fractions
        ? values.toString().replaceAll("(?<=[\\[,])(-?\\d+)(?=[,\\]])", "$1.0")
        : values.toString();
  }
}
