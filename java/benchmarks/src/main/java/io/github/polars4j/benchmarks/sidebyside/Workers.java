package io.github.polars4j.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The processes of a case, one a contender, each with the data loaded. */
final class Workers implements AutoCloseable {
  private final Programs programs;
  private final Path source;
  private final Map<Contender, Worker> workers = new EnumMap<>(Contender.class);
  private @Nullable Worker checker;

  /**
   * @param source the workload's file
   */
  Workers(Programs programs, Path source) {
    this.programs = programs;
    this.source = source;
  }

  /**
   * Starts a contender.
   *
   * @throws IOException if it cannot load the data
   */
  void start(Contender contender, Operation operation) throws IOException {
    Worker worker = programs.start(contender.program);
    workers.put(contender, worker);
    worker.load(contender == Contender.PLAIN ? "bytes" : operation.source, source);
  }

  /** Starts who checks the others' files. */
  void startChecker() throws IOException {
    checker = programs.start(programs.checker());
    checker.load("frame", source);
  }

  Worker get(Contender contender) {
    Worker worker = workers.get(contender);
    if (worker == null) {
      throw new IllegalStateException(contender + " does not run");
    }
    return worker;
  }

  /** Reads back what a contender wrote, if that is wanted, and throws if it isn't the data. */
  void check(Contender contender, Path file) throws IOException {
    if (checker != null) {
      checker.ask("check", contender.format(), file.toString());
    }
  }

  @Override
  public void close() {
    workers.values().forEach(Worker::close);
    if (checker != null) {
      checker.close();
    }
  }
}
