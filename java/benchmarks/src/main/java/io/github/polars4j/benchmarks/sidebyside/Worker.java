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
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter orders;
  private final String version;
  private long base = Long.MAX_VALUE;

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
    orders.println(String.join("\t", order));
    return Long.parseLong(answer("ok", order[0]));
  }

  /** The highest resident memory since it was last asked, in bytes. */
  long peak() throws IOException {
    return status("VmHWM");
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
