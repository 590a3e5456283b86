package io.github.polars4j.internal.record;

import io.github.polars4j.DataFrame;
import java.util.List;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Rows of a frame in some form, fetched some thousand at a time while they are consumed. */
public final class FetchSpliterator<T> extends AbstractSpliterator<T> {
  private static final int FETCH = 4096;

  private final DataFrame frame;
  private final Fetch<T> fetch;
  private final long height;
  private long next;
  private List<T> fetched = List.of();
  private int position;

  private FetchSpliterator(DataFrame frame, Fetch<T> fetch) {
    super(frame.height(), ORDERED | SIZED | NONNULL | IMMUTABLE);
    this.frame = frame;
    this.fetch = fetch;
    this.height = frame.height();
  }

  public static <T> Stream<T> stream(DataFrame frame, Fetch<T> fetch) {
    return StreamSupport.stream(new FetchSpliterator<>(frame, fetch), false);
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    if (position == fetched.size()) {
      if (next == height) {
        return false;
      }
      fetched = fetch.rows(frame, next, (int) Math.min(FETCH, height - next));
      position = 0;
      next += fetched.size();
    }
    action.accept(fetched.get(position++));
    return true;
  }

  /** Gets rows that exist. */
  public interface Fetch<T> {
    List<T> rows(DataFrame frame, long offset, int count);
  }
}
