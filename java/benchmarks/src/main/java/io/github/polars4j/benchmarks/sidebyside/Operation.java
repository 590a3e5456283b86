package io.github.polars4j.benchmarks.sidebyside;

/** What is timed. */
enum Operation {
  /** From a frame in memory to a closed file; no fsync. */
  WRITE("write", "frame"),
  /** A frame of ten rows, the median of many in one process. */
  LATENCY("write, time of one", "frame"),
  /** From a file to a frame, however lazy that is. */
  READ("read", "frame"),
  /** The same, and a byte of each page of each buffer, so that mapped files are loaded too. */
  READ_ALL("read and touch", "frame"),
  /** From a query's result in DuckDB's JDBC driver to a closed file. */
  FROM_DUCKDB("DuckDB by JDBC to a file", "duckdb"),
  /** The same of H2. */
  FROM_H2("H2 by JDBC to a file", "h2"),
  /** From a list of records to a closed file. */
  FROM_RECORDS("records to a file", "records"),
  /** From vectors of Arrow Java to a closed Parquet file. */
  FROM_VECTORS("vectors of Arrow Java to Parquet", "frame"),
  /** From a file to a file, by a command from its start to its end. */
  FROM_CSV("CSV to Arrow, a whole command", "csv"),
  FROM_NDJSON("NDJSON to Arrow, a whole command", "ndjson"),
  FROM_PARQUET("Parquet to Arrow, a whole command", "parquet"),
  /** Three rows by a program from the start of its JVM to its end. */
  FIRST("first write of a fresh JVM", "first");

  private final String word;

  /** The form in which contenders hold what they read; the plain write holds the bytes. */
  final String source;

  Operation(String word, String source) {
    this.word = word;
    this.source = source;
  }

  String word() {
    return word;
  }

  /** Whether it begins somewhere else than at a frame, and ends in a file. */
  boolean isPipeline() {
    return ordinal() >= FROM_DUCKDB.ordinal();
  }

  /** Whether each run is a process of its own, whose memory counts from nothing. */
  boolean isCommand() {
    return ordinal() >= FROM_CSV.ordinal();
  }

  /** By whose time that of others is told. */
  Contender base() {
    return switch (this) {
      case WRITE, LATENCY, READ, READ_ALL -> Contender.POLARS4J;
      case FROM_DUCKDB, FROM_H2 -> Contender.JDBC_FRAMES;
      case FROM_RECORDS -> Contender.ROW_WRITER;
      case FROM_VECTORS -> Contender.VECTORS;
      case FROM_CSV, FROM_NDJSON, FROM_PARQUET -> Contender.CONVERT;
      case FIRST -> Contender.FIRST_POLARS4J;
    };
  }

  String label(Contender contender) {
    return this == READ || this == READ_ALL ? contender.readLabel() : contender.label;
  }
}
