package io.github.polars4j.cli;

import picocli.CommandLine.Option;

/** The option that says whether names of folders are values. */
final class FolderOption {
  static final String NAME = "--no-hive-partitions";

  @Option(
      names = NAME,
      description = "Folders such as year=2024 are no columns (default: they are).")
  private boolean none;

  /** Whether they are columns. */
  boolean hive() {
    return !none;
  }
}
