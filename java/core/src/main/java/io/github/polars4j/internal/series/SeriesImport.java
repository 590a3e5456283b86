package io.github.polars4j.internal.series;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Schema;
import io.github.polars4j.Series;
import io.github.polars4j.ShapeMismatchException;
import io.github.polars4j.internal.column.Bits;
import io.github.polars4j.internal.column.FixedBlock;
import io.github.polars4j.internal.column.PhysicalValue;
import io.github.polars4j.internal.column.VarBlock;
import io.github.polars4j.internal.jni.Handles;
import io.github.polars4j.internal.jni.NativeSeries;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.TypeTag;
import io.github.polars4j.internal.wire.WireWriter;
import java.lang.ref.Reference;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes series of whole buffers, and of other series. */
public final class SeriesImport {
  private SeriesImport() {}

  /** Of physical values. */
  public static Series buffer(
      String name, DataType type, ByteBuffer values, @Nullable BitSet validity) {
    TypeTag tag = TypeTag.of(type);
    int width = tag == TypeTag.FLOAT16 ? Short.BYTES : tag.bytes();
    if (width == 0 || tag == TypeTag.BOOLEAN) {
      throw new InvalidOperationException(
          "column \"" + name + "\": " + type + " has no values of a fixed number of bytes");
    }
    ByteBuffer rest = values.duplicate().order(values.order());
    if (width > 1 && rest.order() != ByteOrder.nativeOrder()) {
      throw new IllegalArgumentException(
          at(name) + "the buffer must have the byte order " + ByteOrder.nativeOrder());
    }
    if (rest.remaining() % width != 0) {
      throw new IllegalArgumentException(
          at(name) + rest.remaining() + " bytes are no whole number of values of " + width);
    }
    int rows = rest.remaining() / width;
    byte[] bits = Bits.of(validity, rows);
    check(name, type, rest, bits);
    if (rest.isDirect()) {
      long shared =
          NativeSeries.fromBuffer(name, WireWriter.of(type), rest, rest.position(), rows, bits);
      if (shared != 0) {
        return Handles.series(shared);
      }
    }
    FixedBlock block = new FixedBlock(width, rows);
    block.addAll(rest);
    return Handles.series(block.finish(name, type, bits));
  }

  /** Of strings or binary values. */
  public static Series var(
      String name, DataType type, ByteBuffer bytes, long[] offsets, @Nullable BitSet validity) {
    if (offsets.length == 0) {
      throw new IllegalArgumentException(at(name) + "there is one offset more than rows");
    }
    ByteBuffer all = bytes.slice();
    byte[] bits = Bits.of(validity, offsets.length - 1);
    VarBlock block = new VarBlock(offsets.length - 1);
    for (int row = 0; row < offsets.length - 1; row++) {
      long start = offsets[row];
      long end = offsets[row + 1];
      if (start < 0 || end < start || end > all.limit()) {
        throw new IllegalArgumentException(
            at(name, row) + "offsets " + start + " to " + end + " of " + all.limit() + " bytes");
      }
      if (Bits.isSet(bits, row)) {
        block.add(all, (int) start, (int) (end - start));
      } else {
        block.addNull();
      }
    }
    try {
      return Handles.series(block.finish(name, type));
    } catch (IllegalArgumentException e) {
      throw malformed(name, all, offsets, bits, e);
    }
  }

  /** Of lists of any length. */
  public static Series list(String name, Series inner, long[] offsets, @Nullable BitSet validity) {
    long length = inner.length();
    if (offsets.length == 0 || offsets[0] != 0 || offsets[offsets.length - 1] != length) {
      throw new IllegalArgumentException(
          at(name) + "offsets from 0 to " + length + " are wanted, one more than rows");
    }
    for (int row = 0; row < offsets.length - 1; row++) {
      if (offsets[row + 1] < offsets[row]) {
        throw new IllegalArgumentException(
            at(name, row) + "offsets " + offsets[row] + " to " + offsets[row + 1]);
      }
    }
    byte[] bits = Bits.of(validity, offsets.length - 1);
    try {
      return Handles.series(NativeSeries.fromList(name, Handles.key(inner), offsets, bits));
    } finally {
      Reference.reachabilityFence(inner);
    }
  }

  /** Of lists of one width. */
  public static Series array(String name, Series inner, int width, @Nullable BitSet validity) {
    Checks.atLeast("array width", width, 1);
    if (inner.length() % width != 0) {
      throw new IllegalArgumentException(
          at(name) + inner.length() + " values are no whole number of lists of " + width);
    }
    long rows = inner.length() / width;
    byte[] bits = validity == null ? null : Bits.of(validity, Math.toIntExact(rows));
    try {
      return Handles.series(NativeSeries.fromArray(name, Handles.key(inner), width, rows, bits));
    } finally {
      Reference.reachabilityFence(inner);
    }
  }

