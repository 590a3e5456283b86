package io.github.polars4j.internal.record;

import io.github.polars4j.internal.column.ColumnBuilder;
import java.util.List;

/**
 * Takes records apart: many at a time, column by column, where nobody can change what is in them
 * meanwhile.
 *
 * @param <R> the class
 */
public final class RecordAppender<R extends Record> implements RowAppender<R> {
  private static final int CHUNK = 256;

  private final RecordCodec codec;
  private final Object[] chunk;
  private final Object[] arrays;
  private int count;

  public RecordAppender(RecordCodec codec) {
    this.codec = codec;
    boolean fixed =
        codec.shape().components().stream()
            .map(component -> component.source().getType())
            .allMatch(JavaTypes::immutable);
    this.chunk = new Object[fixed ? CHUNK : 1];
    this.arrays = codec.shape().arrays(chunk.length);
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
    codec.appendRows(chunk, passed, arrays, columns.toArray(ColumnBuilder[]::new));
    return passed;
  }
}
