package io.github.polars4j.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Names the platform as the classifier jars do: JNA's names, with musl told apart. */
public final class Platforms {
  /** This JVM's platform, such as {@code linux-x86-64} or {@code linux-musl-x86-64}. */
  public static final String CURRENT = current(com.sun.jna.Platform.RESOURCE_PREFIX);

  private Platforms() {}

  private static String current(String prefix) {
    return prefix.startsWith("linux-") && isMusl()
        ? prefix.replaceFirst("linux-", "linux-musl-")
        : prefix;
  }

  /** A JVM on musl has musl's loader mapped; a musl that is merely installed does not count. */
  private static boolean isMusl() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.anyMatch(line -> line.contains("/ld-musl-"));
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
