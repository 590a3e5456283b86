package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that is stopped while another one cuts off a file that it has read. */
@EnabledOnOs(OS.LINUX)
class StoppedProcessTest {
  private static final int ROWS = 500_000;
  private static final Path BREAK_TIME = Path.of("/proc/sys/fs/lease-break-time");

  @TempDir Path folder;

  private String breakTime;

  /** Reads a file, waits, and then looks at the values. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
      IpcReader reader = new IpcReader(Path.of(args[0]));
      if (args[1].equals("map")) {
        reader.memoryMapped(true);
      }
      try (DataFrame frame = reader.finish();
          Series numbers = frame.column("n")) {
        System.out.println("read");
        System.in.read();
        if (args[1].equals("read")) {
          System.out.println(LongStream.of(numbers.toLongArray()).sum());
        }
      }
      System.out.println("well");
    }
  }

  @BeforeEach
  void shortenTheWait() throws IOException {
    assumeThat(Files.isWritable(BREAK_TIME)).as("who may set the kernel's patience").isTrue();
    breakTime = Files.readAllLines(BREAK_TIME).get(0); // all at once: there is no second read
    Files.writeString(BREAK_TIME, "1");
  }

  @AfterEach
  void restore() throws IOException {
    if (breakTime != null) {
      Files.writeString(BREAK_TIME, breakTime);
    }
  }

  @Test
  void hasTheValuesOfAFileThatItReadAsItIsByDefault() throws Exception {
    long sum = LongStream.range(0, ROWS).sum();
    assertThat(stopped("read")).containsExactly(Long.toString(sum), "well");
  }

  @Test
  void goesOnAfterAMappedFileWasCutOffIfItLooksAtItNoMore() throws Exception {
    assertThat(stopped("map")).containsExactly("well");
  }

  private List<String> stopped(String how) throws Exception {
    Path file = folder.resolve("file.arrow");
    try (Series numbers = Series.of("n", LongStream.range(0, ROWS).toArray());
        DataFrame frame = DataFrame.of(numbers)) {
      new IpcWriter(file).finish(frame);
    }
    Process process = start(file, how);
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(output.readLine()).isEqualTo("read");
      signal(process, "STOP");
      Process cut = new ProcessBuilder("sh", "-c", ": > \"$0\"", file.toString()).start();
      assertThat(cut.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.size(file)).isZero();
      signal(process, "CONT");
      Thread.sleep(500); // the leases are looked at every 50 ms
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      List<String> lines = output.lines().toList();
      assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
      return lines;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(Path file, String how) throws IOException {
    List<String> command = OtherJvm.launcher();
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("polars4j."))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
            .replace("\n", File.pathSeparator));
    command.addAll(List.of(Main.class.getName(), file.toString(), how));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static void signal(Process process, String name) throws Exception {
    String id = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, id).start().waitFor()).isZero();
  }
}
