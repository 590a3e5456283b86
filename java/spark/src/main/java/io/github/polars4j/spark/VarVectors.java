package io.github.polars4j.spark;

import io.github.polars4j.spark.ArrowBatch.ArrowColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Vectors of text and bytes. */
final class VarVectors {
  private VarVectors() {}

  /** Views: 16 bytes a value, with short ones in them and long ones in other buffers. */
  static class Views extends ArrowVector {
    private static final int INLINE = 12;

    private final long views;
    private final long buffers;

    Views(DataType type, ArrowColumn column, long shift) {
      super(type, column, shift);
      this.views = column.buffer(1) + 16 * offset;
      this.buffers = column.buffers(2);
    }

    @Override
    public UTF8String getUTF8String(int row) {
      long view = views + 16L * row;
      int length = Platform.getInt(null, view);
      return UTF8String.fromAddress(null, address(view, length), length);
    }

    @Override
    public byte[] getBinary(int row) {
      long view = views + 16L * row;
      byte[] bytes = new byte[Platform.getInt(null, view)];
      Platform.copyMemory(
          null, address(view, bytes.length), bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length);
      return bytes;
    }

    private long address(long view, int length) {
      if (length <= INLINE) {
        return view + 4;
      }
      long buffer = Platform.getLong(null, buffers + 8L * Platform.getInt(null, view + 8));
      return buffer + Platform.getInt(null, view + 12);
    }
  }

  /** Numbers of categories, and the text of each. */
  static final class Categories extends ArrowVector {
    private final ColumnVector categories;
    private final char format;
    private final long keys;

    Categories(
        DataType type, ArrowColumn column, long shift, char format, ColumnVector categories) {
      super(type, column, shift);
      this.format = format;
      this.categories = categories;
      this.keys = column.buffer(1);
    }

    @Override
    public UTF8String getUTF8String(int row) {
      long at = offset + row;
      return categories.getUTF8String(
          switch (format) {
            case 'C' -> Platform.getByte(null, keys + at) & 0xff;
            case 'S' -> Platform.getShort(null, keys + 2 * at) & 0xffff;
            default -> Platform.getInt(null, keys + 4 * at);
          });
    }
  }
}
