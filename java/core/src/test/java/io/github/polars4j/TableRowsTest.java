package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many rows a frame printed has. */
class TableRowsTest {
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      try (Series n = Series.of("n", LongStream.range(100, 130).toArray());
          DataFrame frame = DataFrame.of(n)) {
        System.out.println(
            frame.toString().lines().filter(line -> line.matches(".* 1\\d\\d .*")).count());
      } catch (UnsatisfiedLinkError e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // property, variable; rows
    " , , 10",
    "-1, , 30",
    "20, '', 20",
    "-1, 4, 4"
  })
  void theVariableComesFirstThenTheProperty(String property, String variable, int rows)
      throws Exception {
    assertThat(run(property, variable)).isEqualTo("" + rows);
  }

  @ParameterizedTest
  @CsvSource({"many", "''"})
  void aPropertyThatIsNoNumberIsRefused(String property) throws Exception {
    assertThat(run(property, null))
        .contains("-Dpolars4j.tableRows=" + property + ": a whole number is allowed");
  }

  private static String run(String property, String variable) throws Exception {
    List<String> options =
        property == null ? List.of() : List.of("-Dpolars4j.tableRows=" + property);
    Map<String, String> environment =
        variable == null ? Map.of() : Map.of("POLARS_FMT_MAX_ROWS", variable);
    return Forked.run(environment, options, Program.class);
  }
}
