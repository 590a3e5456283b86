package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/cli.md} has what each command says of itself. With {@code -Dpolars4j.docs.write=true}
 * the test writes it there.
 */
class CliPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("polars4j.examples")).resolveSibling("docs/cli.md");

  private static final String MARK = "<!-- From here on: what --help prints. -->\n";

  private static String helps() {
    StringBuilder text = new StringBuilder();
    for (String command : Commands.names()) {
      Cli.Result help = Cli.run(command, "--help");
      assertThat(help.code()).as(help.err()).isZero();
      List<String> lines = help.out().lines().map(String::stripTrailing).toList();
      assertThat(lines).as(command).allMatch(line -> line.length() <= 80);
      text.append("\n## ").append(command).append("\n\n```text\n");
      text.append(String.join("\n", lines)).append("\n```\n");
    }
    return text.toString();
  }

  @Test
  void thePageHasTheHelpOfEveryCommand() throws IOException {
    String page = Files.readString(PAGE);
    String before = page.substring(0, page.indexOf(MARK) + MARK.length());
    String wanted = before + helps();
    if (Boolean.getBoolean("polars4j.docs.write")) {
      Files.writeString(PAGE, wanted);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(wanted);
  }

  @Test
  void theTableNamesEveryCommand() throws IOException {
    List<String> named =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| ["))
            .map(line -> line.substring(3, line.indexOf(']')))
            .toList();
    assertThat(named).containsExactlyElementsOf(Commands.names());
  }
}
