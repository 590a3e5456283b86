package io.github.polars4j.internal.series;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Series;
import io.github.polars4j.TimeUnit;
import io.github.polars4j.internal.column.Bits;
import io.github.polars4j.internal.jni.Handles;
import io.github.polars4j.internal.jni.NativeSeries;
import io.github.polars4j.internal.time.Epoch;
import io.github.polars4j.internal.time.Zones;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.TypeTag;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads values of any type out of a series, as whole buffers that are then taken apart. */
public final class SeriesValues {
  private static final int MAX_LENGTHS = 1 << 16;

  private final Series series;
  private final long key;
  private final long offset;
  private final int count;
  private final @Nullable Object[] out;

  private SeriesValues(Series series, long offset, int count) {
    this.series = series;
    this.key = Handles.key(series);
    this.offset = offset;
    this.count = count;
    this.out = new Object[count];
  }

  /** The values in the {@code count} rows from {@code offset} on, which exist. */
  public static @Nullable Object[] read(Series series, long offset, int count) {
    if (count == 0) {
      return new Object[0];
    }
    // the rows of a window first: taking nested columns apart copies all of what has several chunks
    boolean nested =
        switch (TypeTag.of(series.dataType())) {
          case LIST, ARRAY, STRUCT -> true;
          default -> false;
        };
    if (nested && count < series.length()) {
      try (Series window = series.slice(offset, count)) {
        return read(window, 0, count);
      }
    }
    SeriesValues values = new SeriesValues(series, offset, count);
    values.read();
    return values.out;
  }

  /** Fills {@code out} with strings or binary values, as {@code decoder} makes them. */
  public static <T> void readVar(
      Series series, long offset, @Nullable T[] out, Decoder<T> decoder) {
    int[] lengths = new int[0];
    int row = 0;
    while (row < out.length) {
      int wanted = Math.min(out.length - row, MAX_LENGTHS);
      lengths = lengths.length == wanted ? lengths : new int[wanted];
      byte[] bytes = NativeSeries.exportVar(Handles.key(series), offset + row, lengths);
      int at = 0;
      for (int i = 0; i < wanted && lengths[i] >= -1; i++, row++) {
        if (lengths[i] >= 0) {
          out[row] = decoder.decode(bytes, at, lengths[i]);
          at += lengths[i];
        }
      }
    }
  }

  /** UTF-8. */
  public static String decode(byte[] bytes, int at, int length) {
    return new String(bytes, at, length, StandardCharsets.UTF_8);
  }

  private void read() {
    DataType type = series.dataType();
    switch (TypeTag.of(type)) {
      case BOOLEAN -> {
        boolean[] v = new boolean[count];
        NativeSeries.exportBooleans(key, offset, v);
        fill(i -> v[i]);
      }
      case INT8 -> {
        byte[] v = bytes();
        fill(i -> v[i]);
      }
      case UINT8 -> {
        byte[] v = bytes();
        fill(i -> (short) (v[i] & 0xff));
      }
      case INT16 -> {
        short[] v = shorts();
        fill(i -> v[i]);
      }
      case UINT16 -> {
        short[] v = shorts();
        fill(i -> v[i] & 0xffff);
      }
      case INT32 -> {
        int[] v = ints();
        fill(i -> v[i]);
      }
      case UINT32 -> {
        int[] v = ints();
        fill(i -> v[i] & 0xffff_ffffL);
      }
      case INT64 -> {
        long[] v = longs();
        fill(i -> v[i]);
      }
      case UINT64 -> {
        long[] v = longs();
        fill(i -> wide(0, v[i], false));
      }
      case INT128 -> {
        long[] v = int128s();
        fill(i -> wide(v[2 * i + 1], v[2 * i], true));
      }
      case UINT128 -> {
        long[] v = int128s();
        fill(i -> wide(v[2 * i + 1], v[2 * i], false));
      }
      case DECIMAL -> {
        int scale = ((DataType.Decimal) type).scale();
        long[] v = int128s();
        fill(i -> new BigDecimal(wide(v[2 * i + 1], v[2 * i], true), scale));
      }
      case FLOAT16, FLOAT32 -> {
        float[] v = new float[count];
        NativeSeries.exportFloats(key, offset, v);
        fill(i -> v[i]);
      }
      case FLOAT64 -> {
        double[] v = new double[count];
        NativeSeries.exportDoubles(key, offset, v);
        fill(i -> v[i]);
      }
      case DATE -> {
        int[] v = ints();
        fill(i -> LocalDate.ofEpochDay(v[i]));
      }
      case TIME -> {
        long[] v = longs();
        fill(i -> LocalTime.ofNanoOfDay(v[i]));
      }
      case DATETIME -> dateTimes((DataType.Datetime) type);
      case DURATION -> {
        TimeUnit unit = ((DataType.Duration) type).unit();
        long[] v = longs();
        fill(i -> Epoch.duration(v[i], unit));
      }
      case STRING, CATEGORICAL, ENUM -> readVar(series, offset, out, SeriesValues::decode);
      case BINARY ->
          readVar(series, offset, out, (b, at, length) -> Arrays.copyOfRange(b, at, at + length));
      case LIST -> lists();
      case ARRAY -> arrays(((DataType.Array) type).width());
      case STRUCT -> structs(((DataType.Struct) type).fields());
      case NULL -> {}
    }
  }

