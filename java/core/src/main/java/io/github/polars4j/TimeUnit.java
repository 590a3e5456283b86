package io.github.polars4j;

/**
 * The unit that the numbers of a {@code Datetime} or {@code Duration} count: Rust's {@code
 * TimeUnit}.
 */
public enum TimeUnit {
  /** Thousandths of a second. */
  MILLISECONDS(1_000),
  /** Millionths of a second: the default of polars. */
  MICROSECONDS(1_000_000),
  /** Billionths of a second; a 64-bit count of them spans the years 1677 to 2262. */
  NANOSECONDS(1_000_000_000);

  private final long perSecond;

  TimeUnit(long perSecond) {
    this.perSecond = perSecond;
  }

  /** Returns how many of them make a second. */
  public long perSecond() {
    return perSecond;
  }
}
