package io.github.polars4j.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder that files are written to.
 *
 * @param name its file system's type
 */
record Target(String name, Path folder) {
  static Target of(Path folder) throws IOException {
    Files.createDirectories(folder);
    return new Target(Files.getFileStore(folder).type(), folder);
  }
}
