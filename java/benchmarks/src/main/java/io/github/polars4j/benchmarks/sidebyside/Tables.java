package io.github.polars4j.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The results as Markdown tables. */
final class Tables {
  /** A table's worth of groups: all codecs of one comparison. */
  record Key(Workload workload, String target, Operation operation, Compat compat) {}

  private final Summary summary;

  Tables(Summary summary) {
    this.summary = summary;
  }

  Map<Key, List<Run.Group>> all() {
    Map<Key, List<Run.Group>> tables = new LinkedHashMap<>();
    for (Run.Group group : summary.groups()) {
      Key key = new Key(group.workload(), group.target(), group.operation(), group.compat());
      tables.computeIfAbsent(key, k -> new ArrayList<>()).add(group);
    }
    return tables;
  }

  /** Medians and their ratio to polars4j's. */
  String times(List<Run.Group> groups) {
    Operation operation = groups.get(0).operation();
    boolean micros = operation == Operation.LATENCY;
    StringBuilder table = new StringBuilder("| " + (micros ? "µs" : "ms"));
    groups.forEach(group -> table.append(" | ").append(group.codec().label).append(" | ×"));
    table.append(" |\n|---").append("|---:|---:".repeat(groups.size())).append("|\n");
    for (Contender contender : summary.contenders(groups)) {
      table.append("| ").append(operation.label(contender));
      for (Run.Group group : groups) {
        Optional<Stats> stats = summary.stats(group, contender);
        OptionalDouble ratio = summary.ratio(group, contender);
        table
            .append(" | ")
            .append(stats.map(s -> time(s, micros)).orElse(""))
            .append(" | ")
            .append(ratio.isPresent() ? ratio(ratio.getAsDouble()) : "");
      }
      table.append(" |\n");
    }
    return table.toString();
  }

  /** How the time grows with the rows: a line a size, a column a contender. */
  String growth(List<Run.Group> groups) {
    List<Contender> contenders = summary.contenders(groups);
    StringBuilder table = new StringBuilder("| rows");
    contenders.forEach(contender -> table.append(" | ").append(contender.label));
    table.append(" |\n|---:").append("|---:".repeat(contenders.size())).append("|\n");
    for (Run.Group group : groups) {
      table.append("| %,d".formatted(group.workload().rows()));
      for (Contender contender : contenders) {
        Optional<Stats> stats = summary.stats(group, contender);
        table.append(" | ").append(stats.map(s -> time(s, false)).orElse(""));
      }
      table.append(" |\n");
    }
    return table.toString();
  }

  /**
   * The fastest runs, the processor time, the memory beyond the data and the sizes of the files.
   */
  String rest(List<Run.Group> groups) {
    Operation operation = groups.get(0).operation();
    boolean micros = operation == Operation.LATENCY;
    StringBuilder table = new StringBuilder("| ");
    for (Run.Group group : groups) {
      table.append(" | ").append(group.codec().label).append(": best");
      table.append(" | CPU | peak memory, MB | file, MB");
    }
    table.append(" |\n|---").append("|---:|---:|---:|---:".repeat(groups.size())).append("|\n");
    for (Contender contender : summary.contenders(groups)) {
      table.append("| ").append(operation.label(contender));
      for (Run.Group group : groups) {
        Optional<Stats> stats = summary.stats(group, contender);
        table.append(" | ").append(stats.map(s -> best(s, micros)).orElse(""));
        table
            .append(" | ")
            .append(stats.map(s -> number(s.cpu() / (micros ? 1e3 : 1e6))).orElse(""));
        table.append(" | ").append(stats.map(s -> mega(s.beyond())).orElse(""));
        table.append(" | ").append(stats.map(s -> mega(s.bytes())).orElse(""));
      }
      table.append(" |\n");
    }
    return table.toString();
  }

  private static String time(Stats stats, boolean micros) {
    return number(stats.median() / (micros ? 1e3 : 1e6));
  }

  private static String best(Stats stats, boolean micros) {
    return number(stats.min() / (micros ? 1e3 : 1e6));
  }

  /** Three digits, but whole numbers as they are. */
  static String number(double value) {
    double size = Math.abs(value);
    return size >= 100 || size == 0
        ? "%,.0f".formatted(value)
        : size >= 10 ? "%.1f".formatted(value) : "%.2f".formatted(value);
  }

  /** The same, and two digits of what is small. */
  static String ratio(double value) {
    return Math.abs(value) >= 0.1 || value == 0 ? number(value) : "%.2g".formatted(value);
  }

  /** A limit as it was set. */
  static String limit(double value) {
    return java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  static String mega(long bytes) {
    return ratio(bytes / 1e6);
  }
}
