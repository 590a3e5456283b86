package io.github.polars4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A path, or standard input or output ({@code -}), and the format of what is there. */
record Location(@Nullable Path path, Format format) {

  /**
   * Settles the format by the option, else by the name.
   *
   * @param option the option that gives the format, for messages
   */
  static Location of(Path argument, @Nullable Format given, String option) {
    String name = argument.toString();
    if (name.equals("-")) {
      if (given == null) {
        throw new UsageException("- has no name to tell its format by: add " + format(option));
      }
      return new Location(null, given);
    }
    @Nullable Format format = given == null ? Format.ofName(name) : given;
    if (format == null && Files.isDirectory(argument)) {
      throw new CommandException(name + ": is a directory");
    }
    if (format == null) {
      throw new UsageException(
          "cannot tell the format of " + name + " by its name: add " + format(option));
    }
    return new Location(argument, format);
  }

  private static String format(String option) {
    return option + " with one of " + Format.names();
  }
}
