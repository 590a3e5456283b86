package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CommandsTest {
  @Command(name = "root")
  private static final class Root {}

  private static Map<String, CommandLine> added(String... args) {
    CommandLine root = new CommandLine(new Root());
    Commands.add(root, Stdio.system(), args);
    return root.getSubcommands();
  }

  @Test
  void onlyTheCommandThatIsAskedForIsMade() {
    Map<String, CommandLine> all = added();
    assertThat(all).hasSizeGreaterThan(10);
    all.keySet().stream()
        .filter(name -> !Commands.OF_ALL.contains(name))
        .forEach(name -> assertThat(added(name, "--help")).containsOnlyKeys(name));
  }

  @Test
  void helpCompletionAndManualKnowAll() {
    Map<String, CommandLine> all = added();
    assertThat(added("--help").keySet()).isEqualTo(all.keySet());
    assertThat(Commands.OF_ALL)
        .allSatisfy(name -> assertThat(added(name).keySet()).isEqualTo(all.keySet()));
    assertThat(added("convrt").keySet()).isEqualTo(all.keySet());
  }
}
