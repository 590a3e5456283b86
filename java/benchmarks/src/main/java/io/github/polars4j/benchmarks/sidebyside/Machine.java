package io.github.polars4j.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The machine that it runs on. */
final class Machine {
  private Machine() {}

  /** What can be had without swapping, in bytes. */
  static long availableMemory() throws IOException {
    return meminfo("MemAvailable");
  }

  /** What it is, in one line. */
  static String describe() throws IOException {
    return "%s, %d cores, %.0f GB, %s %s"
        .formatted(
            processor(),
            Runtime.getRuntime().availableProcessors(),
            meminfo("MemTotal") / 1e9,
            System.getProperty("os.name"),
            System.getProperty("os.version"));
  }

  private static String processor() throws IOException {
    return lines("/proc/cpuinfo").stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static long meminfo(String key) throws IOException {
    return lines("/proc/meminfo").stream()
        .filter(line -> line.startsWith(key + ":"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new IOException("/proc/meminfo has no " + key));
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(Path.of(file));
  }
}
