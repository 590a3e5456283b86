package io.github.polars4j.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code polars4j man}. */
@Command(
    name = Man.NAME,
    description = "Prints the manual page.",
    footer = {
      "",
      "To read it: polars4j man | man -l -",
      "To keep it: polars4j man > ~/.local/share/man/man1/polars4j.1"
    })
final class Man implements Runnable {
  static final String NAME = "man";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(new ManPage(spec.root()).text());
  }
}
