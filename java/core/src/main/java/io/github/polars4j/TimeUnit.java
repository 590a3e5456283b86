package io.github.polars4j;

/** What the numbers of a {@code Datetime} or {@code Duration} count: Rust's {@code TimeUnit}. */
public enum TimeUnit {
  /** Thousandths of a second. */
  MILLISECONDS(1_000),
  /** Millionths of a second: polars' own default. */
  MICROSECONDS(1_000_000),
  /** Billionths of a second; a 64-bit count of them spans the years 1677 to 2262. */
  NANOSECONDS(1_000_000_000);

  private final long perSecond;

  TimeUnit(long perSecond) {
    this.perSecond = perSecond;
  }

  /** How many of them make a second. */
  public long perSecond() {
    return perSecond;
  }
}
