package io.github.polars4j.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command. */
@Command(
    name = "side-by-side",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = "Measures polars4j beside its peers and writes a report.")
public final class SideBySide implements Callable<Integer> {
  @Option(names = "--quick", description = "The mixed frame alone, to the first folder, 3 rounds.")
  private boolean quick;

  @Option(
      names = "--pipelines",
      description = "From databases, records and files to files alone, to the first folder.")
  private boolean pipelines;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      description =
          "These workloads alone: mixed, flights, numeric, strings-short, strings-long, wide,"
              + " nested, categorical.")
  private List<String> workloads = List.of();

  @Option(
      names = "--size",
      paramLabel = "ROWS",
      description = "Rows of each --workload; the plan's if not given.")
  private List<Long> sizes = List.of();

  @Option(names = "--rounds", description = "Rounds after the warm-up; 5, with --quick 3.")
  private int rounds;

  @Option(
      names = "--dir",
      description = "Target folders; /dev/shm and java/benchmarks/target if not given.")
  private List<Path> folders = List.of();

  @Option(names = "--out", required = true, description = "Where the report goes.")
  private Path out = Path.of("");

  @Option(names = "--data", required = true, description = "Where the workloads are kept.")
  private Path data = Path.of("");

  @Option(names = "--peers", required = true, description = "The folder of the Python peers.")
  private Path peers = Path.of("");

  @Option(names = "--rust", description = "The Rust peer; left out if not given.")
  private @Nullable Path rust;

  @Option(names = "--python", description = "The Python of the peers; left out if not given.")
  private @Nullable Path python;

  @Option(names = "--raw", description = "Where raw results go; beside the report if not given.")
  private @Nullable Path raw;

  @Option(names = "--command", hidden = true)
  private String command = "java/benchmarks/side-by-side";

  public static void main(String[] args) {
    System.exit(new CommandLine(new SideBySide()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Target> targets = new ArrayList<>();
    for (Path folder : folders) {
      targets.add(Target.of(folder, targets));
    }
    long start = System.nanoTime();
    Programs programs = new Programs(peers, rust, python, data.resolveSibling("side-by-side.log"));
    Session session =
        new Session(programs, data, text -> System.err.printf("%tT %s%n", LocalTime.now(), text));
    List<String> facts = List.of();
    for (Case work : plan(targets)) {
      session.run(work);
      // After each case, so that nothing is lost where one is too much.
      facts = facts(targets, programs, start);
      Report report = new Report(session.runs(), facts, session.remarks());
      report.writeTo(out, raw == null ? out : raw);
    }
    System.err.println("written to " + out);
    return 0;
  }

  private List<String> facts(List<Target> targets, Programs programs, long start)
      throws IOException {
    List<String> facts = new ArrayList<>();
    facts.add(
        LocalDate.now()
            + ", `"
            + command
            + "`, "
            + (System.nanoTime() - start) / 1_000_000_000
            + " s");
    facts.add(Machine.describe());
    facts.add("targets: " + String.join(", ", targets.stream().map(Target::name).toList()));
    facts.add(String.join("; ", new LinkedHashSet<>(programs.versions().values())));
    return facts;
  }

  private List<Case> plan(List<Target> targets) {
    if (targets.isEmpty()) {
      throw new ParameterException(new CommandLine(this), "--dir: at least one folder is needed");
    }
    if (quick) {
      return Plan.quick(targets, rounds > 0 ? rounds : 3);
    }
    int times = rounds > 0 ? rounds : 5;
    if (pipelines) {
      return Plan.pipelines(targets, times);
    }
    if (workloads.isEmpty()) {
      return Plan.full(targets, times);
    }
    List<Case> cases = new ArrayList<>();
    for (String name : workloads) {
      Workload standard =
          Plan.named(name)
              .orElseThrow(
                  () ->
                      new ParameterException(
                          new CommandLine(this), "--workload: there is no " + name));
      for (long size : sizes.isEmpty() ? List.of(standard.rows()) : sizes) {
        cases.addAll(Plan.only(new Workload(name, size), targets, times));
      }
    }
    return cases;
  }
}
