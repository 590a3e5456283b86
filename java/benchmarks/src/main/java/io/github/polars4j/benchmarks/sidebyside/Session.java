package io.github.polars4j.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Runs the cases: all contenders of a case live at once and take turns. */
final class Session {
  private final Programs programs;
  private final Path data;
  private final Consumer<String> progress;
  private final List<Run> runs = new ArrayList<>();
  private final Set<String> remarks = new LinkedHashSet<>();

  /**
   * @param data where the workloads' files are kept
   */
  Session(Programs programs, Path data, Consumer<String> progress) {
    this.programs = programs;
    this.data = data;
    this.progress = progress;
  }

  List<Run> runs() {
    return runs;
  }

  /** What could not be done, and what was done otherwise. */
  Set<String> remarks() {
    return remarks;
  }

  void run(Case work) throws IOException, InterruptedException {
    Path source = data.resolve(work.workload().file());
    if (!Files.exists(source)) {
      progress.accept("making " + source);
      Files.createDirectories(data);
      try {
        programs.generate(work.workload(), source);
      } catch (IOException e) {
        remark(work.workload() + ": " + e.getMessage());
        return;
      }
    }
    List<Contender> contenders =
        work.contenders().stream().filter(contender -> takesPart(contender, work)).toList();
    // A copy each, and as much again for some of the time; the checker; the file and what is made
    // of it.
    long needed = Files.size(source) * (contenders.size() * 3L / 2 + 5);
    if (Machine.availableMemory() > needed) {
      run(work, contenders, source, true);
      return;
    }
    remark(
        work.workload()
            + ": for want of memory, one contender after the other, and their files not checked");
    for (Contender contender : contenders) {
      run(work, List.of(contender), source, false);
    }
  }

  private void run(Case work, List<Contender> contenders, Path source, boolean check)
      throws IOException {
    try (Workers workers = new Workers(programs, source)) {
      List<Contender> ready = new ArrayList<>();
      for (Contender contender : contenders) {
        try {
          workers.start(contender, work.operation());
          ready.add(contender);
        } catch (IOException e) {
          remark("%s, %s: %s".formatted(work.workload(), contender.label, e.getMessage()));
        }
      }
      if (check) {
        workers.startChecker();
      }
      new Rounds(work, ready, workers, this).run();
    }
  }

  private boolean takesPart(Contender contender, Case work) {
    return programs.has(contender.program)
        && work.codecs().stream()
            .anyMatch(codec -> contender.writes(work.workload(), codec, work.compat()));
  }

  void add(Run run) {
    runs.add(run);
  }

  /** Forgets what a contender did since so many runs. */
  void dropFrom(int first, Contender contender) {
    runs.subList(first, runs.size()).removeIf(run -> run.contender() == contender);
  }

  void progress(String text) {
    progress.accept(text);
  }

  void remark(String text) {
    if (remarks.add(text)) {
      progress.accept("! " + text);
    }
  }
}
