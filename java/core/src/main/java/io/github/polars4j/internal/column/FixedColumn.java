package io.github.polars4j.internal.column;

import io.github.polars4j.DataType;
import io.github.polars4j.internal.wire.TypeTag;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Booleans, numbers and temporal values. */
public final class FixedColumn extends ColumnBuilder {
  /** So many digits fit in 64 bits. */
  private static final int LONG_DIGITS = 18;

  private final TypeTag tag;
  private final FixedBlock block;
  private final Validity validity = new Validity();

  /** The whole numbers that fit; none where they are no integers. */
  private final long min;

  private final long max;

  FixedColumn(
      @Nullable ColumnBuilder parent, String path, DataType type, long expected, Intake intake) {
    super(parent, path, type, intake);
    this.tag = TypeTag.of(type);
    this.block = new FixedBlock(tag.bytes(), expected);
    boolean whole =
        switch (tag) {
          case FLOAT16, FLOAT32, FLOAT64, BOOLEAN, INT128, UINT128, DECIMAL -> false;
          default -> true;
        };
    this.min = whole ? PhysicalValue.min(tag) : 1;
    this.max = whole ? PhysicalValue.max(tag) : 0;
  }

  @Override
  public void addNull() {
    block.addZero();
    validity.setNull(rows++);
  }

  @Override
  public void addValue(Object value) {
    addValue(value, intake.rounding());
  }

  /** The same with a rounding of its own. */
  public void addValue(Object value, RoundingMode rounding) {
    try {
      switch (tag) {
        case INT128, UINT128 -> addWide(PhysicalValue.toInt128(type, value));
        case DECIMAL -> addDecimal(PhysicalValue.toDecimal((DataType.Decimal) type, value));
        default -> block.add(bits(tag, type, value, rounding));
      }
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
    rows++;
  }

  /**
   * Adds values of 64 bits or less as their bits.
   *
   * @param nulls which of them are null; null if none is
   */
  public void addBits(long[] bits, boolean @Nullable [] nulls, int count) {
    block.add(bits, count);
    for (int i = 0; nulls != null && i < count; i++) {
      if (nulls[i]) {
        validity.setNull(rows + i);
      }
    }
    rows += count;
  }

  /** Adds the first {@code count} elements of an array of the Java primitive that this keeps. */
  public void addAll(Object array, int count) {
    block.addAll(array, count);
    rows += count;
  }

  /** The lowest bits of what a column of at most 64 bits holds for a value. */
  public static long bits(TypeTag tag, DataType type, Object value, RoundingMode rounding) {
    return switch (tag) {
      case BOOLEAN -> PhysicalValue.toBoolean(type, value) ? 1 : 0;
      case FLOAT16, FLOAT32 -> Float.floatToRawIntBits(PhysicalValue.toFloat(type, value));
      case FLOAT64 -> Double.doubleToRawLongBits(PhysicalValue.toDouble(type, value));
      default -> PhysicalValue.toLong(tag, type, value, rounding);
    };
  }

  @Override
  public void addInteger(long value, String javaType) {
    if (value >= min && value <= max) {
      block.add(value);
      rows++;
      return;
    }
    switch (tag) {
      case FLOAT16, FLOAT32, FLOAT64 -> addWhole(value, javaType);
      case BOOLEAN -> throw misfit(javaType);
      case INT128, UINT128, DECIMAL -> {
        addValue(value);
        return;
      }
      default -> {
        try {
          block.add(PhysicalValue.physical(tag, type, value));
        } catch (IllegalArgumentException e) {
          throw refused(e);
        }
      }
    }
    rows++;
  }

  @Override
  public ColumnBuilder appendBoolean(boolean value) {
    if (tag != TypeTag.BOOLEAN) {
      throw misfit("boolean");
    }
    block.add(value ? 1 : 0);
    rows++;
    return this;
  }

  @Override
  public ColumnBuilder appendFloat(float value) {
    switch (tag) {
      case FLOAT16 -> {
        return append(value);
      }
      case FLOAT32 -> block.add(Float.floatToRawIntBits(value));
      case FLOAT64 -> block.add(Double.doubleToRawLongBits(value));
      default -> throw misfit("float");
    }
    rows++;
    return this;
  }

  @Override
  public ColumnBuilder appendDouble(double value) {
    if (tag != TypeTag.FLOAT64) {
      throw misfit("double");
    }
    block.add(Double.doubleToRawLongBits(value));
    rows++;
    return this;
  }

  @Override
  public long bytes() {
    return rows * tag.bytes();
  }

  @Override
  public void truncate(long count) {
    block.truncate(count);
    validity.truncate(count);
    rows = count;
  }

  @Override
  public long finish(String name) {
    long all = rows;
    rows = 0;
    return block.finish(name, type, validity.take(all));
  }

  /** A whole number among floating point ones, if none of that Java type is rounded. */
  private void addWhole(long value, String javaType) {
    if (tag == TypeTag.FLOAT64 && value == (int) value && !javaType.equals("long")) {
      block.add(Double.doubleToRawLongBits(value));
    } else if (tag == TypeTag.FLOAT32 && (javaType.equals("byte") || javaType.equals("short"))) {
      block.add(Float.floatToRawIntBits(value));
    } else {
      throw misfit(javaType);
    }
  }

  private void addDecimal(BigDecimal value) {
    if (value.precision() <= LONG_DIGITS) {
      // Without a BigInteger: it would cost more than all the rest.
      long unscaled = value.scaleByPowerOfTen(value.scale()).longValue();
      block.add(unscaled >> (Long.SIZE - 1), unscaled);
    } else {
      addWide(value.unscaledValue());
    }
  }

  private void addWide(BigInteger value) {
    long low = value.longValue();
    boolean small = value.bitLength() < Long.SIZE;
    block.add(small ? low >> (Long.SIZE - 1) : value.shiftRight(Long.SIZE).longValue(), low);
  }
}
