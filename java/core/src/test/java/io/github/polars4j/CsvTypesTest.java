package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page on types says what CSV's rows become. */
class CsvTypesTest {
  private static final Pattern CODE = Pattern.compile("`([^`]*)`");

  record Row(boolean dates, List<String> values, String type) {}

  static List<Row> rows() throws IOException {
    Path page = Path.of(System.getProperty("test.root"), "docs", "types.md");
    String text = Files.readString(page);
    String section =
        text.substring(text.indexOf("## Out of CSV"), text.indexOf("## Out of NDJSON"));
    String[] tables = section.split("With `withTryParseDates`");
    List<Row> rows = new ArrayList<>();
    for (String table : tables) {
      table
          .lines()
          .filter(line -> line.startsWith("| `"))
          .map(line -> line.split(" *\\| *"))
          .forEach(cells -> rows.add(new Row(table != tables[0], values(cells[1]), cells[2])));
    }
    assertThat(rows).hasSizeGreaterThan(15);
    return rows;
  }

  private static List<String> values(String cell) {
    Matcher code = CODE.matcher(cell);
    return code.results().map(result -> result.group(1)).toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void rowsBecomeWhatThePageSays(Row row) throws IOException {
    byte[] csv = ("a\n" + String.join("\n", row.values()) + "\n").getBytes(StandardCharsets.UTF_8);
    try (CsvReader reader = new CsvReader(csv).withTryParseDates(row.dates());
        DataFrame frame = reader.finish()) {
      assertThat(frame.schema().field("a").dataType().toString()).isEqualTo(row.type());
      assertThat(frame.column("a").nullCount()).isZero();
    }
  }
}
