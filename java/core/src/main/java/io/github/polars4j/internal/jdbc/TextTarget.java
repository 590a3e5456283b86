package io.github.polars4j.internal.jdbc;

import java.util.Locale;
import java.util.UUID;

/** Text on its way into a table: many a column makes something else of it without a word. */
final class TextTarget {
  private TextTarget() {}

  /**
   * Sets text, if the column keeps it.
   *
   * @throws IllegalArgumentException if it is no column of text
   */
  static Setter of(Described column, Setter plain) {
    String name = column.sqlType().toUpperCase(Locale.ROOT);
    int end = name.indexOf('(');
    String base = (end < 0 ? name : name.substring(0, end)).strip();
    int length = column.precision();
    return switch (base) {
      case "CHAR", "CHARACTER", "BPCHAR", "NCHAR" ->
          plain.checking(value -> full(value.toString(), length));
      case "UUID" -> plain.checking(value -> uuid(value.toString()));
      default -> {
        if (!isText(base)) {
          throw new IllegalArgumentException("which may change text");
        }
        boolean counted = base.contains("CHAR");
        yield plain.checking(value -> whole(value.toString(), length, counted));
      }
    };
  }

  private static boolean isText(String base) {
    return base.contains("CHAR")
        || base.contains("TEXT")
        || base.contains("CLOB")
        || base.equals("STRING")
        || base.equals("LONG");
  }

  /** Refuses text that is made longer by spaces. */
  private static void full(String text, int length) {
    int own = text.codePointCount(0, text.length());
    if (own != length && length != Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          TextValue.quoted(text)
              + " has "
              + own
              + " characters, and the column makes them "
              + length
              + ": one that is no CHAR keeps them");
    }
  }

  /**
   * Refuses text that is too long for a column whose length is {@code counted} in characters; of
   * others, whose drivers may count something else, what ends with spaces, which are cut off.
   */
  static void whole(String text, int length, boolean counted) {
    int own = text.codePointCount(0, text.length());
    if (length > 0 && own > length && (counted || text.endsWith(" "))) {
      throw new IllegalArgumentException(
          TextValue.quoted(text)
              + " has "
              + own
              + " characters, and the column keeps "
              + length
              + ": a longer column keeps them");
    }
  }

  private static void uuid(String text) {
    try {
      if (UUID.fromString(text).toString().equals(text)) {
        return;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        TextValue.quoted(text) + " is not as a UUID comes back, with 36 lower-case characters");
  }
}
