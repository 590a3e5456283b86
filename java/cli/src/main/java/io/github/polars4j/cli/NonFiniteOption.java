package io.github.polars4j.cli;

import io.github.polars4j.NonFinite;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says how JSON is to have what it has no number for. */
final class NonFiniteOption {
  static final String NAME = "--nan";

  @Option(
      names = NAME,
      paramLabel = "WAY",
      description =
          "What becomes of NaN and the infinities in ndjson output: refuse (default), null, or text"
              + " (\"NaN\", \"Infinity\").")
  private @Nullable NonFinite way;

  /** Refuses it for another format. */
  void check(Format to) {
    if (way != null && to != Format.NDJSON) {
      throw new UsageException(NAME + " is for ndjson output, not for " + to);
    }
  }

  /** The way; null if none is given. */
  @Nullable NonFinite way() {
    return way;
  }
}
