package io.github.polars4j.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The rounds of a case, in which the contenders take turns. */
final class Rounds {
  private final Case work;
  private final List<Contender> contenders;
  private final Workers workers;
  private final Session session;

  Rounds(Case work, List<Contender> contenders, Workers workers, Session session) {
    this.work = work;
    this.contenders = contenders;
    this.workers = workers;
    this.session = session;
  }

  void run() throws IOException {
    for (Target target : work.targets()) {
      for (Codec codec : work.codecs()) {
        session.progress(
            "%s: %s to %s, %s, %s"
                .formatted(
                    work.operation().word(),
                    work.workload(),
                    target.name(),
                    codec.label,
                    work.compat().word()));
        List<Contender> writing =
            contenders.stream()
                .filter(contender -> contender.writes(work.workload(), codec, work.compat()))
                .toList();
        interleave(writing, (contender, round) -> write(contender, target, codec, round));
      }
    }
    if (work.reading() && contenders.contains(Contender.POLARS4J)) {
      for (Codec codec : work.codecs()) {
        read(work.targets().get(0), codec);
      }
    }
  }

  private void write(Contender contender, Target target, Codec codec, int round)
      throws IOException {
    Path file = target.folder().resolve("polars4j-benchmark.arrow");
    Worker worker = workers.get(contender);
    try {
      long nanos = write(worker, contender.way, file, codec, work.repeats());
      long peak = worker.peak();
      long cpu = worker.cpu() / work.repeats();
      if (contender == Contender.MEMORY) {
        write(worker, "memory-to-file", file, codec, 1);
      }
      Run run =
          new Run(
              work.workload(),
              target.name(),
              work.operation(),
              contender,
              codec,
              work.compat(),
              round,
              nanos,
              contender.onlyReads() ? 0 : Files.size(file),
              worker.base(),
              peak,
              cpu);
      if (run.isWarmUp() && !contender.onlyReads()) {
        workers.check(contender, file);
      }
      session.add(run);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private long write(Worker worker, String way, Path file, Codec codec, int repeats)
      throws IOException {
    return worker.ask(
        "write",
        way,
        file.toString(),
        codec.word(),
        work.compat().word(),
        Integer.toString(repeats));
  }

  /** All read the file that polars4j wrote. */
  private void read(Target target, Codec codec) throws IOException {
    Path file = target.folder().resolve("polars4j-benchmark.arrow");
    session.progress("%s from %s, %s".formatted(work.workload(), target.name(), codec.label));
    try {
      write(workers.get(Contender.POLARS4J), Contender.POLARS4J.way, file, codec, 1);
      List<Contender> readers =
          contenders.stream().filter(c -> c.reads(work.workload(), codec)).toList();
      for (Operation operation : List.of(Operation.READ, Operation.READ_ALL)) {
        String way = operation == Operation.READ ? "load" : "touch";
        interleave(
            readers,
            (contender, round) -> {
              Worker worker = workers.get(contender);
              long nanos = worker.ask("read", way, file.toString());
              session.add(
                  new Run(
                      work.workload(),
                      target.name(),
                      operation,
                      contender,
                      codec,
                      work.compat(),
                      round,
                      nanos,
                      Files.size(file),
                      worker.base(),
                      worker.peak(),
                      worker.cpu()));
            });
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private interface Turn {
    void take(Contender contender, int round) throws IOException;
  }

  /** One after another, each round begun by another; who fails is out, with all that it did. */
  private void interleave(List<Contender> all, Turn turn) {
    List<Contender> left = new ArrayList<>(all);
    int first = session.runs().size();
    for (int round = 0; round <= work.rounds(); round++) {
      for (Contender contender : List.copyOf(left)) {
        try {
          turn.take(contender, round);
        } catch (IOException e) {
          session.remark("%s, %s: %s".formatted(work.workload(), contender.label, e.getMessage()));
          session.dropFrom(first, contender);
          left.remove(contender);
        }
      }
      Collections.rotate(left, -1);
    }
  }
}
