package io.github.polars4j.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
        remark(e.getMessage());
        return;
      }
    }
    List<Contender> contenders =
        work.contenders().stream().filter(contender -> takesPart(contender, work)).toList();
    Set<Program> needed = new LinkedHashSet<>(contenders.stream().map(c -> c.program).toList());
    if (Machine.availableMemory() > Files.size(source) * (needed.size() * 3L / 2 + 3)) {
      needed.add(checker());
      try (Workers workers = new Workers(programs, needed, source)) {
        new Rounds(work, contenders, workers, checker(), this).run();
      }
      return;
    }
    remark(
        work.workload()
            + ": each contender alone after the other and its files not checked, for want of memory");
    for (Program program : needed) {
      List<Contender> its = contenders.stream().filter(c -> c.program == program).toList();
      try (Workers workers = new Workers(programs, Set.of(program), source)) {
        new Rounds(work, its, workers, null, this).run();
      }
    }
  }

  private boolean takesPart(Contender contender, Case work) {
    return programs.has(contender.program)
        && work.codecs().stream()
            .anyMatch(codec -> contender.writes(work.workload(), codec, work.compat()));
  }

  /** Who reads back what the others wrote. */
  private Program checker() {
    return programs.has(Program.PYARROW) ? Program.PYARROW : Program.POLARS4J;
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

  void remark(@Nullable String text) {
    if (text != null && remarks.add(text)) {
      progress.accept("! " + text);
    }
  }
}
