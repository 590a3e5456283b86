package io.github.polars4j.benchmarks.sidebyside;

/** How buffers are compressed. */
enum Codec {
  UNCOMPRESSED("uncompressed"),
  LZ4("LZ4"),
  ZSTD("ZSTD 3");

  final String label;

  Codec(String label) {
    this.label = label;
  }

  /** Its name for the workers. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