  /** Of structs. */
  public static Series struct(String name, List<Series> fields, @Nullable BitSet validity) {
    List<Series> held = List.copyOf(fields);
    new Schema(held.stream().map(field -> new Field(field.name(), field.dataType())).toList());
    long rows = held.isEmpty() ? 0 : held.get(0).length();
    for (Series field : held) {
      if (field.length() != rows) {
        throw new ShapeMismatchException(
            at(name)
                + ("field \"" + field.name() + "\" has " + field.length() + " rows, ")
                + ("\"" + held.get(0).name() + "\" has " + rows));
      }
    }
    byte[] bits = validity == null ? null : Bits.of(validity, Math.toIntExact(rows));
    try {
      long[] keys = held.stream().mapToLong(Handles::key).toArray();
      return Handles.series(NativeSeries.fromStruct(name, keys, rows, bits));
    } finally {
      Reference.reachabilityFence(held);
    }
  }

  public static long[] widen(int[] offsets) {
    long[] wide = new long[offsets.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = offsets[i];
    }
    return wide;
  }

  /** Refuses times that are in no day. */
  public static void checkTimes(
      String name, DataType type, long[] values, @Nullable BitSet validity) {
    if (Objects.requireNonNull(type, "type") instanceof DataType.Time) {
      for (int row = 0; row < values.length; row++) {
        if (validity == null || validity.get(row)) {
          checkTime(name, row, values[row]);
        }
      }
    }
  }

  /** Refuses what Float16 would make infinite, or zero. */
  public static void checkHalves(
      String name, DataType type, float[] values, @Nullable BitSet validity) {
    if (!(Objects.requireNonNull(type, "type") instanceof DataType.Float16)) {
      return;
    }
    for (int row = 0; row < values.length; row++) {
      if (validity == null || validity.get(row)) {
        try {
          PhysicalValue.half(values[row]);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(at(name, row) + e.getMessage(), e);
        }
      }
    }
  }

  private static void checkTime(String name, int row, long nanos) {
    if (nanos < 0 || nanos > LocalTime.MAX.toNanoOfDay()) {
      throw new IllegalArgumentException(
          at(name, row) + nanos + " is out of range for Time: 0 to " + LocalTime.MAX.toNanoOfDay());
    }
  }

  private static void check(String name, DataType type, ByteBuffer in, byte @Nullable [] bits) {
    int start = in.position();
    if (type instanceof DataType.Time) {
      for (int row = 0; row < in.remaining() / Long.BYTES; row++) {
        if (Bits.isSet(bits, row)) {
          checkTime(name, row, in.getLong(start + row * Long.BYTES));
        }
      }
    } else if (type instanceof DataType.Decimal decimal) {
      BigInteger bound = BigInteger.TEN.pow(decimal.precision());
      boolean little = in.order() == ByteOrder.LITTLE_ENDIAN;
      for (int row = 0; row < in.remaining() / 16; row++) {
        long low = in.getLong(start + row * 16 + (little ? 0 : 8));
        long high = in.getLong(start + row * 16 + (little ? 8 : 0));
        BigInteger value = SeriesValues.wide(high, low, true);
        if (Bits.isSet(bits, row) && value.abs().compareTo(bound) >= 0) {
          throw new IllegalArgumentException(
              at(name, row) + "the digits " + value + " are more than " + type + " keeps");
        }
      }
    }
  }

  /** What was wrong: the first row that is no UTF-8, if that was it. */
  private static RuntimeException malformed(
      String name,
      ByteBuffer bytes,
      long[] offsets,
      byte @Nullable [] bits,
      IllegalArgumentException e) {
    for (int row = 0; row < offsets.length - 1; row++) {
      int start = (int) offsets[row];
      try {
        if (Bits.isSet(bits, row)) {
          ByteBuffer value = bytes.slice(start, (int) offsets[row + 1] - start);
          StandardCharsets.UTF_8.newDecoder().decode(value);
        }
      } catch (CharacterCodingException malformed) {
        return new IllegalArgumentException(at(name, row) + "not UTF-8", malformed);
      }
    }
    return e;
  }

  private static String at(String name) {
    return "column \"" + name + "\": ";
  }

  private static String at(String name, int row) {
    return "column \"" + name + "\", row " + row + ": ";
  }
}
