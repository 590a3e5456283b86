package io.github.polars4j.benchmarks;

import io.github.polars4j.DataFrame;
import io.github.polars4j.Series;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Data that is the same in every run. */
final class Frames {
  private static final String[] WORDS = {"alpha", "beta", "gamma", "delta", "a rather long word"};

  private Frames() {}

  /** Numbers and strings, some easy to compress and some not; the caller closes it. */
  static DataFrame mixed(int rows) {
    SplittableRandom random = new SplittableRandom(42);
    long[] ids = new long[rows];
    double[] prices = new double[rows];
    int[] counts = new int[rows];
    String[] words = new String[rows];
    String[] notes = new String[rows];
    Arrays.setAll(ids, i -> i);
    Arrays.setAll(prices, i -> Math.round(random.nextDouble() * 10_000) / 100.0);
    Arrays.setAll(counts, i -> random.nextInt(1000));
    Arrays.setAll(words, i -> WORDS[random.nextInt(WORDS.length)]);
    Arrays.setAll(notes, i -> "n-" + random.nextInt(1_000_000_000));
    return DataFrame.of(
        Series.of("id", ids),
        Series.of("price", prices),
        Series.of("count", counts),
        Series.of("word", words),
        Series.of("note", notes));
  }
}
