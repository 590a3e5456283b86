package io.github.polars4j.cli;

import java.util.Locale;

/** Numbers as a person reads them. */
final class Text {
  private Text() {}

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A text of about {@code most} bytes at the most, with its length told if it is cut. */
  static String cut(String text, int most) {
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (bytes > most) {
        return text.substring(0, end) + "... (" + count(text.length()) + " characters)";
      }
      end += Character.charCount(point);
    }
    return text;
  }

  /** A size; a negative one is that of a device. */
  static String bytes(long bytes) {
    return bytes < 0 ? "unknown bytes" : count(bytes) + " bytes";
  }
}
