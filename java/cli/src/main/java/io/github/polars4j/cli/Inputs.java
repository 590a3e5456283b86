package io.github.polars4j.cli;

import io.github.polars4j.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command reads: one file or standard input, or several files as one.
 *
 * @param location the only one, or the first of several
 * @param dataset null if there is only one
 * @param files all of them; empty for standard input
 * @param given the format that the user gives for all, or null
 */
record Inputs(
    Location location, @Nullable Dataset dataset, List<Path> files, @Nullable Format given) {
  /** One file, or standard input. */
  static Inputs of(Location location) {
    Path path = location.path();
    return new Inputs(location, null, path == null ? List.of() : List.of(path), null);
  }

  /** Files, folders and patterns; one file alone is read as it is. */
  static Inputs of(List<Path> arguments, @Nullable Format given, FolderOption folders)
      throws IOException {
    Path first = arguments.get(0);
    if (arguments.size() == 1 && !isPattern(first) && !Files.isDirectory(first)) {
      return of(Location.of(first, given, "--from"));
    }
    List<Path> files = new ArrayList<>();
    for (Path argument : arguments) {
      if (argument.toString().equals("-")) {
        throw new UsageException("- is read by itself, not with other files");
      }
      files.addAll(
          isPattern(argument) || Files.isDirectory(argument)
              ? several(argument).files()
              : List.of(argument));
    }
    Dataset all =
        arguments.size() == 1
            ? several(first).withHivePartitions(folders.hive())
            : Dataset.of(files);
    Location location = Location.of(files.get(0), given, "--from");
    return new Inputs(location, all, List.copyOf(files), given);
  }

  private static Dataset several(Path argument) {
    return isPattern(argument) ? Dataset.glob(argument.toString()) : Dataset.in(argument);
  }

  /** Whether it has a wildcard and is no file that is named so. */
  static boolean isPattern(Path argument) {
    return argument.toString().matches(".*[*?\\[{].*") && !Files.exists(argument);
  }

  /** Whether one of them is text. */
  boolean hasText() {
    return location.format().isText()
        || given == null
            && files.stream()
                .map(file -> Format.ofName(file.toString()))
                .anyMatch(format -> format != null && format.isText());
  }

  /** One of the files. */
  Location at(Path path) {
    return Location.of(path, given, "--from");
  }

  /** How many bytes the files have, or -1 where that has no meaning. */
  long size() throws IOException {
    long size = 0;
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        return -1;
      }
      size += Files.size(file);
    }
    return files.isEmpty() ? -1 : size;
  }

  /** What messages call them. */
  String name(List<Path> arguments) {
    int count = files.size();
    return dataset == null || arguments.size() == 1
        ? String.valueOf(arguments.get(0))
        : count + " files";
  }
}
