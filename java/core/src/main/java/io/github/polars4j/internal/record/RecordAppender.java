package io.github.polars4j.internal.record;

import io.github.polars4j.internal.column.ColumnBuilder;
import java.util.Arrays;
import java.util.List;

/**
 * Takes records apart: many at a time, column by column, where nobody can change what is in them
 * meanwhile.
 *
 * @param <R> the class
 */
public final class RecordAppender<R extends Record> implements RowAppender<R> {
  /** What a loop over one column after the other keeps in the processor's caches. */
  private static final int FEW = 256;

  /** What is worth waking another thread. */
  private static final int MANY = 4096;

  /** How many bytes of rows are held, where they are more than a few. */
  private static final long BYTES = 1 << 20;

  private final RecordCodec codec;
  private final boolean shared;
  private Object[] chunk;
  private Object[] arrays;
  private int count;

  /** Appends what is in a record before {@link #hold} returns, if that may change later. */
  public RecordAppender(RecordCodec codec) {
    this(codec, codec.shape().isImmutable() ? FEW : 1);
  }

  private RecordAppender(RecordCodec codec, int rows) {
    this.codec = codec;
    this.shared = codec.shape().isImmutable();
    this.chunk = new Object[rows];
    this.arrays = codec.shape().arrays(rows);
  }

  /** For records in which nothing changes until all are appended. */
  static RecordAppender<Record> ofUnchanging(RecordCodec codec) {
    return new RecordAppender<>(codec, FEW);
  }

  @Override
  public boolean hold(R row) {
    chunk[count++] = row;
    return count == chunk.length;
  }

  @Override
  public int pass(List<ColumnBuilder> columns) {
    int passed = count;
    count = 0;
    codec.appendRows(chunk, passed, arrays, columns.toArray(ColumnBuilder[]::new), shared);
    if (shared && passed == chunk.length && passed < MANY) {
      grow(columns);
    }
    return passed;
  }

  private void grow(List<ColumnBuilder> columns) {
    long rows = columns.stream().mapToLong(column -> column.rows).max().orElse(0);
    long bytes = columns.stream().mapToLong(ColumnBuilder::bytes).sum();
    int fitting = (int) Math.min(MANY, BYTES / Math.max(1, bytes / Math.max(1, rows)));
    if (fitting > chunk.length) {
      chunk = Arrays.copyOf(chunk, fitting);
      arrays = codec.shape().arrays(fitting);
    }
  }
}
