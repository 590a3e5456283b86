package io.github.polars4j.internal.record;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import io.github.polars4j.internal.column.Bits;
import io.github.polars4j.internal.column.ColumnBuilder;
import io.github.polars4j.internal.wire.Shown;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Values that are something simpler in the column, such as an {@code Optional} or an enum.
 *
 * @param inner for what is in the column
 * @param lowered what a value, not null, is there
 * @param raised back again, also for null
 * @param place what is read, for messages
 */
public record MappedCodec(
    Codec inner,
    UnaryOperator<@Nullable Object> lowered,
    UnaryOperator<@Nullable Object> raised,
    String place)
    implements Codec {
  private static final int MESSAGE = 500;

  @Override
  public DataType type() {
    return inner.type();
  }

  @Override
  public void append(@Nullable Object value, ColumnBuilder to) {
    inner.append(value == null ? null : lowered.apply(value), to);
  }

  @Override
  public Object read(Series column, long offset, int count, byte @Nullable [] wanted) {
    @Nullable Object[] values = (Object[]) inner.read(column, offset, count, wanted);
    for (int i = 0; i < count; i++) {
      if (!Bits.isSet(wanted, i)) {
        continue;
      }
      try {
        values[i] = raised.apply(values[i]);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            place + ", row " + (offset + i) + ": " + Shown.cut(e.getMessage(), MESSAGE), e);
      }
    }
    return values;
  }
}
