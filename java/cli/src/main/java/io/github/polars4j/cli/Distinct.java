package io.github.polars4j.cli;

import io.github.polars4j.ConcatHow;
import io.github.polars4j.DataFrame;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Series;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts the different values of a column, which comes in parts, and holds them meanwhile. */
final class Distinct implements AutoCloseable {
  private static final long MOST_BYTES = 64 << 20;

  /** Fewer new rows than this are put together before values are looked for again. */
  private static final long FEW = 100_000;

  /** Values of each part by itself, the first ones of all that were put together so far. */
  private final List<DataFrame> parts = new ArrayList<>();

  private final long mostBytes;
  private long together;
  private long since;
  private boolean over;
  private boolean unknown;

  Distinct() {
    this(MOST_BYTES);
  }

  Distinct(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  void add(Series values) {
    if (over || unknown || values.length() == 0) {
      return;
    }
    try (DataFrame all = values.toFrame()) {
      DataFrame different = all.unique();
      parts.add(different);
      since += different.height();
      if (since >= Math.max(together, FEW)) {
        merge();
      }
    } catch (InvalidOperationException e) {
      unknown = true; // polars cannot tell the values of this type apart
      close();
    }
  }

  private void merge() {
    if (parts.isEmpty()) {
      return;
    }
    DataFrame different;
    try (DataFrame all = DataFrame.concat(parts, ConcatHow.VERTICAL)) {
      different = all.unique();
    }
    close();
    together = different.height();
    since = 0;
    if (different.estimatedSize() > mostBytes) {
      over = true;
      different.close();
    } else {
      parts.add(different);
    }
  }

  /** How many there are besides null, "&gt;" before it if there are more; null if unknown. */
  @Nullable String shown(boolean hasNull) {
    if (!over && !unknown && since > 0) {
      merge();
    }
    long count = together - (hasNull ? 1 : 0);
    return unknown ? null : (over ? ">" : "") + Text.count(count);
  }

  @Override
  public void close() {
    parts.forEach(DataFrame::close);
    parts.clear();
  }
}
