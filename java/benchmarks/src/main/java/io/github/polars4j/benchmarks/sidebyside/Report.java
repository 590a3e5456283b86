package io.github.polars4j.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What tells of a session: the page {@code README.md} with its pictures {@code chart.svg} and
 * {@code pipelines.svg}, and beside them the raw {@code results.csv} and {@code report.html}, which
 * draws the tables as charts.
 *
 * @param facts the machine, the versions and the command, a line each
 */
record Report(List<Run> runs, List<String> facts, Set<String> remarks) {
  private static final String PICTURE = "![Time to write by that of polars4j](chart.svg)";
  private static final String PIPELINES =
      "![Time from other sources to a file by that of polars4j](pipelines.svg)";

  void writeTo(Path folder, Path raw) throws IOException {
    Files.createDirectories(folder);
    Files.createDirectories(raw);
    String markdown = markdown();
    Files.writeString(raw.resolve("results.csv"), csv());
    Files.writeString(
        raw.resolve("report.html"), HtmlPage.of(markdown.replaceAll("!\\[.*\\.svg\\)", "")));
    Files.writeString(folder.resolve("README.md"), markdown);
    Summary summary = new Summary(runs);
    write(folder.resolve("chart.svg"), Chart.of(summary));
    write(folder.resolve("pipelines.svg"), Chart.ofPipelines(summary));
  }

  private static void write(Path file, Optional<String> chart) throws IOException {
    if (chart.isPresent()) {
      Files.writeString(file, chart.get());
    }
  }

  String csv() {
    List<String> lines = new ArrayList<>(List.of(Run.HEADER));
    runs.forEach(run -> lines.add(run.csv()));
    return String.join("\n", lines) + "\n";
  }

  String markdown() {
    Summary summary = new Summary(runs);
    Tables tables = new Tables(summary);
    StringBuilder page = new StringBuilder("# Side by side\n\n");
    page.append(
        """
        polars4j and its peers write (and read) the same data. Made by `java/benchmarks/side-by-side`, which
        leaves every run in `results.csv` and charts in `report.html` under `java/benchmarks/target/side-by-side`.

        """);
    if (Chart.of(summary).isPresent()) {
      page.append(PICTURE).append("\n\n");
    }
    if (Chart.ofPipelines(summary).isPresent()) {
      page.append(PIPELINES).append("\n\n");
    }
    facts.forEach(fact -> page.append("- ").append(fact).append('\n'));
    page.append(
        """

        Each contender is a process of its own that holds the data in its own memory, in one chunk (Arrow Java:
        filled vectors). They take turns, each round begun by another; a median is over the rounds after one
        warm-up. Time runs from the call to the closed file, without fsync; the target is removed before. × is the
        contender's time by that of polars4j to a Path: more than 1 is slower than polars4j. Peak memory is the
        highest resident memory in any run, the warm-up too, beyond what it is with the data loaded. What each
        wrote was read back and compared with the source before its times counted. Files are in the oldest
        compatibility level (no views) where nothing else is said. All contenders read the same file, polars4j's;
        "touch" reads a byte of each page of each buffer, through Arrow's C interface where polars holds the data,
        which takes polars4j a few ms for each thousand buffers. DuckDB writes Parquet, since it has no Arrow
        writer of its own: it stands for another engine's columnar file. The plain write and `Files.copy` are of an
        uncompressed file of the data. Arrow Java's LZ4 takes seconds for a few hundred kB, so that it is measured
        with 5,000 rows alone, once.

        Pipelines begin at something else than a frame: a query in a database within the process, a list of objects,
        vectors, a file. There × is by the time of polars4j's first way. Their limits are a bare iteration, which asks
        for each value once and writes nothing, and a plain read of the source with a plain write of the result. A
        whole command is a process for each run, with all that it takes to start; its memory counts from nothing.
        "CPU" is the processor time of all threads, in steps of 10 ms. arrow-jdbc fills batches of 65,536 rows, as
        polars4j does, and hands them to the vectors of a file's writer; it keeps no more than milliseconds, and the
        orders have no more. parquet-java needs Hadoop's libraries, which
        the harness does without: the vectors have the plain write as their only neighbour.

        """);
    if (!remarks.isEmpty()) {
      page.append("Remarks:\n\n");
      remarks.forEach(remark -> page.append("- ").append(remark).append('\n'));
      page.append('\n');
    }
    goals(page, Goals.outcomes(summary));
    tables
        .all()
        .forEach(
            (key, groups) -> {
              page.append(
                  "## %s: %s, %s".formatted(key.operation().word(), key.workload(), key.target()));
              page.append(key.compat() == Compat.NEWEST ? ", newest\n\n" : "\n\n");
              page.append(tables.times(groups))
                  .append('\n')
                  .append(tables.rest(groups))
                  .append('\n');
            });
    for (Codec codec : Codec.values()) {
      List<Run.Group> sizes = summary.sizes(codec);
      if (sizes.size() > 2) {
        page.append("## growth: mixed, %s, ms\n\n".formatted(codec.label));
        page.append(tables.growth(sizes)).append('\n');
      }
    }
    return page.toString();
  }

  private static void goals(StringBuilder page, List<Goals.Outcome> outcomes) {
    if (outcomes.isEmpty()) {
      return;
    }
    long met = outcomes.stream().filter(Goals.Outcome::met).count();
    page.append("## Goals\n\n%d of %d are met.\n\n".formatted(met, outcomes.size()));
    if (met < outcomes.size()) {
      page.append("[limits.md](limits.md) says what stands in the way of the others.\n\n");
    }
    page.append("| | goal | measured | |\n|---|---:|---:|---|\n");
    for (Goals.Outcome outcome : outcomes) {
      page.append(
          "| %s | ≤ %s %s | %s | %s |\n"
              .formatted(
                  outcome.what(),
                  Tables.limit(outcome.limit()),
                  outcome.unit(),
                  Tables.ratio(outcome.measured()),
                  outcome.met() ? "met" : "**not met**"));
    }
    page.append('\n');
  }
}
