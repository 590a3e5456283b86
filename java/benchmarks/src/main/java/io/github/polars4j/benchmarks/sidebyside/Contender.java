package io.github.polars4j.benchmarks.sidebyside;

/** A way to write (and read) that is measured. */
enum Contender {
  POLARS4J("polars4j to a Path", Program.POLARS4J, "path"),
  STREAM("polars4j to an OutputStream", Program.POLARS4J, "stream"),
  CHANNEL("polars4j to a FileChannel", Program.POLARS4J, "channel"),
  MEMORY("polars4j to memory", Program.POLARS4J, "memory"),
  SERIAL("polars4j withParallel(false)", Program.POLARS4J, "serial"),
  RUST("Rust polars-io IpcWriter", Program.RUST, "frame"),
  PYTHON_WRITE("Python polars write_ipc", Program.PYTHON_POLARS, "write"),
  PYTHON_SINK("Python polars sink_ipc", Program.PYTHON_POLARS, "sink"),
  PYARROW("pyarrow new_file", Program.PYARROW, "file"),
  ARROW_JAVA("Arrow Java ArrowFileWriter", Program.ARROW_JAVA, "file"),
  DUCKDB("DuckDB COPY to Parquet", Program.DUCKDB, "parquet"),
  PLAIN("plain write of the bytes", Program.BYTES, "bytes"),
  COPY("JDK Files.copy of the file", Program.JDK, "copy"),
  JDBC_FRAMES("polars4j JdbcFrames", Program.DATABASE, "frames"),
  DUCK_FRAMES("polars4j DuckFrames", Program.DATABASE, "bridge"),
  ARROW_JDBC("arrow-jdbc and Arrow Java", Program.DATABASE, "arrow"),
  ITERATION("bare iteration of the result", Program.DATABASE, "iterate"),
  ROW_WRITER("polars4j RowWriter", Program.RECORDS, "polars4j"),
  VECTORS_BY_HAND("Arrow Java, vectors filled by hand", Program.RECORDS, "arrow"),
  RECORDS_READ("bare iteration of the records", Program.RECORDS, "iterate"),
  VECTORS("polars4j ArrowFrames and ParquetWriter", Program.ARROW_JAVA, "parquet"),
  CONVERT("bin/polars4j convert", Program.COMMANDS, "polars4j"),
  PYTHON_SCAN("Python polars scan and sink_ipc", Program.COMMANDS, "polars"),
  DUCKDB_COPY("DuckDB COPY to Parquet, a command", Program.COMMANDS, "duckdb"),
  PYARROW_STREAM("pyarrow, batch by batch", Program.COMMANDS, "pyarrow"),
  CAT("plain read and plain write", Program.COMMANDS, "cat"),
  FIRST_POLARS4J("polars4j, a program", Program.COMMANDS, "first-polars4j"),
  FIRST_ARROW_JAVA("Arrow Java, a program", Program.COMMANDS, "first-arrow-java"),
  BARE_JVM("JVM that does nothing", Program.COMMANDS, "first-nothing");

  final String label;
  final Program program;
  final String way;

  Contender(String label, Program program, String way) {
    this.label = label;
    this.program = program;
    this.way = way;
  }

  /** Whether it writes so; those that don't know of views have one layout only. */
  boolean writes(Workload workload, Codec codec, Compat compat) {
    return switch (program) {
      case POLARS4J, RUST, PYTHON_POLARS -> true;
      case PYARROW, DUCKDB -> compat == Compat.OLDEST;
      case ARROW_JAVA -> compat == Compat.OLDEST && canWait(workload, codec);
      case BYTES, JDK -> compat == Compat.OLDEST && codec == Codec.UNCOMPRESSED;
      case DATABASE, RECORDS, COMMANDS -> compat == Compat.OLDEST;
    };
  }

  /** Whether it reads so. */
  boolean reads(Workload workload, Codec codec) {
    return this == POLARS4J
        || this == PYTHON_WRITE
        || this == PYARROW
        || this == ARROW_JAVA && canWait(workload, codec);
  }

  /** Arrow Java's LZ4 takes up to a minute for a megabyte: it has a workload of its own. */
  private static boolean canWait(Workload workload, Codec codec) {
    return codec != Codec.LZ4 || workload.equals(Plan.SMALL);
  }

  /** Whether it writes nothing: a limit that others are measured by. */
  boolean onlyReads() {
    return this == ITERATION || this == RECORDS_READ || this == BARE_JVM;
  }

  /** The format of what it writes. */
  String format() {
    return this == DUCKDB || this == DUCKDB_COPY || this == VECTORS ? "parquet" : "arrow";
  }

  /** What it is called where it reads. */
  String readLabel() {
    return switch (this) {
      case POLARS4J -> "polars4j IpcReader";
      case PYTHON_WRITE -> "Python polars read_ipc";
      case PYARROW -> "pyarrow open_file";
      case ARROW_JAVA -> "Arrow Java ArrowFileReader";
      default -> throw new IllegalStateException(this + " does not read");
    };
  }
}
