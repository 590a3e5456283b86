package io.github.polars4j.benchmarks.sidebyside;

/** What is written: a generator's name in {@code workloads.py} and how many rows it makes. */
record Workload(String name, long rows) {
  String file() {
    return name + "-" + rows + ".arrow";
  }

  @Override
  public String toString() {
    return "%s, %,d rows".formatted(name, rows);
  }
}
