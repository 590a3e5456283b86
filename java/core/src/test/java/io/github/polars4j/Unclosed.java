package io.github.polars4j;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program that closes nothing; prints the most memory that it had, in kB, and the limit's GCs.
 */
final class Unclosed {
  private Unclosed() {}

  public static void main(String[] args) throws Exception {
    long[] values = new long[1 << 17]; // 1 MB
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      values[0] = i;
      try (Series series = Series.of("n", values)) {
        series.toFrame();
      }
    }
    Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .forEach(line -> System.out.println(line.replaceAll("\\D", "")));
  }
}
