package io.github.polars4j.internal.wire;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Refusals of options, which name the option, its value and what is allowed. */
public final class Checks {
  /** The most elements that every JVM gives an array. */
  public static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private Checks() {}

  /** The value, which must be {@code min} or more. */
  public static long atLeast(String option, long value, long min) {
    if (value < min) {
      throw new IllegalArgumentException(option + " " + value + ": must be at least " + min);
    }
    return value;
  }

  /** The value, which must be {@code min} to {@code max}. */
  public static long range(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(option + " " + value + ": must be " + min + " to " + max);
    }
    return value;
  }

  /** The character, which must be one byte in UTF-8: polars scans CSV bytewise. */
  public static char ascii(String option, char value) {
    if (value > 0x7f) {
      throw new IllegalArgumentException(
          String.format("%s U+%04X: must be an ASCII character", option, (int) value));
    }
    return value;
  }

  /** Refuses what ends a line. */
  public static void noLineBreak(String option, char value) {
    if (value == '\n' || value == '\r') {
      throw new IllegalArgumentException(
          String.format("%s U+%04X: must be no line break", option, (int) value));
    }
  }

  /** Refuses two characters that are the same; -1 stands for none. */
  public static void differ(String option, int value, String other, int otherValue) {
    if (value == otherValue) {
      throw new IllegalArgumentException(
          String.format("%s U+%04X: must differ from the %s", option, value, other));
    }
  }

  /**
   * A copy of texts by their keys, in the order of the keys, or {@link IllegalArgumentException}.
   */
  public static Map<String, String> metadata(Map<String, String> metadata) {
    Map<String, String> copy = new TreeMap<>();
    Objects.requireNonNull(metadata, "metadata")
        .forEach(
            (key, value) ->
                copy.put(
                    Utf8.check("metadata key", key),
                    Utf8.check("metadata value of \"" + key + "\"", value)));
    return copy;
  }
}
