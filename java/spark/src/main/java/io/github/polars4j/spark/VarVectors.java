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

  /** Values one after the other: of a fixed width, or with offsets that say where each begins. */
  static final class Runs extends ArrowVector {
    private final int width;
    private final int step;
    private final long offsets;
    private final long values;

    /** Those of Arrow's {@code format}, of which there are {@code u, U, z, Z} and {@code w:N}. */
    Runs(DataType type, ArrowColumn column, long shift, String format) {
      super(type, column, shift);
      boolean fixed = format.startsWith("w:");
      this.width = fixed ? Integer.parseInt(format.substring(2)) : 0;
      this.step = fixed ? 0 : Character.isUpperCase(format.charAt(0)) ? Long.BYTES : Integer.BYTES;
      this.offsets = column.buffer(1) + step * offset;
      this.values = fixed ? column.buffer(1) + width * offset : column.buffer(2);
    }

    @Override
    public UTF8String getUTF8String(int row) {
      long begin = begin(row);
      return UTF8String.fromAddress(null, values + begin, (int) (begin(row + 1) - begin));
    }

    @Override
    public byte[] getBinary(int row) {
      long begin = begin(row);
      byte[] bytes = new byte[(int) (begin(row + 1) - begin)];
      Platform.copyMemory(null, values + begin, bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length);
      return bytes;
    }

    private long begin(int row) {
      return switch (step) {
        case 0 -> (long) width * row;
        case Integer.BYTES -> Platform.getInt(null, offsets + (long) Integer.BYTES * row);
        default -> Platform.getLong(null, offsets + (long) Long.BYTES * row);
      };
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
