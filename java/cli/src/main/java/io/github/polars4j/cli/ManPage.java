package io.github.polars4j.cli;

import io.github.polars4j.Polars4j;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The manual page of a command and those below it, for {@code man}: roff, with the macros of
 * man(7). Options that several commands share are told once.
 */
final class ManPage {
  /** Options of so many commands have a section of their own. */
  private static final int SHARED = 3;

  private final CommandSpec root;
  private final List<CommandSpec> commands;
  private final Map<String, Integer> uses = new HashMap<>();
  private final StringBuilder page = new StringBuilder();

  ManPage(CommandSpec root) {
    this.root = root;
    this.commands =
        root.subcommands().values().stream().map(CommandLine::getCommandSpec).distinct().toList();
    for (CommandSpec command : commands) {
      options(command).forEach(option -> uses.merge(key(option), 1, Integer::sum));
    }
  }

  /** The whole page. */
  String text() {
    String name = root.name();
    request("TH", name.toUpperCase(Locale.ROOT), "1", "", name + " " + Polars4j.version(), name);
    section("NAME");
    String purpose = String.join(" ", root.usageMessage().description()).replaceAll("\\.$", "");
    line(
        name
            + " \\- "
            + escape(purpose.substring(0, 1).toLowerCase(Locale.ROOT))
            + escape(purpose.substring(1)));
    section("SYNOPSIS");
    request("B", name);
    line(escape("[OPTIONS] COMMAND ..."));
    section("DESCRIPTION");
    description(root.usageMessage().description());
    footer(root);
    section("OPTIONS");
    options(root).forEach(this::option);
    section("COMMANDS");
    commands.forEach(this::command);
    section("SHARED OPTIONS");
    line("The commands above say which of these they take.");
    List<String> told = new ArrayList<>();
    for (CommandSpec command : commands) {
      for (OptionSpec option : options(command)) {
        if (isShared(option) && !told.contains(key(option))) {
          told.add(key(option));
          option(option);
        }
      }
    }
    return page.toString();
  }

  private void command(CommandSpec command) {
    request("SS", command.name());
    UsageMessageSpec usage = command.usageMessage();
    String[] synopsis = usage.customSynopsis();
    if (synopsis.length == 0) {
      boolean whole = usage.abbreviateSynopsis();
      usage.abbreviateSynopsis(true);
      synopsis = new Help(command, Help.defaultColorScheme(Help.Ansi.OFF)).synopsis(0).split("\n");
      usage.abbreviateSynopsis(whole);
    }
    request("nf");
    for (String way : synopsis) {
      line(escape(way.strip()));
    }
    request("fi");
    request("PP");
    description(usage.description());
    for (ArgSpec positional : command.positionalParameters()) {
      if (!positional.hidden()) {
        request("TP");
        line("\\fI" + escape(positional.paramLabel()) + "\\fR");
        description(positional.description());
      }
    }
    List<String> shared = new ArrayList<>();
    for (OptionSpec option : options(command)) {
      if (isShared(option)) {
        shared.add(option.longestName());
      } else {
        option(option);
      }
    }
    if (!shared.isEmpty()) {
      request("PP");
      line("Shared options: " + escape(String.join(", ", shared)) + ".");
    }
    footer(command);
  }

  /** Those of its own, not those that all have of the root. */
  private static List<OptionSpec> options(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden() && !(option.inherited() && command.parent() != null))
        .toList();
  }

  private boolean isShared(OptionSpec option) {
    return uses.getOrDefault(key(option), 0) >= SHARED;
  }

  /** What two commands say alike. */
  private static String key(OptionSpec option) {
    return String.join(" ", option.names()) + String.join(" ", option.description());
  }

  private void option(OptionSpec option) {
    request("TP");
    StringBuilder names = new StringBuilder();
    for (String name : option.names()) {
      names.append(names.isEmpty() ? "" : ", ").append("\\fB").append(escape(name)).append("\\fR");
    }
    if (option.arity().max() > 0) {
      String label = option.paramLabel();
      String again = option.splitRegex().isEmpty() ? "" : "[," + label + "...]";
      names.append("=\\fI").append(escape(label + again)).append("\\fR");
    }
    line(names.toString());
    description(option.description());
  }

  private void description(String... texts) {
    line(escape(String.join(" ", texts)));
  }

  /** What follows the options: text, and examples, which are indented. */
  private void footer(CommandSpec command) {
    boolean asIs = false;
    for (String shown : command.usageMessage().footer()) {
      boolean example = shown.startsWith("  ");
      if (example != asIs) {
        request(example ? "nf" : "fi");
        asIs = example;
      }
      if (shown.isEmpty()) {
        request("PP");
      } else {
        line(escape(shown));
      }
    }
    if (asIs) {
      request("fi");
    }
  }

  private void section(String name) {
    request("SH", name);
  }

  private void request(String name, String... words) {
    page.append('.').append(name);
    for (String word : words) {
      boolean plain = !word.isEmpty() && word.indexOf(' ') < 0;
      page.append(' ').append(plain ? escape(word) : '"' + escape(word) + '"');
    }
    page.append('\n');
  }

  private void line(String text) {
    page.append(text.startsWith(".") || text.startsWith("'") ? "\\&" : "").append(text);
    page.append('\n');
  }

  /** Text as it is: roff takes a backslash, a hyphen and some quotes for something else. */
  private static String escape(String text) {
    return text.replace("\\", "\\(rs")
        .replace("-", "\\-")
        .replace("'", "\\(aq")
        .replace("`", "\\(ga")
        .replace("^", "\\(ha")
        .replace("~", "\\(ti");
  }
}
