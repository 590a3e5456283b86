package io.github.polars4j.cli;

import io.github.polars4j.FileFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** A file format, by the name that the command line has for it. */
enum Format {
  CSV(FileFormat.CSV),
  TSV(FileFormat.TSV),
  NDJSON(FileFormat.NDJSON),
  PARQUET(FileFormat.PARQUET),
  ARROW(FileFormat.IPC),
  ARROWS(FileFormat.IPC_STREAM);

  private final FileFormat format;

  Format(FileFormat format) {
    this.format = format;
  }

  /** The same in the library. */
  FileFormat fileFormat() {
    return format;
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
    return FileFormat.ofName(name).map(Format::of).orElse(null);
  }

  /** The one by the library's name. */
  static Format of(FileFormat format) {
    return Arrays.stream(values()).filter(own -> own.format == format).findFirst().orElseThrow();
  }

  /** All names, for messages. */
  static String names() {
    return Arrays.stream(values()).map(Format::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
