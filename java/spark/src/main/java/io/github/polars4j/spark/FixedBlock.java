package io.github.polars4j.spark;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.Decimal;
import org.jspecify.annotations.Nullable;

/** Values that all take the same number of bytes, as the file has them. */
final class FixedBlock extends Block {
  /** Puts one value at a place of a buffer. */
  interface Put {
    void put(ByteBuffer values, int at, SpecializedGetters from, int ordinal);
  }

  private final DataType type;
  private final int width;
  private final Put put;
  private ByteBuffer values = allocate(0);

  FixedBlock(DataType type, int width, Put put) {
    this.type = type;
    this.width = width;
    this.put = put;
  }

  /** Decimals, whose unscaled numbers take 16 bytes. */
  static FixedBlock decimals(DataType.Decimal type) {
    int precision = type.precision();
    int scale = type.scale();
    return new FixedBlock(
        type,
        16,
        (values, at, from, ordinal) -> {
          Decimal decimal = from.getDecimal(ordinal, precision, scale);
          long low;
          long high;
          if (precision <= Decimal.MAX_LONG_DIGITS()) {
            low = decimal.toUnscaledLong();
            high = low >> 63;
          } else {
            BigInteger unscaled = decimal.toJavaBigDecimal().unscaledValue();
            low = unscaled.longValue();
            high = unscaled.shiftRight(64).longValueExact();
          }
          boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
          values.putLong(at, little ? low : high).putLong(at + 8, little ? high : low);
        });
  }

  @Override
  void addValue(SpecializedGetters from, int ordinal) {
    int at = reserve(); // which may replace the buffer
    put.put(values, at, from, ordinal);
  }

  @Override
  void addMissing() {
    int at = reserve();
    for (int i = 0; i < width; i++) {
      values.put(at + i, (byte) 0);
    }
  }

  @Override
  Series series(String name, @Nullable BitSet validity) {
    return Series.ofBuffer(
        name, type, values.slice(0, rows * width).order(ByteOrder.nativeOrder()), validity);
  }

  @Override
  void clear() {
    // What is there is written over.
  }

  @Override
  long bytes() {
    return (long) rows * width;
  }

  private int reserve() {
    long end = (rows + 1L) * width;
    if (end > values.capacity()) {
      ByteBuffer larger = allocate(grown(values.capacity(), end));
      larger.put(0, values, 0, rows * width);
      values = larger;
    }
    return rows * width;
  }

  /** Memory of Java's heap, so that the series copies it and it can be used again. */
  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
  }
}
