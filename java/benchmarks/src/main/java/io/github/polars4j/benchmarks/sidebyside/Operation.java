package io.github.polars4j.benchmarks.sidebyside;

/** What is timed. */
enum Operation {
  /** From a frame in memory to a closed file; no fsync. */
  WRITE,
  /** A frame of ten rows, the median of many in one process. */
  LATENCY,
  /** From a file to a frame, however lazy that is. */
  READ,
  /** The same, and a byte of each page of each buffer, so that mapped files are loaded too. */
  READ_ALL;

  String word() {
    return switch (this) {
      case WRITE -> "write";
      case LATENCY -> "write, time of one";
      case READ -> "read";
      case READ_ALL -> "read and touch";
    };
  }

  String label(Contender contender) {
    return this == WRITE || this == LATENCY ? contender.label : contender.readLabel();
  }
}
