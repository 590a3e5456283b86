package io.github.polars4j;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of this process. */
final class Proc {
  private static final Path SELF = Path.of("/proc/self");

  private Proc() {}

  /** The memory that it has now, in bytes. */
  static long resident() throws IOException {
    return status("VmRSS:");
  }

  /** The most memory that it had since {@link #forgetPeak}, in bytes. */
  static long peak() throws IOException {
    return status("VmHWM:");
  }

  /** Begins to look for the peak anew. */
  static void forgetPeak() throws IOException {
    Files.writeString(SELF.resolve("clear_refs"), "5");
  }

  /** The processor time that polars' own threads took so far, in clock ticks of 10 ms. */
  static long polarsTicks() throws IOException {
    long ticks = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(SELF.resolve("task"))) {
      for (Path thread : threads) {
        ticks += polarsTicks(thread);
      }
    }
    return ticks;
  }

  /** Of one thread; none if it is not polars', which never end, or has just ended. */
  private static long polarsTicks(Path thread) {
    try {
      if (!Files.readString(thread.resolve("comm")).startsWith("polars-")) {
        return 0;
      }
      String stat = Files.readString(thread.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Long.parseLong(fields[11]) + Long.parseLong(fields[12]); // utime and stime
    } catch (IOException e) {
      return 0;
    }
  }

  private static long status(String key) throws IOException {
    return Files.readAllLines(SELF.resolve("status")).stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }
}
