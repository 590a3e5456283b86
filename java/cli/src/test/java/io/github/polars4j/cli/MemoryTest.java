package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a conversion holds depends neither on the size of what it converts nor on the threads. */
@EnabledOnOs(OS.LINUX)
class MemoryTest {
  private static final int BUDGET_MB = 64;

  @TempDir private Path folder;

  @Test
  void aLargeFileTakesAsMuchMemoryAsItMay() throws Exception {
    Path small = folder.resolve("small.csv");
    Path large = folder.resolve("large.csv");
    write(small, 1);
    write(large, 4_000_000);
    assertThat(Files.size(large)).isGreaterThan(300_000_000);
    Peak base = peak(small, folder.resolve("small.arrow"));

    for (String extension : List.of("arrow", "parquet")) {
      Path out = folder.resolve("large." + extension);
      assertThat(peak(large, out).all - base.all).as("MB for " + out).isLessThan(BUDGET_MB);
    }
    // Parquet files are mapped, and Linux decides how much of them is there: 0 to 40 MB were seen.
    Path parquet = folder.resolve("large.parquet");
    Peak again = peak(parquet, folder.resolve("again.arrow"));
    assertThat(again.own - base.own).as("MB for Parquet").isLessThan(BUDGET_MB / 2);
  }

  /** The most memory that a command had, in MB: with its files, and without, as far as seen. */
  private record Peak(long all, long own) {
    Peak most(Peak other) {
      return new Peak(Math.max(all, other.all), Math.max(own, other.own));
    }
  }

  private static void write(Path csv, int rows) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(csv)) {
      out.write("id,number,name,text\n");
      for (int i = 0; i < rows; i++) {
        out.write(
            i + "," + i * 0.37 + ",\"name, " + i % 1000 + "\",some longer text of row number ");
        out.write(Integer.toString(i));
        out.write(" and still more\n");
      }
    }
  }

  private Peak peak(Path in, Path out) throws Exception {
    List<String> command = new ArrayList<>(ProcessTest.java());
    command.addAll(List.of("convert", in.toString(), out.toString(), "--compression", "zstd"));
    command.addAll(List.of("--memory", BUDGET_MB + "MB"));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    // as bin/polars4j does
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    builder.environment().put("MALLOC_MMAP_THRESHOLD_", "1048576");
    builder.environment().put("MALLOC_TRIM_THRESHOLD_", "4194304");
    builder.environment().put("POLARS_MAX_THREADS", "16");
    Process process = builder.start();
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    Peak peak = new Peak(0, 0);
    while (process.isAlive()) {
      peak = peak.most(peak(status));
      Thread.sleep(5);
    }
    assertThat(process.exitValue()).isZero();
    assertThat(out).exists();
    System.out.println("MB for " + in + " to " + out + ": " + peak);
    return peak;
  }

  private static Peak peak(Path status) {
    try (Stream<String> all = Files.lines(status)) {
      List<String> lines = all.toList();
      return new Peak(megabytes(lines, "VmHWM:"), megabytes(lines, "RssAnon:"));
    } catch (IOException | java.io.UncheckedIOException e) {
      return new Peak(0, 0); // it has ended
    }
  }

  private static long megabytes(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .findFirst()
        .orElse(0);
  }
}
