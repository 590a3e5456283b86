package io.github.polars4j.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** The processes of a case, each with the data loaded. */
final class Workers implements AutoCloseable {
  private final Map<Program, Worker> workers = new EnumMap<>(Program.class);

  Workers(Programs programs, Set<Program> needed, Path source) throws IOException {
    try {
      for (Program program : needed) {
        Worker worker = programs.start(program);
        workers.put(program, worker);
        worker.load(program == Program.BYTES ? "bytes" : "frame", source);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  Worker get(Program program) {
    Worker worker = workers.get(program);
    if (worker == null) {
      throw new IllegalStateException(program + " does not run");
    }
    return worker;
  }

  @Override
  public void close() {
    workers.values().forEach(Worker::close);
  }
}
