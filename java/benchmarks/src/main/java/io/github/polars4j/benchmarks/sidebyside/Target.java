package io.github.polars4j.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder that files are written to.
 *
 * @param name its file system's type, and a number where that is another's too
 */
record Target(String name, Path folder) {
  /** A folder, which is made if it isn't there, with a name that the others don't have. */
  static Target of(Path folder, List<Target> others) throws IOException {
    Files.createDirectories(folder);
    String type = Files.getFileStore(folder).type();
    long same = others.stream().filter(other -> other.name().startsWith(type)).count();
    return new Target(same == 0 ? type : type + " " + (same + 1), folder);
  }
}
