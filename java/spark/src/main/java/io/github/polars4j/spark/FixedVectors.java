package io.github.polars4j.spark;

import io.github.polars4j.spark.ArrowBatch.ArrowColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.TimeType;
import org.apache.spark.unsafe.Platform;

/** Vectors of values that all take the same number of bytes. */
final class FixedVectors {
  private FixedVectors() {}

  /** Where the values of a column are. */
  abstract static class Fixed extends ArrowVector {
    final long values;

    Fixed(DataType type, ArrowColumn column, long shift, int width) {
      super(type, column, shift);
      this.values = column.buffer(1) + offset * width;
    }
  }

  /** Bits. */
  static final class Booleans extends Fixed {
    Booleans(DataType type, ArrowColumn column, long shift) {
      super(type, column, shift, 0);
    }

    @Override
    public boolean getBoolean(int row) {
      return bit(values, offset + row);
    }
  }

  /** Whole numbers of one or two bytes, and unsigned ones of up to four. */
  static final class Small extends Fixed {
    private final char format;

    Small(DataType type, ArrowColumn column, long shift, char format, int width) {
      super(type, column, shift, width);
      this.format = format;
    }

    @Override
    public byte getByte(int row) {
      return (byte) getLong(row);
    }

    @Override
    public short getShort(int row) {
      return (short) getLong(row);
    }

    @Override
    public int getInt(int row) {
      return (int) getLong(row);
    }

    @Override
    public long getLong(int row) {
      return switch (format) {
        case 'c' -> Platform.getByte(null, values + row);
        case 'C' -> Platform.getByte(null, values + row) & 0xffL;
        case 's' -> Platform.getShort(null, values + 2L * row);
        case 'S' -> Platform.getShort(null, values + 2L * row) & 0xffffL;
        default -> Platform.getInt(null, values + 4L * row) & 0xffff_ffffL;
      };
    }
  }

  /** Whole numbers and days. */
  static final class Ints extends Fixed {
    Ints(DataType type, ArrowColumn column, long shift) {
      super(type, column, shift, 4);
    }

    @Override
    public int getInt(int row) {
      return Platform.getInt(null, values + 4L * row);
    }

    @Override
    public long getLong(int row) {
      return getInt(row);
    }
  }

  /** Whole numbers, and times that count what Spark does. */
  static final class Longs extends Fixed {
    Longs(DataType type, ArrowColumn column, long shift) {
      super(type, column, shift, 8);
    }

    @Override
    public long getLong(int row) {
      return Platform.getLong(null, values + 8L * row);
    }
  }

  /** Times in another unit than Spark's; one that does not fit is refused. */
  static final class Scaled extends Fixed {
    private final long factor;
    private final long divisor;
    private final String where;

    /** A value is multiplied and must be a multiple of the divisor, by which it is divided. */
    Scaled(DataType type, ArrowColumn column, long shift, long factor, long divisor, String where) {
      super(type, column, shift, 8);
      this.factor = factor;
      this.divisor = divisor;
      this.where = where;
    }

    @Override
    public long getLong(int row) {
      long value = Platform.getLong(null, values + 8L * row);
      if (value % divisor != 0) {
        throw unfit(row, value);
      }
      try {
        return Math.multiplyExact(value / divisor, factor);
      } catch (ArithmeticException e) {
        throw unfit(row, value);
      }
    }

    private ArithmeticException unfit(int row, long value) {
      return new ArithmeticException(
          where
              + ", row "
              + row
              + " of its record batch: "
              + value
              + " does not fit "
              + dataType().catalogString()
              + ", which is coarser or has a smaller range; leave the column out by a schema");
    }
  }

  /** Times of day that must have no more digits than Spark's type; they count the same. */
  static final class Times extends Fixed {
    private final long step;
    private final String where;

    Times(DataType type, ArrowColumn column, long shift, long step, String where) {
      super(type, column, shift, 8);
      this.step = step;
      this.where = where;
    }

    @Override
    public long getLong(int row) {
      long value = Platform.getLong(null, values + 8L * row);
      if (value % step != 0) {
        throw new ArithmeticException(
            where
                + ", row "
                + row
                + " of its record batch: "
                + value
                + " ns have more digits than "
                + dataType().catalogString()
                + "; this Spark has time("
                + TimeType.MAX_PRECISION()
                + ")");
      }
      return value;
    }
  }

  /** Single precision. */
  static final class Floats extends Fixed {
    Floats(DataType type, ArrowColumn column, long shift) {
      super(type, column, shift, 4);
    }

    @Override
    public float getFloat(int row) {
      return Platform.getFloat(null, values + 4L * row);
    }

    @Override
    public double getDouble(int row) {
      return getFloat(row);
    }
  }

  /** Double precision. */
  static final class Doubles extends Fixed {
    Doubles(DataType type, ArrowColumn column, long shift) {
      super(type, column, shift, 8);
    }

    @Override
    public double getDouble(int row) {
      return Platform.getDouble(null, values + 8L * row);
    }
  }

  /** Decimals of 16 bytes. */
  static final class Decimals extends Fixed {
    Decimals(DataType type, ArrowColumn column, long shift) {
      super(type, column, shift, 16);
    }

    @Override
    public Decimal getDecimal(int row, int precision, int scale) {
      long low = Platform.getLong(null, values + 16L * row);
      if (precision <= Decimal.MAX_LONG_DIGITS()) {
        return Decimal.createUnsafe(low, precision, scale);
      }
      long high = Platform.getLong(null, values + 16L * row + 8);
      BigInteger unscaled =
          high == low >> 63
              ? BigInteger.valueOf(low)
              : BigInteger.valueOf(high).shiftLeft(64).add(unsigned(low));
      return Decimal.apply(new BigDecimal(unscaled, scale), precision, scale);
    }
  }

  /** Unsigned numbers of 64 bits, which Spark has as decimals. */
  static final class Unsigned extends Fixed {
    Unsigned(DataType type, ArrowColumn column, long shift) {
      super(type, column, shift, 8);
    }

    @Override
    public Decimal getDecimal(int row, int precision, int scale) {
      BigInteger value = unsigned(Platform.getLong(null, values + 8L * row));
      return Decimal.apply(new BigDecimal(value), precision, scale);
    }
  }

  private static BigInteger unsigned(long bits) {
    BigInteger low = BigInteger.valueOf(bits & Long.MAX_VALUE);
    return bits < 0 ? low.setBit(63) : low;
  }
}
