package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.Series;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB's text of lists, structs and maps, such as <code>{'a': [1, NULL], 'b': 'it\'s'}</code>.
 */
final class DuckText {
  /** From this year on no zone's offset has seconds. */
  private static final int WHOLE_OFFSETS = 1973;

  private final String text;
  private int at;

  private DuckText(String text) {
    this.text = text;
  }

  static void append(@Nullable String text, DataType type, Series.Builder to) {
    if (text == null) {
      to.appendNull();
      return;
    }
    DuckText all = new DuckText(text);
    all.value(type, to, false);
    if (all.at != text.length()) {
      throw all.broken();
    }
  }

  /** A point in time, if the offset in its text is surely the whole one. */
  static void moment(@Nullable String text, DataType type, Series.Builder to) {
    if (text != null) {
      OffsetDateTime value = TemporalText.instant(text);
      if (value.getYear() < WHOLE_OFFSETS && value.getOffset().getTotalSeconds() != 0) {
        throw new IllegalArgumentException(
            TextValue.quoted(text)
                + " may lack seconds of its offset, which DuckDB leaves out:"
                + " SET TimeZone = 'UTC' first");
      }
    }
    TextValue.append(text, type, to);
  }

  private void value(DataType type, Series.Builder to, boolean key) {
    boolean nested = Requests.isNested(type);
    if (nested && text.startsWith("NULL", at)) {
      at += 4;
      to.appendNull();
    } else if (type instanceof DataType.Struct struct) {
      struct(struct, to);
    } else if (type instanceof DataType.Array array) {
      list(array.inner(), to);
    } else if (type instanceof DataType.List list) {
      if (peek() == '{') {
        map(list.inner(), to);
      } else {
        list(list.inner(), to);
      }
    } else {
      scalar(type, to, key);
    }
  }

  private void list(DataType inner, Series.Builder to) {
    expect("[");
    while (peek() != ']') {
      value(inner, to.element(), false);
      comma(']');
    }
    at++;
    to.endList();
  }

  private void map(DataType inner, Series.Builder to) {
    if (!(inner instanceof DataType.Struct entry) || entry.fields().size() != 2) {
      throw broken();
    }
    expect("{");
    while (peek() != '}') {
      Series.Builder pair = to.element();
      value(entry.fields().get(0).dataType(), pair.field(0), true);
      expect("=");
      value(entry.fields().get(1).dataType(), pair.field(1), false);
      pair.endStruct();
      comma('}');
    }
    at++;
    to.endList();
  }

  /** In parentheses if its fields have no names. */
  private void struct(DataType.Struct type, Series.Builder to) {
    char end = peek() == '(' ? ')' : '}';
    expect(end == ')' ? "(" : "{");
    for (int i = 0; i < type.fields().size(); i++) {
      Field field = type.fields().get(i);
      if (end == '}') {
        if (peek() != '\'' || !quoted().equals(field.name())) {
          throw broken();
        }
        expect(": ");
      }
      value(field.dataType(), to.field(i), false);
      comma(end);
    }
    expect(String.valueOf(end));
    to.endStruct();
  }

  private void scalar(DataType type, Series.Builder to, boolean key) {
    boolean quoted = peek() == '\'';
    String value = quoted ? quoted() : bare(key);
    if (!quoted && value.equals("NULL")) {
      to.appendNull();
    } else if (type instanceof DataType.Binary) {
      to.appendBinary(bytes(value));
    } else if (type instanceof DataType.Datetime datetime && datetime.zone() != null) {
      moment(value, type, to);
    } else {
      TextValue.append(value, type, to);
    }
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    for (at++; peek() != '\''; at++) {
      if (peek() == '\\') {
        at++;
      }
      value.append(peek());
    }
    at++;
    return value.toString();
  }

  private String bare(boolean key) {
    int start = at;
    while (at < text.length() && ",]})".indexOf(text.charAt(at)) < 0 && !(key && peek() == '=')) {
      at++;
    }
    return text.substring(start, at);
  }

  /** Bytes that are no printable ASCII stand there as \xFF. */
  private static byte[] bytes(String value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < value.length(); i++) {
      if (value.startsWith("\\x", i)) {
        bytes.write(Integer.parseInt(value, i + 2, i + 4, 16));
        i += 3;
      } else {
        bytes.writeBytes(value.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private void comma(char end) {
    if (peek() != end) {
      expect(", ");
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw broken();
    }
    return text.charAt(at);
  }

  private void expect(String part) {
    if (!text.startsWith(part, at)) {
      throw broken();
    }
    at += part.length();
  }

  private IllegalArgumentException broken() {
    return new IllegalArgumentException(
        TextValue.quoted(text) + " is no value of this type as text");
  }
}
