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
  JDK("jdk");

  /** The class's, script's or way's name. */
  final String word;

  Program(String word) {
    this.word = word;
  }
}
