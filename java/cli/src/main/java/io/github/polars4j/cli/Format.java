package io.github.polars4j.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** A file format and the extensions that stand for it. */
enum Format {
  CSV("csv"),
  TSV("tsv"),
  NDJSON("ndjson", "jsonl"),
  PARQUET("parquet"),
  ARROW("arrow", "feather", "ipc"),
  ARROWS("arrows");

  private static final List<String> PACKED = List.of(".gz", ".zst");

  private final List<String> extensions;

  Format(String... extensions) {
    this.extensions = List.of(extensions);
  }

  /** CSV or TSV. */
  boolean isDelimited() {
    return this == CSV || this == TSV;
  }

  /** CSV, TSV or NDJSON: types are inferred. */
  boolean isText() {
    return isDelimited() || this == NDJSON;
  }

  /** An Arrow IPC file or stream. */
  boolean isIpc() {
    return this == ARROW || this == ARROWS;
  }

  /** Parses the value of an option. */
  static Format parse(String name) {
    return Arrays.stream(values())
        .filter(format -> format.toString().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new TypeConversionException("'" + name + "' is none of " + names()));
  }

  /** The format that a name's extension stands for, or null. */
  static @Nullable Format ofName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String bare = withoutPacking(lower);
    for (Format format : values()) {
      boolean named = format.extensions.stream().anyMatch(e -> bare.endsWith("." + e));
      if (named && (bare.equals(lower) || format.isText())) {
        return format;
      }
    }
    return null;
  }

  /** Whether the name says that the file is compressed as a whole. */
  static boolean isPacked(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !withoutPacking(lower).equals(lower);
  }

  /** All names, for messages. */
  static String names() {
    return Arrays.stream(values()).map(Format::toString).collect(Collectors.joining(", "));
  }

  private static String withoutPacking(String lower) {
    for (String packing : PACKED) {
      if (lower.endsWith(packing)) {
        return lower.substring(0, lower.length() - packing.length());
      }
    }
    return lower;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
