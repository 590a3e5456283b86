package io.github.polars4j.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What polars4j set out for, beside what it came to. */
final class Goals {
  /**
   * A goal and its outcome.
   *
   * @param what is compared
   * @param limit what it may be at most
   * @param measured what it is
   * @param unit of both
   */
  record Outcome(String what, double limit, double measured, String unit) {
    boolean met() {
      return measured <= limit;
    }
  }

  /** The time of one may be so many times the other's, for each codec; NaN where nothing is set. */
  private record Ratio(
      Contender contender, Contender against, Operation operation, double... limits) {}

  private static final double NONE = Double.NaN;

  /** For {@link Plan#MIXED} and {@link Plan#FLIGHTS}, to every target. */
  private static final List<Ratio> RATIOS =
      List.of(
          new Ratio(Contender.POLARS4J, Contender.PLAIN, Operation.WRITE, 1.10, NONE, NONE),
          new Ratio(Contender.POLARS4J, Contender.RUST, Operation.WRITE, 0.45, 0.45, 0.45),
          new Ratio(Contender.POLARS4J, Contender.PYTHON_WRITE, Operation.WRITE, 1.0, 0.75, 0.85),
          new Ratio(Contender.POLARS4J, Contender.PYARROW, Operation.WRITE, 1.0, 0.85, 0.9),
          new Ratio(Contender.POLARS4J, Contender.ARROW_JAVA, Operation.WRITE, 1.0, 0.001, 0.4),
          new Ratio(Contender.STREAM, Contender.POLARS4J, Operation.WRITE, 1.1, 1.1, 1.1),
          new Ratio(Contender.CHANNEL, Contender.POLARS4J, Operation.WRITE, 1.1, 1.1, 1.1),
          new Ratio(Contender.SERIAL, Contender.RUST, Operation.WRITE, 1.03, 1.03, 1.03),
          new Ratio(Contender.POLARS4J, Contender.PYTHON_WRITE, Operation.READ, 1.0, 1.0, 1.0),
          new Ratio(Contender.POLARS4J, Contender.PYTHON_WRITE, Operation.READ_ALL, 1.0, 1.0, 1.0));

  /** For pipelines, by their operation alone; no codec of theirs is LZ4. */
  private static final List<Ratio> PIPELINES =
      List.of(
          pipeline(Contender.JDBC_FRAMES, Contender.ITERATION, Operation.FROM_DUCKDB, 1.2, 1.2),
          pipeline(Contender.JDBC_FRAMES, Contender.ARROW_JDBC, Operation.FROM_DUCKDB, 0.85, 0.85),
          pipeline(Contender.DUCK_FRAMES, Contender.JDBC_FRAMES, Operation.FROM_DUCKDB, 0.4, 0.4),
          pipeline(Contender.JDBC_FRAMES, Contender.ITERATION, Operation.FROM_H2, 1.2, 1.2),
          pipeline(Contender.JDBC_FRAMES, Contender.ARROW_JDBC, Operation.FROM_H2, 0.85, 0.85),
          pipeline(
              Contender.ROW_WRITER, Contender.VECTORS_BY_HAND, Operation.FROM_RECORDS, 0.8, 0.4),
          pipeline(Contender.CONVERT, Contender.PYTHON_SCAN, Operation.FROM_CSV, 0.9, 0.9),
          pipeline(Contender.CONVERT, Contender.PYTHON_SCAN, Operation.FROM_NDJSON, 0.8, 0.8),
          pipeline(Contender.CONVERT, Contender.PYTHON_SCAN, Operation.FROM_PARQUET, 1.0, 1.0),
          pipeline(
              Contender.FIRST_POLARS4J, Contender.FIRST_ARROW_JAVA, Operation.FIRST, 1.0, NONE));

  private static final double MEMORY_MB = 256;
  private static final double LATENCY_MICROS = 50;

  /** What still counts as linear, between runs that vary by 10 to 20 %. */
  private static final double LINEAR = 1.2;

  private Goals() {}

  private static Ratio pipeline(
      Contender contender,
      Contender against,
      Operation operation,
      double uncompressed,
      double zstd) {
    return new Ratio(contender, against, operation, uncompressed, NONE, zstd);
  }

