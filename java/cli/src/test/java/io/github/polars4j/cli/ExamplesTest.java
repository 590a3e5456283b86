package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command lines of the README run, and those that help shows have options that there are. */
class ExamplesTest {
  private static final Pattern COMMAND =
      Pattern.compile("(?m)(?:^ *|\\| |<\\()(?:bin/)?polars4j (.*(?:\n {6}.*)*)");

  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  /** A word that names a file, or a pattern of files. */
  private static final String FILE = ".*\\.(arrow|csv|parquet)";

  /** The arguments of each command line. */
  private static List<List<String>> commands(String text) {
    return COMMAND
        .matcher(text)
        .results()
        .map((MatchResult match) -> words(match.group(1).replace('\n', ' ')))
        .toList();
  }

  /** As a shell has them, up to a comment or what comes after the command. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (char c : (line + " ").toCharArray()) {
      if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && "|#<>)".indexOf(c) >= 0) {
        break;
      } else if (c != ' ' || quoted) {
        word.append(c);
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  @Test
  void thoseOfTheReadmeRun(@TempDir Path folder) throws IOException {
    Path root = Path.of(System.getProperty("polars4j.examples")).resolveSibling("README.md");
    List<List<String>> commands = new ArrayList<>();
    for (MatchResult block : BLOCK.matcher(Files.readString(root)).results().toList()) {
      commands.addAll(commands(block.group(1)));
    }
    assertThat(commands).hasSizeGreaterThan(10);
    Files.createDirectories(folder.resolve("examples"));
    Files.copy(Cli.WEATHER, folder.resolve("examples/weather.csv"));
    Cli.file(folder, "data/a/b.csv", "id\n1\n");
    Cli.file(folder, "huge.csv", "id\n1\n");
    for (List<String> command : commands) {
      if (command.contains("--jdbc")) {
        parses(command); // URL, SQL and driver are the reader's
        continue;
      }
      List<String> words = new ArrayList<>();
      for (String word : command) {
        if (word.equals("*.arrow")) {
          words.add(folder.resolve("weather.arrow").toString()); // the shell does that
        } else if (word.endsWith(".jar")) {
          words.add(driver());
        } else {
          words.add(word.matches(FILE) ? folder + "/" + word : word);
        }
      }
      Cli.Result result = Cli.run(words.toArray());
      assertThat(result.code()).as(command + result.err()).isZero();
      if (command.get(0).equals("inspect")) {
        Path copy = folder.resolve("new.parquet");
        assertThat(Cli.run("convert", folder.resolve("weather.arrow"), copy).code()).isZero();
      }
    }
  }

  private static String driver() {
    return org.duckdb.DuckDBDriver.class
        .getProtectionDomain()
        .getCodeSource()
        .getLocation()
        .getPath();
  }

  private static void parses(List<String> command) {
    String[] args = command.toArray(String[]::new);
    assertThatCode(() -> Main.line(new Main(), Stdio.system(), args).parseArgs(args))
        .as(command.toString())
        .doesNotThrowAnyException();
  }

  @Test
  void thoseOfHelpParse() {
    List<String> helps = new ArrayList<>(List.of("--help"));
    for (String command : Commands.names()) {
      helps.add(command);
    }
    int count = 0;
    for (String help : helps) {
      String text = Cli.run(help, "--help").out();
      String footer = text.substring(Math.max(text.lastIndexOf("\nExample"), 0));
      for (List<String> command : commands(footer.replace("Example: ", ""))) {
        count++;
        parses(command);
      }
    }
    assertThat(count).isGreaterThan(25);
  }
}
