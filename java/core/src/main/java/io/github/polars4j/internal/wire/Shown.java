package io.github.polars4j.internal.wire;

/** Text as messages show it: never long. */
public final class Shown {
  private static final int MOST = 100;

  private Shown() {}

  /** At most some 100 characters, and how many there are if some are left out. */
  public static String cut(String text) {
    return cut(text, MOST);
  }

  /** At most {@code most} characters, and how many there are if some are left out. */
  public static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "... (" + text.length() + " characters)";
  }
}
