package io.github.polars4j.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts the contenders' processes; those for which something is not given are absent. */
final class Programs {
  private final Path peers;
  private final @Nullable Path rust;
  private final @Nullable Path python;
  private final Path log;
  private final Map<Program, String> versions = new EnumMap<>(Program.class);

  /**
   * @param peers the folder of the Python scripts
   * @param rust the Rust program
   * @param python a Python with the modules of requirements.txt
   * @param log where the processes' own complaints go
   */
  Programs(Path peers, @Nullable Path rust, @Nullable Path python, Path log) {
    this.peers = peers;
    this.rust = rust;
    this.python = python;
    this.log = log;
  }

  boolean has(Program program) {
    return switch (program) {
      case POLARS4J, ARROW_JAVA, JDK, DATABASE, RECORDS -> true;
      case RUST, BYTES -> rust != null;
      case PYTHON_POLARS, PYARROW, DUCKDB, COMMANDS -> python != null;
    };
  }

  Worker start(Program program) throws IOException {
    Worker worker = new Worker(command(program), log);
    versions.put(program, worker.version());
    return worker;
  }

  /** Who reads back what the others wrote. */
  Program checker() {
    return has(Program.PYARROW) ? Program.PYARROW : Program.POLARS4J;
  }

  /** What was started, in the programs' own words. */
  Map<Program, String> versions() {
    return versions;
  }

  /** Makes a workload's file. */
  void generate(Workload workload, Path file) throws IOException, InterruptedException {
    if (python == null) {
      throw new IOException("there is no Python to make it");
    }
    Process process =
        new ProcessBuilder(
                python.toString(),
                peers.resolve("workloads.py").toString(),
                workload.name(),
                Long.toString(workload.rows()),
                file.toString())
            .inheritIO()
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("it could not be made");
    }
  }

  private List<String> command(Program program) {
    return switch (program) {
      case POLARS4J, ARROW_JAVA, JDK, DATABASE, RECORDS -> java(program.word);
      case RUST, BYTES -> List.of(String.valueOf(rust));
      case PYTHON_POLARS, PYARROW, DUCKDB ->
          List.of(String.valueOf(python), peers.resolve(program.word).toString());
      case COMMANDS -> {
        // It is told how a JVM is started, for the programs that it starts.
        List<String> command = new ArrayList<>();
        command.add(String.valueOf(python));
        command.add(peers.resolve(program.word).toString());
        command.addAll(java());
        yield command;
      }
    };
  }

  private static List<String> java(String name) {
    List<String> command = new ArrayList<>(java());
    command.add("io.github.polars4j.benchmarks.peer.Peer");
    command.add(name);
    return command;
  }

  private static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-opens=java.base/java.nio=ALL-UNNAMED", // Arrow Java's memory needs it
        "-cp",
        System.getProperty("java.class.path"));
  }
}
