package io.github.polars4j.benchmarks.sidebyside;

import java.util.List;

/**
 * One timed run.
 *
 * @param round 0 is the warm-up
 * @param bytes the size of what was written or read
 * @param base the process' least resident memory since it had loaded the data, in bytes
 * @param peak the highest that it came to in this run, in bytes
 * @param cpu the processor time of all its threads in this run, in nanoseconds
 */
record Run(
    Workload workload,
    String target,
    Operation operation,
    Contender contender,
    Codec codec,
    Compat compat,
    int round,
    long nanos,
    long bytes,
    long base,
    long peak,
    long cpu) {

  /** What is compared with each other. */
  record Group(Workload workload, String target, Operation operation, Codec codec, Compat compat) {}

  static final String HEADER =
      "workload,rows,target,operation,contender,codec,compat,round,nanos,bytes,base_rss,peak_rss,cpu";

  Group group() {
    return new Group(workload, target, operation, codec, compat);
  }

  boolean isWarmUp() {
    return round == 0;
  }

  String csv() {
    List<Object> fields =
        List.of(
            workload.name(),
            workload.rows(),
            target,
            operation,
            operation.label(contender),
            codec.word(),
            compat.word(),
            round,
            nanos,
            bytes,
            base,
            peak,
            cpu);
    return String.join(",", fields.stream().map(Object::toString).toList());
  }
}
