package io.github.polars4j.cli;

import io.github.polars4j.BinaryText;
import io.github.polars4j.CsvReader;
import io.github.polars4j.CsvWriter;
import io.github.polars4j.NdjsonReader;
import io.github.polars4j.NdjsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of JSON, and of values that text has no form of its own for. */
final class JsonOptions {
  /** What to do with a key that is there twice. */
  enum DuplicateKeys {
    REFUSE,
    LAST
  }

  /** What to do with half a pair of surrogates. */
  enum InvalidEscapes {
    REFUSE,
    REPLACE
  }

  @Option(
      names = "--duplicate-keys",
      paramLabel = "WAY",
      description =
          "What becomes of a key that an object of ndjson has twice: refuse (default), or last to"
              + " take its last value.")
  private @Nullable DuplicateKeys duplicateKeys;

  @Option(
      names = "--invalid-escapes",
      paramLabel = "WAY",
      description =
          "What becomes of an escape in ndjson that is no character, such as \\ud800: refuse"
              + " (default), or replace by U+FFFD.")
  private @Nullable InvalidEscapes invalidEscapes;

  @Option(
      names = "--binary",
      paramLabel = "FORM",
      description =
          "How binary data is written to csv, tsv and ndjson, and read from them: base64 or hex.")
  private @Nullable BinaryText binary;

  /** Refuses what is for neither format, of which one may be none. */
  void check(@Nullable Format from, @Nullable Format to) {
    boolean read = from == Format.NDJSON;
    for (String option : from == null ? List.<String>of() : ofInput()) {
      applies(option, read, "ndjson input", from.toString());
    }
    if (binary != null) {
      String what = "csv, tsv and ndjson";
      boolean text = from != null && from.isText();
      boolean written = to != null && to.isText();
      applies("--binary", text || written, what, String.valueOf(to == null ? from : to));
    }
  }

  private static void applies(String option, boolean allowed, String where, String format) {
    if (!allowed) {
      throw new UsageException(option + " is for " + where + ", not for " + format);
    }
  }

  /** The names of those that are given and are for input alone. */
  List<String> ofInput() {
    List<String> given = new ArrayList<>();
    if (duplicateKeys != null) {
      given.add("--duplicate-keys");
    }
    if (invalidEscapes != null) {
      given.add("--invalid-escapes");
    }
    return given;
  }

  void apply(NdjsonReader reader) {
    reader.withLastDuplicateKey(duplicateKeys == DuplicateKeys.LAST);
    reader.withLossyEscapes(invalidEscapes == InvalidEscapes.REPLACE);
    if (binary != null) {
      reader.withBinaryText(binary);
    }
  }

  void apply(CsvReader reader) {
    if (binary != null) {
      reader.withBinaryText(binary);
    }
  }

  NdjsonWriter apply(NdjsonWriter writer) {
    return binary == null ? writer : writer.withBinaryText(binary);
  }

  CsvWriter apply(CsvWriter writer) {
    return binary == null ? writer : writer.withBinaryText(binary);
  }
}