  private void fill(IntFunction<?> value) {
    byte[] valid = NativeSeries.exportValidity(key, offset, count);
    for (int i = 0; i < count; i++) {
      if (Bits.isSet(valid, i)) {
        out[i] = value.apply(i);
      }
    }
  }

  private byte[] bytes() {
    byte[] v = new byte[count];
    NativeSeries.exportBytes(key, offset, v);
    return v;
  }

  private short[] shorts() {
    short[] v = new short[count];
    NativeSeries.exportShorts(key, offset, v);
    return v;
  }

  private int[] ints() {
    int[] v = new int[count];
    NativeSeries.exportInts(key, offset, v);
    return v;
  }

  private long[] longs() {
    long[] v = new long[count];
    NativeSeries.exportLongs(key, offset, v);
    return v;
  }

  private long[] int128s() {
    long[] v = new long[Math.multiplyExact(2, count)];
    NativeSeries.exportInt128(key, offset, v);
    return v;
  }

  /** A number of 128 bits. */
  public static BigInteger wide(long high, long low, boolean signed) {
    if (high == 0 && low >= 0) {
      return BigInteger.valueOf(low);
    }
    byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    return signed ? new BigInteger(bytes) : new BigInteger(1, bytes);
  }

  private void dateTimes(DataType.Datetime type) {
    TimeUnit unit = type.unit();
    ZoneId zone = type.zone() == null ? null : ruled(type.zone());
    long[] v = longs();
    if (zone == null) {
      fill(i -> Epoch.dateTime(v[i], unit));
    } else {
      fill(i -> Epoch.dateTime(v[i], unit, zone));
    }
  }

  private ZoneId ruled(ZoneId zone) {
    try {
      return Zones.ruled(zone);
    } catch (InvalidOperationException e) {
      throw new InvalidOperationException(
          "column \""
              + series.name()
              + "\": "
              + e.getMessage()
              + ": run on a newer one, or read the numbers with toLongArray");
    }
  }

  private void lists() {
    long[] offsets = new long[count + 1];
    NativeSeries.exportOffsets(key, offset, offsets);
    long first = offsets[0];
    Object[] inner = child(first, offsets[count] - first);
    fill(i -> listOf(inner, (int) (offsets[i] - first), (int) (offsets[i + 1] - first)));
  }

  private void arrays(int width) {
    Object[] inner = child(offset * width, (long) count * width);
    fill(i -> listOf(inner, i * width, (i + 1) * width));
  }

  private @Nullable Object[] child(long from, long length) {
    if (length > Checks.MAX_ARRAY) {
      throw new InvalidOperationException(
          "column \""
              + series.name()
              + "\": the lists hold "
              + length
              + " values, more than a Java array can; take a slice");
    }
    try (Series inner = Handles.child(series, 0)) {
      return read(inner, from, (int) length);
    }
  }

  private static List<@Nullable Object> listOf(@Nullable Object[] inner, int from, int to) {
    return Collections.unmodifiableList(Arrays.asList(Arrays.copyOfRange(inner, from, to)));
  }

  private void structs(List<Field> fields) {
    Object[][] columns = new Object[fields.size()][];
    for (int f = 0; f < columns.length; f++) {
      try (Series field = Handles.child(series, f)) {
        columns[f] = read(field, offset, count);
      }
    }
    fill(
        row -> {
          Map<String, @Nullable Object> map = new LinkedHashMap<>();
          for (int f = 0; f < columns.length; f++) {
            map.put(fields.get(f).name(), columns[f][row]);
          }
          return Collections.unmodifiableMap(map);
        });
  }

  /** Makes a value of some bytes. */
  public interface Decoder<T> {
    T decode(byte[] bytes, int at, int length);
  }
}
