package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of polars' threads is the one that was set, in programs of their own. */
class ThreadsTest {
  /** Sets the numbers that it is given, uses polars at "use", and says what became of it. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws IOException {
      for (String argument : arguments) {
        try {
          if (argument.equals("use")) {
            use();
          } else {
            Polars4j.setThreads(Integer.parseInt(argument));
          }
        } catch (IllegalStateException | IllegalArgumentException e) {
          System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
      }
      System.out.println(Polars4j.threads() + " threads");
    }

    private static void use() throws IOException {
      try (Series series = Series.of("n", new long[1 << 20]);
          DataFrame frame = series.toFrame()) {
        new IpcWriter(OutputStream.nullOutputStream())
            .withCompression(IpcCompression.lz4())
            .finish(frame);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void theProgramSetsThem(int threads) throws Exception {
    assertThat(Forked.run(List.of(), Program.class, "" + threads, "use"))
        .isEqualTo(threads + " threads");
  }

  @Test
  void theSameNumberMayBeSetAgainAndNoOther() throws Exception {
    assertThat(Forked.run(List.of(), Program.class, "3", "3", "use", "3", "4"))
        .isEqualTo(
            "IllegalStateException: polars works with 3 threads already, 4 cannot be had any more:"
                + " the number is set before the first use\n3 threads");
  }

  @Test
  void afterTheFirstUseItIsTooLate() throws Exception {
    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(Forked.run(List.of(), Program.class, "use", "" + (processors + 1)))
        .startsWith("IllegalStateException: polars works with " + processors + " threads already")
        .endsWith("\n" + processors + " threads");
  }

  @ParameterizedTest
  @CsvSource({
    // property, variable, program; result
    "5, , , 5",
    " , 6, , 6",
    "5, 6, , 5",
    "5, 6, 4, 4",
    "abc, , 4, 4"
  })
  void theProgramComesFirstThenThePropertyThenTheVariable(
      String property, String variable, String program, int threads) throws Exception {
    List<String> options = property == null ? List.of() : List.of("-Dpolars4j.threads=" + property);
    Map<String, String> environment =
        variable == null ? Map.of() : Map.of("POLARS_MAX_THREADS", variable);
    String[] arguments = program == null ? new String[] {"use"} : new String[] {program, "use"};
    assertThat(Forked.run(environment, options, Program.class, arguments))
        .isEqualTo(threads + " threads");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1025", "many", "", "2.5"})
  void aPropertyThatIsNoSuchNumberIsRefusedEachTime(String property) throws Exception {
    String refused =
        "IllegalArgumentException: -Dpolars4j.threads="
            + property
            + ": a whole number from 1 to 1024";
    assertThat(
            Forked.run(List.of("-Dpolars4j.threads=" + property), Program.class, "use", "use", "2"))
        .matches(
            "(?s)\\Q" + refused + "\\E is allowed\\R\\Q" + refused + "\\E is allowed\\R2 threads");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1025, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void aNumberThatIsNotAllowedIsRefused(int threads) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Polars4j.setThreads(threads))
        .withMessage(threads + " threads: 1 to 1024 are allowed");
  }
}
