package io.github.polars4j.test;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the first row in which two columns of the same type and length differ. */
final class Difference {
  private static final int BLOCK = 4096;
  private static final int SHOWN = 200;

  private Difference() {}

  /** Returns the first row that differs, or -1 if there is none. */
  static long firstRow(Series expected, Series actual, FrameAssertOptions options) {
    long first = expected.firstDifference(actual);
    return first >= 0 && options.tolerant() && hasFloats(expected.dataType())
        ? firstBeyond(expected, actual, first, options)
        : first;
  }

  private static long firstBeyond(
      Series expected, Series actual, long first, FrameAssertOptions options) {
    for (long from = first; from < expected.length(); from += BLOCK) {
      long rows = Math.min(BLOCK, expected.length() - from);
      try (Series left = expected.slice(from, rows);
          Series right = actual.slice(from, rows)) {
        List<@Nullable Object> wanted = left.toList();
        List<@Nullable Object> found = right.toList();
        for (int i = 0; i < rows; i++) {
          if (!near(wanted.get(i), found.get(i), options)) {
            return from + i;
          }
        }
      }
    }
    return -1;
  }

  private static boolean hasFloats(DataType type) {
    if (type instanceof DataType.List list) {
      return hasFloats(list.inner());
    } else if (type instanceof DataType.Array array) {
      return hasFloats(array.inner());
    } else if (type instanceof DataType.Struct struct) {
      return struct.fields().stream().anyMatch(field -> hasFloats(field.dataType()));
    } else if (type instanceof DataType.Extension extension) {
      return hasFloats(extension.storage());
    }
    return type instanceof DataType.Float16
        || type instanceof DataType.Float32
        || type instanceof DataType.Float64;
  }

  private static boolean near(
      @Nullable Object expected, @Nullable Object actual, FrameAssertOptions options) {
    if (expected instanceof Double left && actual instanceof Double right) {
      return options.near(left, right);
    } else if (expected instanceof Float left && actual instanceof Float right) {
      return options.near(left, right);
    } else if (expected instanceof List<?> left && actual instanceof List<?> right) {
      return left.size() == right.size() && allNear(left, right, options);
    } else if (expected instanceof Map<?, ?> left && actual instanceof Map<?, ?> right) {
      return left.keySet().equals(right.keySet())
          && allNear(left.values(), right.values(), options);
    }
    return Objects.deepEquals(expected, actual);
  }

  private static boolean allNear(
      Iterable<?> expected, Iterable<?> actual, FrameAssertOptions options) {
    Iterator<?> others = actual.iterator();
    for (Object value : expected) {
      if (!near(value, others.next(), options)) {
        return false;
      }
    }
    return true;
  }

  /** Shows a value: text in quotes, bytes as hexadecimal digits, cut where it is long. */
  static String show(@Nullable Object value) {
    String text = text(value);
    if (text.length() <= SHOWN) {
      return text;
    }
    return text.substring(0, SHOWN) + "... (" + text.length() + " characters)";
  }

  private static String text(@Nullable Object value) {
    if (value instanceof String string) {
      return "\"" + string.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"") + "\"";
    } else if (value instanceof byte[] bytes) {
      return "0x" + HexFormat.of().formatHex(bytes);
    } else if (value instanceof List<?> list) {
      return list.stream().map(Difference::text).collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return String.valueOf(value);
  }
}
