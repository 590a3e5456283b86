package io.github.polars4j.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The JDK's own copy of a file to a file, a limit. */
final class JdkPeer extends Peer {
  private Path source = Path.of("");

  @Override
  String name() {
    return "JDK " + Runtime.version();
  }

  @Override
  void load(String way, Path file) throws IOException {
    source = file;
  }

  @Override
  void write(String way, Path file, String codec, String compat) throws IOException {
    Files.copy(source, file);
  }
}
