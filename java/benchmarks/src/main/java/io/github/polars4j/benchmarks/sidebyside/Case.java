package io.github.polars4j.benchmarks.sidebyside;

import java.util.List;
import java.util.Set;

/**
 * What is measured of a workload.
 *
 * @param targets the names of the target folders; files that are read lie in the first
 * @param repeats how often a frame is written in each round, of which the median counts
 */
record Case(
    Workload workload,
    Set<Contender> contenders,
    Set<Codec> codecs,
    Compat compat,
    List<Target> targets,
    boolean reading,
    int rounds,
    int repeats) {

  /** With more than one writing a round, it is no longer the throughput that is asked for. */
  Operation writing() {
    return repeats > 1 ? Operation.LATENCY : Operation.WRITE;
  }
}
