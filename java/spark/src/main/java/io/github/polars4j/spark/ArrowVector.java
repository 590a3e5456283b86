package io.github.polars4j.spark;

import io.github.polars4j.spark.ArrowBatch.ArrowColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Values in a buffer of Arrow's, read where they lie; the {@link ArrowBatch} owns them. */
abstract class ArrowVector extends ColumnVector {
  /** The place of the first row in all buffers. */
  final long offset;

  private final long validity;
  private final long length;
  private final long nulls;

  /** {@code shift} is how many rows of an outer struct come before. */
  ArrowVector(DataType type, ArrowColumn column, long shift) {
    super(type);
    this.offset = column.offset() + shift;
    this.length = column.length();
    this.nulls = column.nulls();
    this.validity = nulls == 0 ? 0 : column.buffer(0);
  }

  /** One without nulls, whose values are in no buffer. */
  ArrowVector(DataType type) {
    super(type);
    this.offset = 0;
    this.length = 0;
    this.nulls = 0;
    this.validity = 0;
  }

  static boolean bit(long bits, long index) {
    return (Platform.getByte(null, bits + (index >> 3)) >> (index & 7) & 1) != 0;
  }

  @Override
  public final void close() {
    // The batch does it.
  }

  @Override
  public final boolean hasNull() {
    return validity != 0;
  }

  @Override
  public final int numNulls() {
    if (validity == 0) {
      return 0;
    }
    if (nulls > 0) {
      return (int) nulls;
    }
    int count = 0;
    for (int row = 0; row < length; row++) {
      count += isNullAt(row) ? 1 : 0;
    }
    return count;
  }

  @Override
  public final boolean isNullAt(int row) {
    return validity != 0 && !bit(validity, offset + row);
  }

  @Override
  public boolean getBoolean(int row) {
    throw unsuited("boolean");
  }

  @Override
  public byte getByte(int row) {
    throw unsuited("byte");
  }

  @Override
  public short getShort(int row) {
    throw unsuited("short");
  }

  @Override
  public int getInt(int row) {
    throw unsuited("int");
  }

  @Override
  public long getLong(int row) {
    throw unsuited("long");
  }

  @Override
  public float getFloat(int row) {
    throw unsuited("float");
  }

  @Override
  public double getDouble(int row) {
    throw unsuited("double");
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    throw unsuited("decimal");
  }

  @Override
  public UTF8String getUTF8String(int row) {
    throw unsuited("string");
  }

  @Override
  public byte[] getBinary(int row) {
    throw unsuited("binary");
  }

  @Override
  public ColumnarArray getArray(int row) {
    throw unsuited("array");
  }

  @Override
  public ColumnarMap getMap(int row) {
    throw unsuited("map");
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    throw unsuited("struct");
  }

  private UnsupportedOperationException unsuited(String wanted) {
    return new UnsupportedOperationException(
        dataType().catalogString() + " was asked for a " + wanted);
  }
}
