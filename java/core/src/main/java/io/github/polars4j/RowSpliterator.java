package io.github.polars4j;

import java.util.Arrays;
import java.util.List;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The rows of a frame, fetched column by column, some thousand rows at a time. */
final class RowSpliterator extends AbstractSpliterator<Row> {
  private static final int FETCH = 4096;

  private final DataFrame frame;
  private final long height;
  private long next;
  private List<Row> fetched = List.of();
  private int position;

  RowSpliterator(DataFrame frame) {
    super(frame.height(), ORDERED | SIZED | NONNULL | IMMUTABLE);
    this.frame = frame;
    this.height = frame.height();
  }

  @Override
  public boolean tryAdvance(Consumer<? super Row> action) {
    if (position == fetched.size()) {
      if (next == height) {
        return false;
      }
      fetched = fetch(frame, next, (int) Math.min(FETCH, height - next));
      position = 0;
      next += fetched.size();
    }
    action.accept(fetched.get(position++));
    return true;
  }

  /** The rows from {@code offset} on. */
  static List<Row> fetch(DataFrame frame, long offset, int count) {
    Schema schema = frame.schema();
    Object[][] rows = new Object[count][schema.size()];
    for (int c = 0; c < schema.size(); c++) {
      try (Series column = frame.column(c)) {
        Object[] values = SeriesValues.read(column, offset, count);
        for (int r = 0; r < count; r++) {
          rows[r][c] = values[r];
        }
      }
    }
    return Stream.of(rows).map(values -> new Row(schema, Arrays.asList(values))).toList();
  }
}
