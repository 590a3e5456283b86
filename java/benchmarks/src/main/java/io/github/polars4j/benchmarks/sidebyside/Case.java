package io.github.polars4j.benchmarks.sidebyside;

import java.util.List;
import java.util.Set;

/**
 * What is measured of a workload.
 *
 * @param operation of those that end in a file
 * @param targets the names of the target folders; files that are read lie in the first
 * @param repeats how often a frame is written in each round, of which the median counts
 */
record Case(
    Workload workload,
    Operation operation,
    Set<Contender> contenders,
    Set<Codec> codecs,
    Compat compat,
    List<Target> targets,
    boolean reading,
    int rounds,
    int repeats) {}
