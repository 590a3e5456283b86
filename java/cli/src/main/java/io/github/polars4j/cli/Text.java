package io.github.polars4j.cli;

import java.util.Locale;

/** Numbers as a person reads them. */
final class Text {
  private Text() {}

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A size; a negative one is that of a device. */
  static String bytes(long bytes) {
    return bytes < 0 ? "unknown bytes" : count(bytes) + " bytes";
  }
}
