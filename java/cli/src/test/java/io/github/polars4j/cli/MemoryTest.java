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
    long base = peak(small, folder.resolve("small.arrow"));

    for (String extension : List.of("arrow", "parquet")) {
      Path out = folder.resolve("large." + extension);
      assertThat(peak(large, out) - base).as("MB for " + out).isLessThan(BUDGET_MB);
    }
    Path parquet = folder.resolve("large.parquet");
    assertThat(peak(parquet, folder.resolve("again.arrow")) - base).isLessThan(BUDGET_MB);
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

  /** The most memory that the command had at any time, in MB. */
  private long peak(Path in, Path out) throws Exception {
    List<String> command = new ArrayList<>(ProcessTest.java());
    command.addAll(List.of("convert", in.toString(), out.toString(), "--compression", "zstd"));
    command.addAll(List.of("--memory", BUDGET_MB + "MB"));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("MALLOC_ARENA_MAX", "2"); // as bin/polars4j does
    builder.environment().put("POLARS_MAX_THREADS", "16");
    Process process = builder.start();
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    long peak = 0;
    while (process.isAlive()) {
      peak = Math.max(peak, peak(status));
      Thread.sleep(20);
    }
    assertThat(process.exitValue()).isZero();
    assertThat(out).exists();
    return peak >> 10;
  }

  private static long peak(Path status) {
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0; // it has ended
    }
  }
}
