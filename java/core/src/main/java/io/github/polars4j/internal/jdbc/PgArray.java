package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's text of an array, such as <code>{1,NULL,"a b"}</code>, as a list. Lower bounds other
 * than 1 are not kept.
 */
final class PgArray {
  private final String text;
  private final char delimiter;
  private int at;

  private PgArray(String text, char delimiter) {
    this.text = text;
    this.delimiter = delimiter;
    // [2:3]={..}
    this.at = text.startsWith("[") ? text.indexOf('=') + 1 : 0;
  }

  /** How many dimensions an array has; one without values, or null, may have any. */
  static int dimensions(@Nullable String text) {
    PgArray array = new PgArray(text == null ? "" : text, ',');
    int end = array.at;
    while (end < array.text.length() && array.text.charAt(end) == '{') {
      end++;
    }
    return end - array.at;
  }

  static void append(@Nullable String text, char delimiter, DataType type, Series.Builder to) {
    if (text == null) {
      to.appendNull();
      return;
    }
    PgArray array = new PgArray(text, delimiter);
    array.list(type, to);
    if (array.at != text.length()) {
      throw array.broken();
    }
  }

  private void list(DataType type, Series.Builder to) {
    DataType inner =
        type instanceof DataType.Array array ? array.inner() : ((DataType.List) type).inner();
    boolean nested = inner instanceof DataType.List || inner instanceof DataType.Array;
    expect('{');
    while (peek() != '}') {
      if (nested != (peek() == '{')) {
        throw new IllegalArgumentException(
            "the array "
                + TextValue.quoted(text)
                + " has "
                + (nested ? "fewer" : "more")
                + " dimensions than "
                + type
                + ", which the first row has or you ask for; String takes the text of any array");
      }
      if (nested) {
        list(inner, to.element());
      } else {
        scalar(inner, to.element());
      }
      if (peek() != '}') {
        expect(delimiter);
      }
    }
    at++;
    to.endList();
  }

  private void scalar(DataType type, Series.Builder to) {
    boolean quoted = peek() == '"';
    String value = quoted ? quoted() : bare();
    if (!quoted && value.equalsIgnoreCase("NULL")) {
      to.appendNull();
    } else if (type instanceof DataType.Binary) {
      to.appendBinary(bytes(value));
    } else {
      TextValue.append(value, type, to);
    }
  }

  private static byte[] bytes(String value) {
    if (!value.startsWith("\\x")) {
      throw new IllegalArgumentException(
          "bytes within an array are read in PostgreSQL's hex form: set bytea_output to hex");
    }
    return HexFormat.of().parseHex(value, 2, value.length());
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    for (at++; peek() != '"'; at++) {
      if (peek() == '\\') {
        at++;
      }
      value.append(peek());
    }
    at++;
    return value.toString();
  }

  private String bare() {
    int start = at;
    while (peek() != delimiter && peek() != '}') {
      at++;
    }
    return text.substring(start, at);
  }

  private char peek() {
    if (at >= text.length()) {
      throw broken();
    }
    return text.charAt(at);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw broken();
    }
    at++;
  }

  private IllegalArgumentException broken() {
    return new IllegalArgumentException(TextValue.quoted(text) + " is no array as text");
  }
}
