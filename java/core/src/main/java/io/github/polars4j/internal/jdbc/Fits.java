package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import io.github.polars4j.TimeUnit;
import io.github.polars4j.internal.wire.TypeTag;

/** Which types hold every value of another. */
final class Fits {
  private Fits() {}

  static boolean all(DataType from, DataType to) {
    if (Requests.isNested(from) || Requests.isNested(to)) {
      return false; // JDBC has no common way
    } else if (from.equals(to) && !is128(from)) {
      return true;
    } else if (to instanceof DataType.String) {
      return Requests.isText(from);
    } else if (Requests.isInteger(from)) {
      return integer(from, to);
    } else if (from instanceof DataType.Float32) {
      return to instanceof DataType.Float64;
    } else if (from instanceof DataType.Decimal narrow && to instanceof DataType.Decimal wide) {
      return wide.scale() >= narrow.scale()
          && wide.precision() - wide.scale() >= narrow.precision() - narrow.scale();
    } else if (from instanceof DataType.Datetime one && to instanceof DataType.Datetime other) {
      return (one.zone() == null) == (other.zone() == null)
          && perSecond(one.unit()) <= perSecond(other.unit());
    }
    return from instanceof DataType.Null;
  }

  private static boolean integer(DataType from, DataType to) {
    int bits = bits(from);
    boolean signed = isSigned(from);
    if (Requests.isInteger(to)) {
      return isSigned(to)
          ? bits(to) > bits || signed && bits(to) == bits
          : !signed && bits(to) >= bits;
    } else if (to instanceof DataType.Decimal decimal) {
      int digits = bits == 8 ? 3 : bits == 16 ? 5 : bits == 32 ? 10 : bits == 64 ? 20 : 39;
      return decimal.precision() - decimal.scale() >= digits;
    }
    return to instanceof DataType.Float64 && bits <= 32;
  }

  private static boolean is128(DataType type) {
    return type instanceof DataType.Int128 || type instanceof DataType.UInt128;
  }

  private static int bits(DataType type) {
    return 8 * TypeTag.of(type).bytes();
  }

  private static boolean isSigned(DataType type) {
    return TypeTag.of(type).compareTo(TypeTag.INT128) <= 0;
  }

  private static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case MILLISECONDS -> 1_000L;
      case MICROSECONDS -> 1_000_000L;
      case NANOSECONDS -> 1_000_000_000L;
    };
  }
}
