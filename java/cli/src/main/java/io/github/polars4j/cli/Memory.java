package io.github.polars4j.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of {@code --memory}: what the rows under way may take, next to the JVM and polars. */
record Memory(long bytes) {
  static final String DEFAULT = "512MB";

  /** The default for text, for which more saves no time. */
  static final String OF_TEXT = "256MB";

  /**
   * A frame is parsed, handed on, made one piece and encoded; two are under way, and their text; of
   * freed ones the C library keeps some.
   */
  private static final int SHARES = 26;

  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KMGT])B?");
  private static final long LEAST = 32L << 20;
  private static final int UNIT_BITS = 10;

  static Memory parse(String value) {
    long bytes = size("--memory", value);
    if (bytes < LEAST) {
      throw new UsageException("--memory " + value + ": at least " + (LEAST >> 20) + "MB");
    }
    return new Memory(bytes);
  }

  /** A number of bytes such as 512MB, the value of an option. */
  static long size(String option, String value) {
    Matcher size = SIZE.matcher(value.toUpperCase(Locale.ROOT));
    if (!size.matches()) {
      throw new UsageException(option + " " + value + ": a size such as 512MB or 2GB is wanted");
    }
    int unit = UNIT_BITS * (1 + "KMGT".indexOf(size.group(2)));
    try {
      return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << unit);
    } catch (ArithmeticException e) {
      throw new UsageException(option + " " + value + ": that is more than there are bytes");
    }
  }

  /** How much of the frames that were read may wait to be written. */
  long ahead() {
    return bytes / 8;
  }

  /** How large a frame may be. */
  long frame() {
    return bytes / SHARES;
  }
}