  static List<Outcome> outcomes(Summary summary) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Run.Group group : summary.groups()) {
      for (Ratio goal : group.operation().isPipeline() ? PIPELINES : RATIOS) {
        double limit = goal.limits()[group.codec().ordinal()];
        OptionalDouble ratio = summary.ratio(group, goal.contender(), goal.against());
        if (isGoal(group, goal) && ratio.isPresent() && limit > 0) {
          String what =
              "%s ÷ %s"
                  .formatted(
                      group.operation().label(goal.contender()),
                      group.operation().label(goal.against()));
          outcomes.add(new Outcome(name(group, what), limit, ratio.getAsDouble(), "×"));
        }
      }
    }
    for (Run.Group group : summary.groups()) {
      newest(summary, group).ifPresent(outcomes::add);
      latency(summary, group).ifPresent(outcomes::add);
      memory(summary, group).ifPresent(outcomes::add);
      commandMemory(summary, group).ifPresent(outcomes::add);
    }
    for (Codec codec : Codec.values()) {
      growth(summary, codec).ifPresent(outcomes::add);
    }
    return outcomes;
  }

  /** The largest frame's time a row, by that of the frame that the goals are set for. */
  private static Optional<Outcome> growth(Summary summary, Codec codec) {
    List<Run.Group> sizes = summary.sizes(codec);
    Optional<Run.Group> middle =
        sizes.stream().filter(group -> group.workload().equals(Plan.MIXED)).findFirst();
    if (middle.isEmpty() || sizes.get(sizes.size() - 1).equals(middle.get())) {
      return Optional.empty();
    }
    Run.Group largest = sizes.get(sizes.size() - 1);
    double rows = (double) largest.workload().rows() / Plan.MIXED.rows();
    return both(
            summary.stats(largest, Contender.POLARS4J),
            summary.stats(middle.get(), Contender.POLARS4J))
        .map(
            pair ->
                new Outcome(
                    name(largest, "polars4j, time a row ÷ that of " + Plan.MIXED),
                    LINEAR,
                    pair[0].median() / pair[1].median() / rows,
                    "×"));
  }

  /** The two large frames; the small one, for Arrow Java's LZ4 alone; and all pipelines. */
  private static boolean isGoal(Run.Group group, Ratio goal) {
    Workload workload = group.workload();
    return group.compat() == Compat.OLDEST
        && goal.operation() == group.operation()
        && (group.operation().isPipeline()
            || isLarge(workload)
            || workload.equals(Plan.SMALL) && goal.against() == Contender.ARROW_JAVA);
  }

  private static boolean isLarge(Workload workload) {
    return workload.equals(Plan.MIXED) || workload.equals(Plan.FLIGHTS);
  }

  /** Views as they are take no longer than their conversion. */
  private static Optional<Outcome> newest(Summary summary, Run.Group group) {
    if (group.compat() != Compat.NEWEST || !isLarge(group.workload())) {
      return Optional.empty();
    }
    Run.Group oldest =
        new Run.Group(
            group.workload(), group.target(), group.operation(), group.codec(), Compat.OLDEST);
    return both(summary.stats(group, Contender.POLARS4J), summary.stats(oldest, Contender.POLARS4J))
        .map(
            pair ->
                new Outcome(
                    name(group, "polars4j newest ÷ oldest"),
                    1.0,
                    pair[0].median() / pair[1].median(),
                    "×"));
  }

  private static Optional<Outcome> latency(Summary summary, Run.Group group) {
    if (group.operation() != Operation.LATENCY) {
      return Optional.empty();
    }
    return both(summary.stats(group, Contender.POLARS4J), summary.stats(group, Contender.RUST))
        .map(
            pair ->
                new Outcome(
                    name(group, "polars4j − Rust polars-io"),
                    LATENCY_MICROS,
                    (pair[0].median() - pair[1].median()) / 1e3,
                    "µs"));
  }

  private static Optional<Outcome> memory(Summary summary, Run.Group group) {
    if (group.operation() != Operation.WRITE) {
      return Optional.empty();
    }
    return summary
        .stats(group, Contender.POLARS4J)
        .map(
            stats ->
                new Outcome(
                    name(group, "polars4j, memory beyond the frame"),
                    MEMORY_MB,
                    stats.beyond() / 1e6,
                    "MB"));
  }

  /** A command takes no more memory than that of Python polars. */
  private static Optional<Outcome> commandMemory(Summary summary, Run.Group group) {
    return both(
            summary.stats(group, Contender.CONVERT), summary.stats(group, Contender.PYTHON_SCAN))
        .map(
            pair ->
                new Outcome(
                    name(group, "bin/polars4j convert ÷ Python polars, peak memory"),
                    1.0,
                    (double) pair[0].peak() / pair[1].peak(),
                    "×"));
  }

  private static Optional<Stats[]> both(Optional<Stats> a, Optional<Stats> b) {
    return a.flatMap(x -> b.map(y -> new Stats[] {x, y}));
  }

  private static String name(Run.Group group, String what) {
    return "%s, %s, %s, %s: %s"
        .formatted(
            group.workload(), group.target(), group.codec().label, group.operation().word(), what);
  }
}
