package io.github.polars4j.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** All results, in the order in which they came. */
final class Summary {
  private final Map<Run.Group, Map<Contender, Stats>> groups = new LinkedHashMap<>();

  Summary(List<Run> runs) {
    Map<Run.Group, Map<Contender, List<Run>>> sorted = new LinkedHashMap<>();
    for (Run run : runs) {
      sorted
          .computeIfAbsent(run.group(), key -> new LinkedHashMap<>())
          .computeIfAbsent(run.contender(), key -> new ArrayList<>())
          .add(run);
    }
    sorted.forEach(
        (group, contenders) -> {
          Map<Contender, Stats> stats = new LinkedHashMap<>();
          contenders.forEach((contender, its) -> stats.put(contender, Stats.of(its)));
          groups.put(group, stats);
        });
  }

  /** What was compared. */
  Set<Run.Group> groups() {
    return groups.keySet();
  }

  /** The mixed frame at all its sizes, written to one target, the smallest first. */
  List<Run.Group> sizes(Codec codec) {
    List<Run.Group> mixed =
        groups.keySet().stream()
            .filter(group -> group.operation() == Operation.WRITE)
            .filter(group -> group.codec() == codec && group.compat() == Compat.OLDEST)
            .filter(group -> group.workload().name().equals(Plan.MIXED.name()))
            .sorted(Comparator.comparingLong(group -> group.workload().rows()))
            .toList();
    return mixed.stream().filter(group -> group.target().equals(mixed.get(0).target())).toList();
  }

  /** Who took part in any of these. */
  List<Contender> contenders(List<Run.Group> of) {
    Set<Contender> all = new LinkedHashSet<>();
    of.forEach(group -> all.addAll(groups.getOrDefault(group, Map.of()).keySet()));
    return all.stream().sorted().toList();
  }

  Optional<Stats> stats(Run.Group group, Contender contender) {
    return Optional.ofNullable(groups.getOrDefault(group, Map.of()).get(contender));
  }

  /** How many times the median of whom the operation is measured by the contender's is. */
  OptionalDouble ratio(Run.Group group, Contender contender) {
    return ratio(group, contender, group.operation().base());
  }

  /** How many times the other's median the first one's is. */
  OptionalDouble ratio(Run.Group group, Contender contender, Contender other) {
    Optional<Stats> a = stats(group, contender);
    Optional<Stats> b = stats(group, other);
    return a.isEmpty() || b.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(a.get().median() / b.get().median());
  }
}
