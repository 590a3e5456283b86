package io.github.polars4j;

import io.github.polars4j.internal.column.Bits;
import io.github.polars4j.internal.column.ColumnBuilder;
import io.github.polars4j.internal.column.Intake;
import io.github.polars4j.internal.jni.Handle;
import io.github.polars4j.internal.jni.Handles;
import io.github.polars4j.internal.jni.NativeSeries;
import io.github.polars4j.internal.load.NativeLoader;
import io.github.polars4j.internal.record.Intakes;
import io.github.polars4j.internal.record.TypeInference;
import io.github.polars4j.internal.series.SeriesChecks;
import io.github.polars4j.internal.series.SeriesExport;
import io.github.polars4j.internal.series.SeriesImport;
import io.github.polars4j.internal.series.SeriesValues;
import io.github.polars4j.internal.series.Slices;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.TypeTag;
import io.github.polars4j.internal.wire.Utf8;
import io.github.polars4j.internal.wire.WireReader;
import io.github.polars4j.internal.wire.WireWriter;
import java.lang.ref.Reference;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A named column of one type, off-heap: a handle on a polars {@code Series}.
 *
 * <p>A series is immutable and may be shared between threads. Operations give a new series, which
 * shares the values and is closed by whoever asked for it. Closing one during a call of another
 * thread is safe. After {@link #close} every method throws {@link IllegalStateException}.
 *
 * <p>Rows count from 0; one that does not exist is an {@link IndexOutOfBoundsException}. A method
 * that does not suit the type throws {@link InvalidOperationException}. The {@code to...Array}
 * methods and {@link #toList} move the whole column at once; the getters are for single values.
 */
public final class Series implements AutoCloseable {
  static {
    Handles.registerSeries(Series::new, Series::handle);
  }

  private final Handle handle;
  private final Field field;
  private final long length;

  /** Takes over a native series. */
  Series(long key) {
    this.handle = new Handle("this Series", key);
    try {
      this.field =
          new Field(NativeSeries.nameOf(key), new WireReader(NativeSeries.dtypeOf(key)).dataType());
      this.length = NativeSeries.lengthOf(key);
    } catch (Throwable e) {
      handle.close();
      throw e;
    }
  }

  /** Takes over a native series that is known. */
  Series(long key, Field field, long length) {
    this.handle = new Handle("the Series \"" + field.name() + "\"", key);
    this.field = field;
    this.length = length;
  }

  /** A {@code Boolean} column without nulls; the values are copied. */
  public static Series of(String name, boolean[] values) {
    Objects.requireNonNull(values, "values");
    return new Series(NativeSeries.fromBooleans(start(name), values, null));
  }

  /** An {@code Int8} column without nulls; the values are copied. */
  public static Series of(String name, byte[] values) {
    Objects.requireNonNull(values, "values");
    return new Series(
        NativeSeries.fromBytes(start(name), WireWriter.of(DataType.INT8), values, null));
  }

  /** An {@code Int16} column without nulls; the values are copied. */
  public static Series of(String name, short[] values) {
    Objects.requireNonNull(values, "values");
    return new Series(
        NativeSeries.fromShorts(start(name), WireWriter.of(DataType.INT16), values, null));
  }

  /** An {@code Int32} column without nulls; the values are copied. */
  public static Series of(String name, int[] values) {
    Objects.requireNonNull(values, "values");
    return new Series(
        NativeSeries.fromInts(start(name), WireWriter.of(DataType.INT32), values, null));
  }

  /** An {@code Int64} column without nulls; the values are copied. */
  public static Series of(String name, long[] values) {
    Objects.requireNonNull(values, "values");
    return new Series(
        NativeSeries.fromLongs(start(name), WireWriter.of(DataType.INT64), values, null));
  }

  /** A {@code Float32} column without nulls; the values are copied. */
  public static Series of(String name, float[] values) {
    Objects.requireNonNull(values, "values");
    return new Series(
        NativeSeries.fromFloats(start(name), WireWriter.of(DataType.FLOAT32), values, null));
  }

  /** A {@code Float64} column without nulls; the values are copied. */
  public static Series of(String name, double[] values) {
    Objects.requireNonNull(values, "values");
    return new Series(NativeSeries.fromDoubles(start(name), values, null));
  }

  /**
   * A {@code Boolean} column; the values are copied. The validity is a bit a row, set for each that
   * is not null.
   *
   * @throws IllegalArgumentException if the validity has a bit beyond the rows
   */
  public static Series of(String name, boolean[] values, BitSet validity) {
    return new Series(
        NativeSeries.fromBooleans(start(name), values, Bits.of(validity, values.length)));
  }

  /**
   * A {@code Boolean} column; the values are copied. The validity is an element a row, set for each
   * that is not null.
   *
   * @throws IllegalArgumentException if the validity is of another length
   */
  public static Series of(String name, boolean[] values, boolean[] validity) {
    return new Series(
        NativeSeries.fromBooleans(start(name), values, Bits.of(validity, values.length)));
  }

  /**
   * An {@code Int8} column; the values are copied. The validity is a bit a row, set for each that
   * is not null.
   *
   * @throws IllegalArgumentException if the validity has a bit beyond the rows
   */
  public static Series of(String name, byte[] values, BitSet validity) {
    return new Series(
        NativeSeries.fromBytes(
            start(name), WireWriter.of(DataType.INT8), values, Bits.of(validity, values.length)));
  }

  /**
   * An {@code Int8} column; the values are copied. The validity is an element a row, set for each
   * that is not null.
   *
   * @throws IllegalArgumentException if the validity is of another length
   */
  public static Series of(String name, byte[] values, boolean[] validity) {
    return new Series(
        NativeSeries.fromBytes(
            start(name), WireWriter.of(DataType.INT8), values, Bits.of(validity, values.length)));
  }

  /**
   * An {@code Int16} column; the values are copied. The validity is a bit a row, set for each that
   * is not null.
   *
   * @throws IllegalArgumentException if the validity has a bit beyond the rows
   */
  public static Series of(String name, short[] values, BitSet validity) {
    return new Series(
        NativeSeries.fromShorts(
            start(name), WireWriter.of(DataType.INT16), values, Bits.of(validity, values.length)));
  }

  /**
   * An {@code Int16} column; the values are copied. The validity is an element a row, set for each
   * that is not null.
   *
   * @throws IllegalArgumentException if the validity is of another length
   */
  public static Series of(String name, short[] values, boolean[] validity) {
    return new Series(
        NativeSeries.fromShorts(
            start(name), WireWriter.of(DataType.INT16), values, Bits.of(validity, values.length)));
  }

  /**
   * An {@code Int32} column; the values are copied. The validity is a bit a row, set for each that
   * is not null.
   *
   * @throws IllegalArgumentException if the validity has a bit beyond the rows
   */
  public static Series of(String name, int[] values, BitSet validity) {
    return new Series(
        NativeSeries.fromInts(
            start(name), WireWriter.of(DataType.INT32), values, Bits.of(validity, values.length)));
  }

  /**
   * An {@code Int32} column; the values are copied. The validity is an element a row, set for each
   * that is not null.
   *
   * @throws IllegalArgumentException if the validity is of another length
   */
  public static Series of(String name, int[] values, boolean[] validity) {
    return new Series(
        NativeSeries.fromInts(
            start(name), WireWriter.of(DataType.INT32), values, Bits.of(validity, values.length)));
  }

  /**
   * An {@code Int64} column; the values are copied. The validity is a bit a row, set for each that
   * is not null.
   *
   * @throws IllegalArgumentException if the validity has a bit beyond the rows
   */
  public static Series of(String name, long[] values, BitSet validity) {
    return new Series(
        NativeSeries.fromLongs(
            start(name), WireWriter.of(DataType.INT64), values, Bits.of(validity, values.length)));
  }

  /**
   * An {@code Int64} column; the values are copied. The validity is an element a row, set for each
   * that is not null.
   *
   * @throws IllegalArgumentException if the validity is of another length
   */
  public static Series of(String name, long[] values, boolean[] validity) {
    return new Series(
        NativeSeries.fromLongs(
            start(name), WireWriter.of(DataType.INT64), values, Bits.of(validity, values.length)));
  }

  /**
   * A {@code Float32} column; the values are copied. The validity is a bit a row, set for each that
   * is not null.
   *
   * @throws IllegalArgumentException if the validity has a bit beyond the rows
   */
  public static Series of(String name, float[] values, BitSet validity) {
    return new Series(
        NativeSeries.fromFloats(
            start(name),
            WireWriter.of(DataType.FLOAT32),
            values,
            Bits.of(validity, values.length)));
  }

  /**
   * A {@code Float32} column; the values are copied. The validity is an element a row, set for each
   * that is not null.
   *
   * @throws IllegalArgumentException if the validity is of another length
   */
  public static Series of(String name, float[] values, boolean[] validity) {
    return new Series(
        NativeSeries.fromFloats(
            start(name),
            WireWriter.of(DataType.FLOAT32),
            values,
            Bits.of(validity, values.length)));
  }

  /**
   * A {@code Float64} column; the values are copied. The validity is a bit a row, set for each that
   * is not null.
   *
   * @throws IllegalArgumentException if the validity has a bit beyond the rows
   */
  public static Series of(String name, double[] values, BitSet validity) {
    return new Series(
        NativeSeries.fromDoubles(start(name), values, Bits.of(validity, values.length)));
  }

  /**
   * A {@code Float64} column; the values are copied. The validity is an element a row, set for each
   * that is not null.
   *
   * @throws IllegalArgumentException if the validity is of another length
   */
  public static Series of(String name, double[] values, boolean[] validity) {
    return new Series(
        NativeSeries.fromDoubles(start(name), values, Bits.of(validity, values.length)));
  }

  /**
   * A column of type {@code Int8} or {@code UInt8}, copied: the values are the bits of unsigned
   * ones.
   *
   * @param validity a bit a row, set for each that is not null; null if none is null
   * @throws IllegalArgumentException if no such type is kept as {@code byte}, the validity has a
   *     bit beyond the rows
   */
  public static Series of(String name, DataType type, byte[] values, @Nullable BitSet validity) {
    byte[] bits = Bits.of(validity, values.length);
    return new Series(NativeSeries.fromBytes(start(name), WireWriter.of(type), values, bits));
  }

  /**
   * A column of type {@code Int16} or {@code UInt16}, copied: the values are the bits of unsigned
   * ones.
   *
   * @param validity a bit a row, set for each that is not null; null if none is null
   * @throws IllegalArgumentException if no such type is kept as {@code short}, the validity has a
   *     bit beyond the rows
   */
  public static Series of(String name, DataType type, short[] values, @Nullable BitSet validity) {
    byte[] bits = Bits.of(validity, values.length);
    return new Series(NativeSeries.fromShorts(start(name), WireWriter.of(type), values, bits));
  }

  /**
   * A column of type {@code Int32}, {@code UInt32} or {@code Date}, copied: the values are the bits
   * of unsigned ones, and the numbers behind temporal ones.
   *
   * @param validity a bit a row, set for each that is not null; null if none is null
   * @throws IllegalArgumentException if no such type is kept as {@code int}, the validity has a bit
   *     beyond the rows
   */
  public static Series of(String name, DataType type, int[] values, @Nullable BitSet validity) {
    byte[] bits = Bits.of(validity, values.length);
    return new Series(NativeSeries.fromInts(start(name), WireWriter.of(type), values, bits));
  }

  /**
   * A column of type {@code Int64}, {@code UInt64}, {@code Time}, {@code Datetime} or {@code
   * Duration}, copied: the values are the bits of unsigned ones, and the numbers behind temporal
   * ones.
   *
   * @param validity a bit a row, set for each that is not null; null if none is null
   * @throws IllegalArgumentException if no such type is kept as {@code long}, the validity has a
   *     bit beyond the rows, or a {@code Time} is not within a day
   */
  public static Series of(String name, DataType type, long[] values, @Nullable BitSet validity) {
    SeriesImport.checkTimes(name, type, values, validity);
    byte[] bits = Bits.of(validity, values.length);
    return new Series(NativeSeries.fromLongs(start(name), WireWriter.of(type), values, bits));
  }

  /**
   * A column of type {@code Float32} or {@code Float16}, copied: {@code Float16} rounds the values.
   *
   * @param validity a bit a row, set for each that is not null; null if none is null
   * @throws IllegalArgumentException if no such type is kept as {@code float}, the validity has a
   *     bit beyond the rows
   */
  public static Series of(String name, DataType type, float[] values, @Nullable BitSet validity) {
    byte[] bits = Bits.of(validity, values.length);
    return new Series(NativeSeries.fromFloats(start(name), WireWriter.of(type), values, bits));
  }

  /**
   * A {@code String} column.
   *
   * @throws IllegalArgumentException if a value is no Unicode text, naming the row
   */
  public static Series of(String name, @Nullable String... values) {
    return of(name, DataType.STRING, Arrays.asList(Objects.requireNonNull(values, "values")));
  }

  /** A {@code Binary} column; the bytes are copied. */
  public static Series of(String name, byte[] @Nullable [] values) {
    return of(name, DataType.BINARY, Arrays.asList(Objects.requireNonNull(values, "values")));
  }

  /**
   * A {@code Date} column.
   *
   * @throws IllegalArgumentException if a day is not within 32 bits of 1970, naming the row
   */
  public static Series of(String name, @Nullable LocalDate... values) {
    return of(name, DataType.DATE, Arrays.asList(Objects.requireNonNull(values, "values")));
  }

  /** A {@code Time} column. */
  public static Series of(String name, @Nullable LocalTime... values) {
    return of(name, DataType.TIME, Arrays.asList(Objects.requireNonNull(values, "values")));
  }

  /**
   * A {@code Datetime(NANOSECONDS)} column in no zone.
   *
   * @throws IllegalArgumentException if a value is outside 1677 to 2262, naming the row; {@link
   *     #of(String, DataType, List)} with a coarser unit reaches farther
   */
  public static Series of(String name, @Nullable LocalDateTime... values) {
    DataType type = DataType.datetime(TimeUnit.NANOSECONDS);
    return of(name, type, Arrays.asList(Objects.requireNonNull(values, "values")));
  }

  /**
   * A {@code Datetime(NANOSECONDS, UTC)} column.
   *
   * @throws IllegalArgumentException if a value is outside 1677 to 2262, naming the row; {@link
   *     #of(String, DataType, List)} with a coarser unit reaches farther
   */
  public static Series of(String name, @Nullable Instant... values) {
    DataType type = DataType.datetime(TimeUnit.NANOSECONDS, ZoneOffset.UTC);
    return of(name, type, Arrays.asList(Objects.requireNonNull(values, "values")));
  }

  /**
   * A {@code Duration(NANOSECONDS)} column.
   *
   * @throws IllegalArgumentException if a value exceeds 292 years, naming the row; {@link
   *     #of(String, DataType, List)} with a coarser unit reaches farther
   */
  public static Series of(String name, @Nullable Duration... values) {
    DataType type = DataType.duration(TimeUnit.NANOSECONDS);
    return of(name, type, Arrays.asList(Objects.requireNonNull(values, "values")));
  }

  /**
   * A column of the type that the values have, by the table of {@link ValueOptions}: {@code
   * BigDecimal} makes a {@code Decimal} that holds them all, a {@code ZonedDateTime} a {@code
   * Datetime} in its zone, an {@code enum}'s constant an {@code Enum} of all its constants, a
   * {@code Collection} a {@code List}, a {@code Map} with {@code String} keys or a {@link Row} a
   * {@code Struct} of all keys, a record a {@code Struct}. Nothing but nulls makes a {@code Null}
   * column.
   *
   * <p>All values are of one class, except that numbers may be mixed where a type holds them all
   * exactly: integers make a column of the widest; with a {@code Double} those up to {@code
   * Integer} make a {@code Float64}, while {@code Long} does not, as some of its digits may not
   * fit. {@code Instant}, {@code OffsetDateTime} and {@code ZonedDateTime} of several zones may be
   * mixed too, and make a {@code Datetime} in UTC.
   *
   * @throws IllegalArgumentException if the values are of several classes otherwise, naming the row
   * @throws InvalidOperationException if the class has no such type
   */
  public static Series of(String name, List<?> values) {
    return of(name, values, ValueOptions.DEFAULT);
  }

  /** The same with options, such as another unit of time. */
  public static Series of(String name, List<?> values, ValueOptions options) {
    Objects.requireNonNull(values, "values");
    return of(name, TypeInference.of(name, values, options), values, options);
  }

  /**
   * A column of a given type: any, nested to any depth, with nulls at every level. The values are
   * those that {@link #toList} gives for the type, and those of the table of {@link ValueOptions}
   * where they fit: integer types and {@code Decimal} take every class of integers in their range,
   * {@code Float16} rounds a {@code Float}, a missing field of a map or {@link Row} is null.
   *
   * @throws IllegalArgumentException if a value is of another class, is out of range, has more or
   *     finer digits than the type keeps, is a list of another width, or has a field that the type
   *     has not; naming the column as {@code a.b[]}, the row, and both types
   */
  public static Series of(String name, DataType type, List<?> values) {
    return of(name, type, values, ValueOptions.DEFAULT);
  }

  /** The same with options; the type's unit of time holds. */
  public static Series of(String name, DataType type, List<?> values, ValueOptions options) {
    Utf8.check("column name", name);
    Objects.requireNonNull(values, "values");
    Intake intake = Intakes.of(options);
    ColumnBuilder column =
        ColumnBuilder.of(name, Objects.requireNonNull(type, "type"), values.size(), intake);
    for (Object value : values) {
      column.append(value);
    }
    return new Series(column.build());
  }

  /**
   * A column of the physical values that lie between the position and the limit of a buffer, in the
   * machine's byte order. The memory of a buffer of {@link ByteBuffer#allocateDirect}, or of one
   * that was made of it, is not copied if it is aligned to the width of a value: it must not change
   * as long as any frame or series holds the values, and is kept alive until then. Every other
   * buffer is copied: a heap buffer, a mapped file, memory of an {@code Arena} or of native code.
   * So these may be closed, cut off or freed afterwards. A JDK that does not let itself be asked
   * where a buffer comes from has all buffers copied.
   *
   * @param type any numeric or temporal type; {@code Float16} as its 16 bits, decimals as 128 bits
   * @param validity a bit a row, set for each that is not null; null if none is null
   * @throws IllegalArgumentException if the buffer has another byte order or does not end with a
   *     whole value, the validity has a bit beyond the rows, or a {@code Time} or {@code Decimal}
   *     is out of range
   * @throws IllegalStateException if the buffer's {@code Arena} is closed
   * @throws InvalidOperationException if the type is not of a fixed width in bytes
   */
  public static Series ofBuffer(
      String name, DataType type, ByteBuffer values, @Nullable BitSet validity) {
    return SeriesImport.buffer(start(name), type, values, validity);
  }

  /**
   * A {@code String} column of one piece of UTF-8, copied: row {@code i} is the bytes from {@code
   * offsets[i]} to {@code offsets[i + 1]}, of which there is one more than rows.
   *
   * @param validity a bit a row, set for each that is not null; null if none is null
   * @throws IllegalArgumentException if a row is not UTF-8 or its offsets lie outside, naming it
   */
  public static Series ofUtf8(String name, byte[] utf8, int[] offsets, @Nullable BitSet validity) {
    long[] wide = SeriesImport.widen(offsets);
    return SeriesImport.var(name, DataType.STRING, ByteBuffer.wrap(utf8), wide, validity);
  }

  /** The same for a buffer, the offsets counting from its position. */
  public static Series ofUtf8(
      String name, ByteBuffer utf8, long[] offsets, @Nullable BitSet validity) {
    return SeriesImport.var(name, DataType.STRING, utf8, offsets, validity);
  }

  /** A {@code Binary} column, as {@link #ofUtf8(String, byte[], int[], BitSet)} of any bytes. */
  public static Series ofBinary(
      String name, byte[] bytes, int[] offsets, @Nullable BitSet validity) {
    long[] wide = SeriesImport.widen(offsets);
    return SeriesImport.var(name, DataType.BINARY, ByteBuffer.wrap(bytes), wide, validity);
  }

  /** The same for a buffer, the offsets counting from its position. */
  public static Series ofBinary(
      String name, ByteBuffer bytes, long[] offsets, @Nullable BitSet validity) {
    return SeriesImport.var(name, DataType.BINARY, bytes, offsets, validity);
  }

  /**
   * A {@code List} column: row {@code i} holds the inner values from {@code offsets[i]} to {@code
   * offsets[i + 1]}, of which there is one more than rows. They share the inner series' memory,
   * which stays the caller's to close.
   *
   * @param validity a bit a row, set for each that is not null; null if none is null
   * @throws IllegalArgumentException if the offsets do not rise from 0 to the inner length
   */
  public static Series ofList(
      String name, Series inner, long[] offsets, @Nullable BitSet validity) {
    return SeriesImport.list(start(name), inner, offsets, validity);
  }

  /** The same with 32-bit offsets. */
  public static Series ofList(String name, Series inner, int[] offsets, @Nullable BitSet validity) {
    return ofList(name, inner, SeriesImport.widen(offsets), validity);
  }

  /**
   * An {@code Array} column: each row, a null one too, holds the next {@code width} inner values.
   * They share the inner series' memory, which stays the caller's to close.
   *
   * @param width how many, 1 or more
   * @param validity a bit a row, set for each that is not null; null if none is null
   * @throws IllegalArgumentException if that leaves a part of a row
   */
  public static Series ofArray(String name, Series inner, int width, @Nullable BitSet validity) {
    return SeriesImport.array(start(name), inner, width, validity);
  }

  /**
   * A {@code Struct} column without nulls. It shares the fields' memory; they stay the caller's to
   * close.
   *
   * @throws ShapeMismatchException if their lengths differ
   * @throws DuplicateException if two have the same name
   */
  public static Series ofStruct(String name, Series... fields) {
    return ofStruct(name, List.of(fields), null);
  }

  /**
   * The same with nulls.
   *
   * @param validity a bit a row, set for each that is not null; null if none is null
   */
  public static Series ofStruct(String name, List<Series> fields, @Nullable BitSet validity) {
    return SeriesImport.struct(start(name), fields, validity);
  }

  /** Collects a column value by value: see {@link Builder}. */
  public static Builder builder(String name, DataType type) {
    return builder(name, type, ValueOptions.DEFAULT);
  }

  /** The same with options; the type's unit of time holds. */
  public static Builder builder(String name, DataType type, ValueOptions options) {
    Utf8.check("column name", name);
    Intake intake = Intakes.of(options);
    Objects.requireNonNull(type, "type");
    return new SeriesBuilder(ColumnBuilder.of(name, type, 0, intake));
  }

  /** The name. */
  public String name() {
    handle.get();
    return field.name();
  }

  /** The type of the values. */
  public DataType dataType() {
    handle.get();
    return field.dataType();
  }

  /** How many rows there are. */
  public long length() {
    handle.get();
    return length;
  }

  /** How many rows are null. */
  public long nullCount() {
    return NativeSeries.nullCountOf(handle.get());
  }

  /** Whether any row is null. */
  public boolean hasNulls() {
    return nullCount() > 0;
  }

  /** Whether the row is null. */
  public boolean isNull(long i) {
    return NativeSeries.isNullAt(handle.get(), i);
  }

  /** The value in a row, as {@link #toList} has it. */
  public @Nullable Object get(long i) {
    Slices.index("row", i, length());
    return SeriesValues.read(this, i, 1)[0];
  }

  /**
   * The value in a row of a {@code Boolean} column.
   *
   * @throws NullPointerException if it is null
   */
  public boolean getBoolean(long i) {
    return NativeSeries.booleanAt(handle.get(), i);
  }

  /**
   * The value in a row of an integer column, as {@link #getLong} has it.
   *
   * @throws NullPointerException if it is null
   * @throws ArithmeticException if it is out of the range of {@code byte}
   */
  public byte getByte(long i) {
    long value = getLong(i);
    if (value != (byte) value) {
      throw SeriesChecks.unfit(this, i, value, "byte");
    }
    return (byte) value;
  }

  /**
   * The value in a row of an integer column, as {@link #getLong} has it.
   *
   * @throws NullPointerException if it is null
   * @throws ArithmeticException if it is out of the range of {@code short}
   */
  public short getShort(long i) {
    long value = getLong(i);
    if (value != (short) value) {
      throw SeriesChecks.unfit(this, i, value, "short");
    }
    return (short) value;
  }

  /**
   * The value in a row of an integer column, as {@link #getLong} has it.
   *
   * @throws NullPointerException if it is null
   * @throws ArithmeticException if it is out of the range of {@code int}
   */
  public int getInt(long i) {
    long value = getLong(i);
    if (value != (int) value) {
      throw SeriesChecks.unfit(this, i, value, "int");
    }
    return (int) value;
  }

  /**
   * The value in a row of a column of integers of up to 64 bits, or the number behind a temporal
   * value.
   *
   * @throws NullPointerException if it is null
   * @throws ArithmeticException if it is an unsigned one beyond the range of {@code long}
   */
  public long getLong(long i) {
    long value = NativeSeries.longAt(handle.get(), i);
    if (value < 0 && field.dataType() instanceof DataType.UInt64) {
      throw SeriesChecks.unfit(this, i, Long.toUnsignedString(value), "long");
    }
    return value;
  }

  /**
   * The value in a row of a {@code Float32} or {@code Float16} column.
   *
   * @throws NullPointerException if it is null
   */
  public float getFloat(long i) {
    SeriesChecks.require(this, "getFloat", TypeTag.FLOAT32, TypeTag.FLOAT16);
    return (float) NativeSeries.doubleAt(handle.get(), i);
  }

  /**
   * The value in a row of a floating point column.
   *
   * @throws NullPointerException if it is null
   */
  public double getDouble(long i) {
    return NativeSeries.doubleAt(handle.get(), i);
  }

  /**
   * The value in a row of an unsigned integer column of up to 64 bits; beyond the range of {@code
   * long} it is one for {@link Long#toUnsignedString} and its like.
   *
   * @throws NullPointerException if it is null
   */
  public long getUnsignedLong(long i) {
    SeriesChecks.require(
        this, "getUnsignedLong", TypeTag.UINT8, TypeTag.UINT16, TypeTag.UINT32, TypeTag.UINT64);
    return NativeSeries.longAt(handle.get(), i);
  }

  /** The value in a row of an integer column of any width, or null. */
  public @Nullable BigInteger getBigInteger(long i) {
    Object value = get(i);
    if (value == null || value instanceof BigInteger) {
      return (BigInteger) value;
    }
    return BigInteger.valueOf(getLong(i));
  }

  /** The value in a row of a {@code Decimal} column, or null. */
  public @Nullable BigDecimal getBigDecimal(long i) {
    SeriesChecks.require(this, "getBigDecimal", TypeTag.DECIMAL);
    return (BigDecimal) get(i);
  }

  /** The value in a row of a {@code Binary} column, or null. */
  public byte @Nullable [] getBinary(long i) {
    SeriesChecks.require(this, "getBinary", TypeTag.BINARY);
    return (byte[]) get(i);
  }

  /** The value in a row of a {@code String}, {@code Categorical} or {@code Enum} column. */
  public @Nullable String getString(long i) {
    return NativeSeries.stringAt(handle.get(), i);
  }

  /**
   * The values of a {@code Boolean} column.
   *
   * @throws InvalidOperationException if there is a null, naming the first
   */
  public boolean[] toBooleanArray() {
    boolean[] values = booleans("toBooleanArray");
    requireNoNulls("toBooleanArray");
    return values;
  }

  /** As {@link #toBooleanArray()}, with {@code nullValue} for null. */
  public boolean[] toBooleanArray(boolean nullValue) {
    boolean[] values = booleans("toBooleanArray");
    Bits.forEachUnset(nulls(values.length), values.length, i -> values[i] = nullValue);
    return values;
  }

  /**
   * The values of an {@code Int8} column, or the bits of a {@code UInt8} one.
   *
   * @throws InvalidOperationException if there is a null, naming the first
   */
  public byte[] toByteArray() {
    byte[] values = bytes("toByteArray");
    requireNoNulls("toByteArray");
    return values;
  }

  /** As {@link #toByteArray()}, with {@code nullValue} for null. */
  public byte[] toByteArray(byte nullValue) {
    byte[] values = bytes("toByteArray");
    Bits.forEachUnset(nulls(values.length), values.length, i -> values[i] = nullValue);
    return values;
  }

  /**
   * The values of an {@code Int16} column, or the bits of a {@code UInt16} one.
   *
   * @throws InvalidOperationException if there is a null, naming the first
   */
  public short[] toShortArray() {
    short[] values = shorts("toShortArray");
    requireNoNulls("toShortArray");
    return values;
  }

  /** As {@link #toShortArray()}, with {@code nullValue} for null. */
  public short[] toShortArray(short nullValue) {
    short[] values = shorts("toShortArray");
    Bits.forEachUnset(nulls(values.length), values.length, i -> values[i] = nullValue);
    return values;
  }

  /**
   * The values of an {@code Int32} column, the bits of a {@code UInt32} one, or the days since 1970
   * of a {@code Date} one.
   *
   * @throws InvalidOperationException if there is a null, naming the first
   */
  public int[] toIntArray() {
    int[] values = ints("toIntArray");
    requireNoNulls("toIntArray");
    return values;
  }

  /** As {@link #toIntArray()}, with {@code nullValue} for null. */
  public int[] toIntArray(int nullValue) {
    int[] values = ints("toIntArray");
    Bits.forEachUnset(nulls(values.length), values.length, i -> values[i] = nullValue);
    return values;
  }

  /**
   * The values of an {@code Int64} column, the bits of a {@code UInt64} one, or the numbers behind
   * a {@code Time}, {@code Datetime} or {@code Duration} one.
   *
   * @throws InvalidOperationException if there is a null, naming the first
   */
  public long[] toLongArray() {
    long[] values = longs("toLongArray");
    requireNoNulls("toLongArray");
    return values;
  }

  /** As {@link #toLongArray()}, with {@code nullValue} for null. */
  public long[] toLongArray(long nullValue) {
    long[] values = longs("toLongArray");
    Bits.forEachUnset(nulls(values.length), values.length, i -> values[i] = nullValue);
    return values;
  }

  /**
   * The values of a {@code Float32} or {@code Float16} column.
   *
   * @throws InvalidOperationException if there is a null, naming the first
   */
  public float[] toFloatArray() {
    float[] values = floats("toFloatArray");
    requireNoNulls("toFloatArray");
    return values;
  }

  /** As {@link #toFloatArray()}, with {@code nullValue} for null. */
  public float[] toFloatArray(float nullValue) {
    float[] values = floats("toFloatArray");
    Bits.forEachUnset(nulls(values.length), values.length, i -> values[i] = nullValue);
    return values;
  }

  /**
   * The values of a {@code Float64} column.
   *
   * @throws InvalidOperationException if there is a null, naming the first
   */
  public double[] toDoubleArray() {
    double[] values = doubles("toDoubleArray");
    requireNoNulls("toDoubleArray");
    return values;
  }

  /** As {@link #toDoubleArray()}, with {@code nullValue} for null. */
  public double[] toDoubleArray(double nullValue) {
    double[] values = doubles("toDoubleArray");
    Bits.forEachUnset(nulls(values.length), values.length, i -> values[i] = nullValue);
    return values;
  }

  /** The values of a {@code String}, {@code Categorical} or {@code Enum} column, null for null. */
  public @Nullable String[] toStringArray() {
    SeriesChecks.require(this, "toStringArray", TypeTag.STRING, TypeTag.CATEGORICAL, TypeTag.ENUM);
    String[] values = new String[arrayLength()];
    SeriesValues.readVar(this, 0, values, SeriesValues::decode);
    return values;
  }

  /** The values of a {@code Binary} column, null for null. */
  public byte[] @Nullable [] toBinaryArray() {
    SeriesChecks.require(this, "toBinaryArray", TypeTag.BINARY);
    byte[][] values = new byte[arrayLength()][];
    SeriesValues.readVar(this, 0, values, (b, at, n) -> Arrays.copyOfRange(b, at, at + n));
    return values;
  }

  /**
   * The values of a column of any type; immutable, null for null. Signed integers are {@code Byte},
   * {@code Short}, {@code Integer} and {@code Long}, unsigned ones the next wider, {@code UInt64}
   * and 128 bits {@code BigInteger}; {@code Float16} and {@code Float32} are {@code Float};
   * decimals {@code BigDecimal}; dates and times those of {@code java.time}, in a zone {@code
   * ZonedDateTime}; categories {@code String}; binary {@code byte[]}; lists {@code List}; structs
   * {@code Map} in the order of the fields.
   */
  public List<@Nullable Object> toList() {
    return Collections.unmodifiableList(Arrays.asList(SeriesValues.read(this, 0, arrayLength())));
  }

  /**
   * Copies the physical values of a numeric or temporal column, in the machine's byte order, to the
   * position of a buffer, which moves on. Where a row is null, the value is anything.
   *
   * @throws InvalidOperationException if the type is another
   * @throws IllegalArgumentException if the buffer has another byte order
   * @throws java.nio.BufferOverflowException if there is no room for all; nothing is copied then
   * @throws IllegalStateException if the buffer's {@code Arena} is closed
   */
  public void copyTo(ByteBuffer target) {
    SeriesExport.copy(this, target);
  }

  /**
   * The memory of the physical values of a numeric or temporal column that lies in one piece, in
   * the machine's byte order: read-only and not copied. It stays valid as long as the buffer, or
   * one derived of it, is reachable, even after this series is closed. Where a row is null, the
   * value is anything.
   *
   * @throws InvalidOperationException if the type is another, there are several chunks, or the
   *     values take more than 2 GB
   */
  public ByteBuffer valuesBuffer() {
    return SeriesExport.values(this);
  }

  /**
   * A read-only direct buffer of a bit a row, lowest bit first, set for each that is not null; null
   * if none is null. Reachable, it stays valid even after this series is closed.
   */
  public @Nullable ByteBuffer validityBuffer() {
    return SeriesExport.validity(this, arrayLength());
  }

  /**
   * Calls {@code action} with each row that is not null, as {@link #getLong} has it, but in bulk.
   *
   * @throws InvalidOperationException if the type is another
   * @throws ArithmeticException if a {@code UInt64} is beyond the range of {@code long}
   */
  public void forEachLong(LongRow action) {
    SeriesExport.forEachLong(this, action);
  }

  /**
   * Calls {@code action} with each row that is not null, as {@link #getDouble} has it, but in bulk.
   *
   * @throws InvalidOperationException if the type is another
   */
  public void forEachDouble(DoubleRow action) {
    SeriesExport.forEachDouble(this, action);
  }

  /**
   * Calls {@code action} with each row that is not null, as {@link #getString} has it, but in bulk.
   *
   * @throws InvalidOperationException if the type is another
   */
  public void forEachString(StringRow action) {
    SeriesChecks.require(this, "forEachString", TypeTag.STRING, TypeTag.CATEGORICAL, TypeTag.ENUM);
    SeriesExport.forEachString(this, action);
  }

  /** True for each row that is not null. */
  public boolean[] validity() {
    boolean[] validity = new boolean[arrayLength()];
    byte[] valid = nulls(validity.length);
    for (int i = 0; i < validity.length; i++) {
      validity[i] = Bits.isSet(valid, i);
    }
    return validity;
  }

  /**
   * The rows from {@code offset} on: {@code length} of them, or as many as there are.
   *
   * @throws IndexOutOfBoundsException if the offset is negative or beyond the length
   * @throws IllegalArgumentException if the length is negative
   */
  public Series slice(long offset, long length) {
    long rows = Slices.length("the Series \"" + name() + "\"", this.length, offset, length);
    return new Series(NativeSeries.sliceRows(handle.get(), offset, rows), field, rows);
  }

  /** The first {@code n} rows, or as many as there are. */
  public Series head(long n) {
    return slice(0, n);
  }

  /** The last {@code n} rows, or as many as there are. */
  public Series tail(long n) {
    return slice(Math.max(0, length() - Slices.count(n)), n);
  }

  /** The same values under another name. */
  public Series rename(String name) {
    Utf8.check("column name", name);
    return new Series(
        NativeSeries.renamed(handle.get(), name), new Field(name, field.dataType()), length);
  }

  /** How many pieces of memory the values lie in. */
  public int nChunks() {
    return NativeSeries.chunkCount(handle.get());
  }

  /** About how many bytes the values take; what series share counts for each. */
  public long estimatedSize() {
    return NativeSeries.sizeOf(handle.get());
  }

  /** Whether name, type and values are the same, nulls being equal: {@code equals_missing}. */
  public boolean contentEquals(Series other) {
    try {
      return NativeSeries.equalTo(handle.get(), other.handle());
    } finally {
      Reference.reachabilityFence(other);
    }
  }

  /** A frame of this column alone. */
  public DataFrame toFrame() {
    return DataFrame.of(this);
  }

  /** Polars' own rendering of the first and last values. */
  @Override
  public String toString() {
    return NativeSeries.text(handle.get());
  }

  /** Gives the memory back, once nothing else shares it. Closing again does nothing. */
  @Override
  public void close() {
    handle.close();
  }

  /** The key, for a native call. */
  long handle() {
    return handle.get();
  }

  /** What every series begins with. */
  private static String start(String name) {
    NativeLoader.load();
    return Utf8.check("column name", name);
  }

  private boolean[] booleans(String method) {
    SeriesChecks.require(this, method, TypeTag.BOOLEAN);
    boolean[] values = new boolean[arrayLength()];
    if (values.length > 0) {
      NativeSeries.exportBooleans(handle.get(), 0, values);
    }
    return values;
  }

  private byte[] bytes(String method) {
    SeriesChecks.require(this, method, TypeTag.INT8, TypeTag.UINT8);
    byte[] values = new byte[arrayLength()];
    if (values.length > 0) {
      NativeSeries.exportBytes(handle.get(), 0, values);
    }
    return values;
  }

  private short[] shorts(String method) {
    SeriesChecks.require(this, method, TypeTag.INT16, TypeTag.UINT16);
    short[] values = new short[arrayLength()];
    if (values.length > 0) {
      NativeSeries.exportShorts(handle.get(), 0, values);
    }
    return values;
  }

  private int[] ints(String method) {
    SeriesChecks.require(this, method, TypeTag.INT32, TypeTag.UINT32, TypeTag.DATE);
    int[] values = new int[arrayLength()];
    if (values.length > 0) {
      NativeSeries.exportInts(handle.get(), 0, values);
    }
    return values;
  }

  private long[] longs(String method) {
    SeriesChecks.require(
        this,
        method,
        TypeTag.INT64,
        TypeTag.UINT64,
        TypeTag.TIME,
        TypeTag.DATETIME,
        TypeTag.DURATION);
    long[] values = new long[arrayLength()];
    if (values.length > 0) {
      NativeSeries.exportLongs(handle.get(), 0, values);
    }
    return values;
  }

  private float[] floats(String method) {
    SeriesChecks.require(this, method, TypeTag.FLOAT32, TypeTag.FLOAT16);
    float[] values = new float[arrayLength()];
    if (values.length > 0) {
      NativeSeries.exportFloats(handle.get(), 0, values);
    }
    return values;
  }

  private double[] doubles(String method) {
    SeriesChecks.require(this, method, TypeTag.FLOAT64);
    double[] values = new double[arrayLength()];
    if (values.length > 0) {
      NativeSeries.exportDoubles(handle.get(), 0, values);
    }
    return values;
  }

  private byte @Nullable [] nulls(int rows) {
    return rows == 0 ? null : NativeSeries.exportValidity(handle.get(), 0, rows);
  }

  private int arrayLength() {
    if (length() > Checks.MAX_ARRAY) {
      throw new InvalidOperationException(
          SeriesChecks.where(this)
              + length
              + " rows are more than a Java array holds; take a slice");
    }
    return (int) length;
  }

  private void requireNoNulls(String method) {
    if (hasNulls()) {
      byte[] valid = nulls((int) length);
      int row = 0;
      while (Bits.isSet(valid, row)) {
        row++;
      }
      throw new InvalidOperationException(
          SeriesChecks.where(this)
              + "row "
              + row
              + " is null; use "
              + method
              + "(nullValue) or toList()");
    }
  }

  /** Takes a row's number and value. */
  @FunctionalInterface
  public interface LongRow {
    /** Called in the order of the rows. */
    void accept(long row, long value);
  }

  /** Takes a row's number and value. */
  @FunctionalInterface
  public interface DoubleRow {
    /** Called in the order of the rows. */
    void accept(long row, double value);
  }

  /** Takes a row's number and value. */
  @FunctionalInterface
  public interface StringRow {
    /** Called in the order of the rows. */
    void accept(long row, String value);
  }

  /**
   * Collects a column value by value, mostly in native memory. A value that the type does not take
   * is refused with an {@link IllegalArgumentException} that names the column, the row and both
   * types, and leaves the builder as it was. Not for several threads at once.
   *
   * <p>The whole number methods take any integer type in its range, {@code Decimal}, {@code
   * Float64} (but for {@code long}), and the numbers behind {@code Date}, {@code Time}, {@code
   * Datetime} and {@code Duration}.
   *
   * <pre>{@code
   * Series.Builder lists = Series.builder("a", DataType.list(DataType.INT64));
   * lists.element().appendLong(1).appendLong(2);
   * lists.endList().appendNull().append(List.of(3, 4));
   * Series series = lists.build();
   * }</pre>
   */
  public abstract static class Builder {
    Builder() {}

    /** Adds a null. */
    public abstract Builder appendNull();

    /** Adds a value of a {@code Boolean} column. */
    public abstract Builder appendBoolean(boolean value);

    /** Adds a whole number. */
    public abstract Builder appendByte(byte value);

    /** Adds a whole number. */
    public abstract Builder appendShort(short value);

    /** Adds a whole number. */
    public abstract Builder appendInt(int value);

    /** Adds a whole number. */
    public abstract Builder appendLong(long value);

    /** Adds a floating point number; {@code Float16} rounds it. */
    public abstract Builder appendFloat(float value);

    /** Adds a value of a {@code Float64} column. */
    public abstract Builder appendDouble(double value);

    /** Adds a string or category, or null. */
    public abstract Builder appendString(@Nullable String value);

    /** Adds the bytes of a {@code Binary} column, which are copied, or null. */
    public abstract Builder appendBinary(byte @Nullable [] value);

    /** Adds what {@link Series#of(String, DataType, List)} takes for the type. */
    public abstract Builder append(@Nullable Object value);

    /** For the values of the {@code List} or {@code Array} that {@link #endList} will end. */
    public abstract Builder element();

    /** Adds a list of the elements added since the last one ended. */
    public abstract Builder endList();

    /** For a {@code Struct}'s field, which takes at most one value before {@link #endStruct}. */
    public abstract Builder field(int index);

    /** The same by name. */
    public abstract Builder field(String name);

    /** Adds a struct of the fields' new values; a field that got none is null. */
    public abstract Builder endStruct();

    /** The type. */
    public abstract DataType dataType();

    /** How many rows there are. */
    public abstract long length();

    /**
     * The series of all rows; the builder is empty then and may be used again.
     *
     * @throws IllegalStateException if a list or struct was not ended, or this is not the builder
     *     of a whole column
     */
    public abstract Series build();
  }
}
