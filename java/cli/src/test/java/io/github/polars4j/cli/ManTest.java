package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manual page has all that help says, in roff that formatters take without a warning. */
class ManTest {
  @TempDir private Path folder;

  private static String page() {
    Cli.Result result = Cli.run("man");
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }

  @Test
  void everyCommandAndOptionIsInIt() {
    String page = page();
    Pattern name = Pattern.compile("(?m)^ {1,6}(?:-\\w, )?(--?[\\w-]+)");
    for (String command : Commands.names()) {
      assertThat(page).contains("\n.SS " + command + "\n");
      String help = Cli.run(command, "--help").out();
      assertThat(name.matcher(help).results().map((MatchResult match) -> match.group(1)))
          .as(command)
          .isNotEmpty()
          .allSatisfy(option -> assertThat(page).contains(option.replace("-", "\\-")));
    }
    assertThat(page.lines())
        .allMatch(line -> line.matches("[ -~]*"))
        .allMatch(
            line -> !line.startsWith(".") || line.matches("\\.(TH|SH|SS|TP|PP|B|nf|fi)( .*)?"));
    assertThat(page.split("\\\\fB\\\\-\\\\-date\\\\-format")).as("told once").hasSize(2);
  }

  @Test
  void textIsShownAsItIs() throws Exception {
    String shown = run("groff", "-man", "-ww", "-rHY=0", "-Tascii", "-P-cbou", "-rLL=2000n");
    assertThat(shown)
        .contains(
            "polars4j - converts and shows Arrow IPC, Parquet, CSV and NDJSON files with polars")
        .contains("sep=;, and a tab in tsv). tab or '\\t' is a tab.")
        .contains("The format of dates in csv and tsv: %d.%m.%Y.")
        .contains("--columns=NAME[,NAME...]")
        .contains("polars4j convert [OPTIONS] IN... OUT\n")
        .contains("polars4j count [OPTIONS] FILE...\n")
        .contains("  polars4j convert 'sales/year=*/*.csv' sales.parquet\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"groff -man -ww -Tutf8", "mandoc -Tlint -Werror", "man -l --warnings"})
  void formattersHaveNothingToSay(String command) throws Exception {
    run(command.split(" "));
  }

  /** What a formatter prints, if there is one. */
  private String run(String... command) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("polars4j.1"), page());
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder process = new ProcessBuilder(command);
    process.command().add(file.toString());
    process.redirectOutput(out.toFile()).redirectError(err.toFile());
    int code;
    try {
      code = process.start().waitFor();
    } catch (IOException e) {
      assumeTrue(false, "no " + List.of(command).get(0));
      throw e;
    }
    assertThat(err).isEmptyFile();
    assertThat(code).isZero();
    return Files.readString(out, StandardCharsets.UTF_8);
  }
}
