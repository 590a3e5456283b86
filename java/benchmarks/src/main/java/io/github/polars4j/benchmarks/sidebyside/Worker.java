package io.github.polars4j.benchmarks.sidebyside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A contender's process: it is told what to do line by line, and its memory is watched. */
final class Worker implements AutoCloseable {
  /** A tick of /proc, which is a hundredth of a second on every Linux. */
  private static final long TICK = 10_000_000;

  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter orders;
  private final String version;
  private long base = Long.MAX_VALUE;
  private long peak;
  private long cpu;

  Worker(List<String> command, Path log) throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    orders =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    try {
      version = answer("ready", "start");
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** What it is, as it says itself. */
  String version() {
    return version;
  }

  void load(String way, Path file) throws IOException {
    ask("load", way, file.toString());
    base = status("VmRSS"); // not what it was before
  }

  /**
   * Resident memory with the data loaded, in bytes: the least that it was between runs, for what
   * loading leaves behind is given back later.
   */
  long base() {
    return base;
  }

  /** Obeys, and says how long it took in nanoseconds. */
  long ask(String... order) throws IOException {
    base = Math.min(base, status("VmRSS"));
    resetPeak();
    long before = ticks();
    orders.println(String.join("\t", order));
    String[] said = answer("ok", order[0]).split("\t");
    if (said.length == 3) {
      base = 0; // it tells of a process that it started
      cpu = Long.parseLong(said[1]);
      peak = Long.parseLong(said[2]);
    } else {
      cpu = (ticks() - before) * TICK;
      peak = status("VmHWM");
    }
    return Long.parseLong(said[0]);
  }

  /** The highest resident memory in what it was asked last, in bytes. */
  long peak() {
    return peak;
  }

  /** The processor time of what it was asked last, in nanoseconds. */
  long cpu() {
    return cpu;
  }

  /** The processor time so far, in the kernel's ticks. */
  private long ticks() throws IOException {
    String stat = Files.readString(proc("stat"));
    // The name of the program, which may hold anything, stands in brackets.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private String answer(String expected, String what) throws IOException {
    @Nullable String line = answers.readLine();
    if (line == null) {
      throw new IOException(what + ": the process ended");
    }
    String[] fields = line.split("\t", 2);
    if (!fields[0].equals(expected)) {
      throw new IOException(what + ": " + fields[fields.length - 1]);
    }
    return fields[1];
  }

  private void resetPeak() throws IOException {
    Files.writeString(proc("clear_refs"), "5");
  }

  private long status(String key) throws IOException {
    for (String line : Files.readAllLines(proc("status"))) {
      if (line.startsWith(key + ":")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException(proc("status") + " has no " + key);
  }

  private Path proc(String file) {
    return Path.of("/proc/" + process.pid() + "/" + file);
  }

  /** Ends the process. */
  @Override
  public void close() {
    orders.close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
