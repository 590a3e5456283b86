package io.github.polars4j;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** The library out of its jar, for tests that put it elsewhere. */
final class PackedLibraries {
  private PackedLibraries() {}

  static Path unpack(Path target) throws IOException, URISyntaxException {
    try (FileSystem jar = FileSystems.newFileSystem(OtherJvm.nativeJar())) {
      String name = System.mapLibraryName("polars4j");
      Files.copy(jar.getPath("io/github/polars4j/native", Polars4j.platform(), name), target);
    }
    return target;
  }
}
