package io.github.polars4j.internal.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Temporary files that are being written, and their folders: a JVM that is told to end deletes
 * them.
 */
final class Temporaries {
  private static final Set<Path> OPEN = new HashSet<>();

  /** Waits for the JVM's end while there are files: longer, it would keep our class loader. */
  private static @Nullable Thread hook;

  private Temporaries() {}

  static synchronized void add(Path file) {
    OPEN.add(file.toAbsolutePath());
    if (hook == null) {
      Thread thread = new Thread(Temporaries::deleteAll, "polars4j-shutdown");
      try {
        Runtime.getRuntime().addShutdownHook(thread);
        hook = thread;
      } catch (IllegalStateException e) {
        // The JVM is ending already: what is left is for the writers to delete.
      }
    }
  }

  static synchronized void remove(Path file) {
    OPEN.remove(file.toAbsolutePath());
    if (hook != null && OPEN.isEmpty()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
        hook = null;
      } catch (IllegalStateException e) {
        // The JVM is ending already, and the hook runs.
      }
    }
  }

  private static void deleteAll() {
    List<Path> files;
    synchronized (Temporaries.class) {
      files = new ArrayList<>(OPEN);
    }
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
