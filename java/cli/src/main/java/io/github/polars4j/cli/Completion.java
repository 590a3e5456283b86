package io.github.polars4j.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code polars4j completion}. */
@Command(
    name = Completion.NAME,
    description = "Prints a completion script for bash and zsh.",
    footer = {"", "To use it in this shell: source <(polars4j completion)"})
final class Completion implements Runnable {
  static final String NAME = "completion";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandLine root = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(root.getCommandName(), root));
  }
}
