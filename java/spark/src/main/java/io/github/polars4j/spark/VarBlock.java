package io.github.polars4j.spark;

import io.github.polars4j.Series;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Text or bytes. */
final class VarBlock extends RangeBlock {
  private final boolean text;
  private byte[] values = new byte[0];

  VarBlock(boolean text) {
    this.text = text;
  }

  @Override
  void addValue(SpecializedGetters from, int ordinal) {
    if (text) {
      UTF8String value = from.getUTF8String(ordinal);
      int at = reserve(value.numBytes());
      value.writeToMemory(values, Platform.BYTE_ARRAY_OFFSET + at);
      ended(at + value.numBytes());
    } else {
      put(from.getBinary(ordinal));
    }
  }

  /** Adds bytes that Spark has within something else. */
  void addBytes(byte[] value) {
    put(value);
    rows++;
  }

  private void put(byte[] value) {
    int at = reserve(value.length);
    System.arraycopy(value, 0, values, at, value.length);
    ended(at + value.length);
  }

  @Override
  Series series(String name, @Nullable BitSet validity) {
    ByteBuffer used = ByteBuffer.wrap(values, 0, (int) end());
    return text
        ? Series.ofUtf8(name, used, offsets(), validity)
        : Series.ofBinary(name, used, offsets(), validity);
  }

  @Override
  void clear() {
    if (values.length > IpcOutput.BLOCK_BYTES) {
      values = new byte[0]; // a giant one goes when it has passed
    }
  }

  @Override
  long bytes() {
    return end() + 16L * rows;
  }

  /** Makes room for so many bytes more; returns where. */
  private int reserve(int length) {
    int at = (int) end();
    long end = (long) at + length;
    if (end > values.length) {
      values = Arrays.copyOf(values, grown(values.length, end));
    }
    return at;
  }
}
