package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page on types says what NDJSON's values become. */
class NdjsonTypesTest {
  private static final Pattern CODE = Pattern.compile("`([^`]*)`");

  record Line(List<String> values, String type) {}

  static List<Line> lines() throws IOException {
    Path page = Path.of(System.getProperty("test.root"), "docs", "types.md");
    String text = Files.readString(page);
    String section =
        text.substring(text.indexOf("## Out of NDJSON"), text.indexOf("## In databases"));
    List<Line> lines =
        section
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split(" *\\| *"))
            .map(cells -> new Line(values(cells[1]), cells[2]))
            .toList();
    assertThat(lines).hasSizeGreaterThan(15);
    return lines;
  }

  private static List<String> values(String cell) {
    Matcher code = CODE.matcher(cell);
    return code.results().map(result -> result.group(1)).toList();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void valuesBecomeWhatThePageSays(Line line) throws IOException {
    String json =
        line.values().stream()
            .map(value -> "{\"a\":" + value + "}\n")
            .collect(Collectors.joining());
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    if (line.type().equals("refused")) {
      assertThatThrownBy(() -> new NdjsonReader(bytes).finish())
          .isInstanceOf(ComputeException.class)
          .hasMessageMatching("<byte\\[\\]>: line [12]: .*");
      return;
    }
    try (DataFrame frame = new NdjsonReader(bytes).finish();
        Series a = frame.column("a")) {
      assertThat(a.dataType().toString()).isEqualTo(line.type());
      assertThat(a.nullCount()).isEqualTo(line.values().stream().filter("null"::equals).count());
    }
  }
}
