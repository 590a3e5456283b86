package io.github.polars4j.internal.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a source had, in a temporary file that goes when this is closed, or the JVM ends. */
final class Spool implements Closeable {
  private final Path file;

  private Spool(Path file) {
    this.file = file;
  }

  /** Reads the source to its end, and closes it. */
  static Spool of(Source source) throws IOException {
    try (source) {
      Spool spool = new Spool(Files.createTempFile("polars4j-", ".tmp"));
      Temporaries.add(spool.file);
      try (OutputStream out = Files.newOutputStream(spool.file)) {
        for (int count = source.fill(Integer.MAX_VALUE);
            count >= 0;
            count = source.fill(Integer.MAX_VALUE)) {
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
  }
}
