package io.github.polars4j.internal.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a source had, in a temporary file that goes when this is closed, or the JVM ends. It lies in
 * a folder of its own, where nobody else can read it or put something in its place.
 */
final class Spool implements Closeable {
  private final Path folder;
  private final Path file;

  private Spool(Path folder) {
    this.folder = folder;
    this.file = folder.resolve("input.tmp");
    Temporaries.add(folder);
    Temporaries.add(file);
  }

  /** Reads the source to its end, and closes it. */
  static Spool of(Source source) throws IOException {
    try (source) {
      Spool spool = new Spool(Files.createTempDirectory("polars4j-")); // its owner's alone
      try (OutputStream out = Files.newOutputStream(spool.file, StandardOpenOption.CREATE_NEW)) {
        int count;
        while ((count = source.fill(Integer.MAX_VALUE)) >= 0) {
          out.write(source.array(), 0, count);
        }
      } catch (Throwable e) {
        spool.close();
        throw e;
      }
      return spool;
    }
  }

  String path() {
    return file.toAbsolutePath().toString();
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    Temporaries.remove(file);
    Files.deleteIfExists(folder);
    Temporaries.remove(folder);
  }
}
