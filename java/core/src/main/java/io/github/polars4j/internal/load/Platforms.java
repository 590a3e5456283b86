package io.github.polars4j.internal.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Names the platform as the classifier jars do: JNA's names, with musl told apart. */
public final class Platforms {
  /** This JVM's platform, such as {@code linux-x86-64} or {@code linux-musl-x86-64}. */
  public static final String CURRENT = current(prefix());

  /** Those that there is a classifier jar for. */
  public static final List<String> PUBLISHED =
      List.of(
          "linux-x86-64",
          "linux-aarch64",
          "linux-musl-x86-64",
          "linux-musl-aarch64",
          "win32-x86-64",
          "darwin-aarch64",
          "darwin-x86-64");

  private Platforms() {}

  /** What the library's file is called there. */
  public static String libraryName(String platform) {
    if (platform.startsWith("win32-")) {
      return "polars4j.dll";
    }
    return platform.startsWith("darwin-") ? "libpolars4j.dylib" : "libpolars4j.so";
  }

  /** JNA's name; where there is no JNA, or one that does not fit, the same from the JVM's names. */
  private static String prefix() {
    try {
      return com.sun.jna.Platform.RESOURCE_PREFIX;
    } catch (LinkageError e) {
      return prefix(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }
  }

  /** What JNA calls a system and its processor. */
  public static String prefix(String system, String processor) {
    String os = system.toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      os = "win32";
    } else if (os.startsWith("mac") || os.startsWith("darwin")) {
      os = "darwin";
    }
    String arch = processor.toLowerCase(Locale.ROOT);
    return os
        + "-"
        + switch (arch) {
          case "amd64", "x86_64", "x64" -> "x86-64";
          case "arm64" -> "aarch64";
          case "i386", "i486", "i586", "i686" -> "x86";
          default -> arch;
        };
  }

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
