package io.github.polars4j.internal.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Temporary files that are being written, and their folders: a JVM that is told to end deletes
 * them.
 */
final class Temporaries {
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private static boolean hooked;

  private Temporaries() {}

  static void add(Path file) {
    OPEN.add(file.toAbsolutePath());
    hook();
  }

  static void remove(Path file) {
    OPEN.remove(file.toAbsolutePath());
  }

  private static synchronized void hook() {
    if (hooked) {
      return;
    }
    hooked = true;
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(Temporaries::deleteAll, "polars4j-shutdown"));
    } catch (IllegalStateException e) {
      // The JVM is ending already: what is left is for the writers to delete.
      hooked = false;
    }
  }

  private static void deleteAll() {
    List<Path> files = new ArrayList<>(OPEN);
    files.sort(Comparator.comparingInt(Path::getNameCount).reversed()); // folders after their files
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        System.getLogger("io.github.polars4j").log(System.Logger.Level.DEBUG, "left behind", e);
      }
    }
  }
}
