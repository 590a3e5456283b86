package io.github.polars4j.benchmarks.sidebyside;

/** What a contender is run by. */
enum Program {
  POLARS4J("polars4j"),
  RUST("frame"),
  BYTES("bytes"),
  PYTHON_POLARS("python_polars.py"),
  PYARROW("py_arrow.py"),
  ARROW_JAVA("arrow-java"),
  DUCKDB("duck_db.py"),
  JDK("jdk"),
  /** A database in the process, and what reads it. */
  DATABASE("database"),
  /** A list of records in the process, and what writes it. */
  RECORDS("records"),
  /** Whole commands, a process each time. */
  COMMANDS("commands.py");

  /** The class's, script's or way's name. */
  final String word;

  Program(String word) {
    this.word = word;
  }
}
