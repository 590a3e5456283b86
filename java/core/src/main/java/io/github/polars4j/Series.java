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
import io.github.polars4j.internal.series.Strings;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.Plain;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds a named column of one type: a handle on a polars {@code Series}, whose values live outside
 * the Java heap.
 *
 * <p>A series is immutable and may be shared between threads. Each operation returns a new series,
 * which shares the values and must be closed too. A series may be closed while another thread uses
 * it. After {@link #close} every method throws {@link IllegalStateException}.
 *
 * <p>Rows count from 0; a row that does not exist is an {@link IndexOutOfBoundsException}. A method
 * that does not fit the column's type throws {@link InvalidOperationException}. The {@code
 * to...Array} methods and {@link #toList} copy the whole column at once; the getters are for single
 * values.
 */
public final class Series extends SeriesVerbs implements AutoCloseable {
  static {
    Handles.registerSeries(Series::new, Series::new, Series::handle);
  }

  private final Handle handle;
  private final Field field;
  private final long length;
  private final Strings strings = new Strings();

  /** Takes over a native series. */
  Series(long key) {
    this(key, null);
  }

  /** Likewise, of that type if it is given. */
  private Series(long key, @Nullable DataType type) {
    this.handle = new Handle("this Series", key);
    try {
      this.field =
          new Field(
              NativeSeries.nameOf(key),
              type == null ? Plain.of(new WireReader(NativeSeries.dtypeOf(key)).dataType()) : type);
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

  /** Makes a {@code Boolean} column without nulls from a copy of the values. */
  public static Series of(String name, boolean... values) {
    Objects.requireNonNull(values, "values");
    return new Series(NativeSeries.fromBooleans(start(name), values, null));
  }

  /** Makes an {@code Int8} column without nulls from a copy of the values. */
  public static Series of(String name, byte[] values) {
    Objects.requireNonNull(values, "values");
    return new Series(
        NativeSeries.fromBytes(start(name), WireWriter.of(DataType.INT8), values, null));
  }

  /** Makes an {@code Int16} column without nulls from a copy of the values. */
  public static Series of(String name, short[] values) {
    Objects.requireNonNull(values, "values");
    return new Series(
        NativeSeries.fromShorts(start(name), WireWriter.of(DataType.INT16), values, null));
  }

  /** Makes an {@code Int32} column without nulls from a copy of the values. */
  public static Series of(String name, int... values) {
    Objects.requireNonNull(values, "values");
    return new Series(
        NativeSeries.fromInts(start(name), WireWriter.of(DataType.INT32), values, null));
  }

  /** Makes an {@code Int64} column without nulls from a copy of the values. */
  public static Series of(String name, long... values) {
    Objects.requireNonNull(values, "values");
    return new Series(
        NativeSeries.fromLongs(start(name), WireWriter.of(DataType.INT64), values, null));
  }

  /** Makes a {@code Float32} column without nulls from a copy of the values. */
  public static Series of(String name, float[] values) {
    Objects.requireNonNull(values, "values");
    return new Series(
        NativeSeries.fromFloats(start(name), WireWriter.of(DataType.FLOAT32), values, null));
  }

  /** Makes a {@code Float64} column without nulls from a copy of the values. */
  public static Series of(String name, double... values) {
    Objects.requireNonNull(values, "values");
    return new Series(NativeSeries.fromDoubles(start(name), values, null));
  }

  /**
   * Makes a {@code Boolean} column from a copy of the values. {@code validity} has a bit for each
   * row, set where the value is not null.
   *
   * @throws IllegalArgumentException if {@code validity} has a bit set beyond the last row
   */
  public static Series of(String name, boolean[] values, BitSet validity) {
    return new Series(
        NativeSeries.fromBooleans(start(name), values, Bits.of(validity, values.length)));
  }

  /**
   * Makes a {@code Boolean} column from a copy of the values. {@code validity} has an element for
   * each row, true where the value is not null.
   *
   * @throws IllegalArgumentException if {@code validity} is not as long as the values
   */
  public static Series of(String name, boolean[] values, boolean[] validity) {
    return new Series(
        NativeSeries.fromBooleans(start(name), values, Bits.of(validity, values.length)));
  }

  /**
   * Makes an {@code Int8} column from a copy of the values. {@code validity} has a bit for each
   * row, set where the value is not null.
   *
   * @throws IllegalArgumentException if {@code validity} has a bit set beyond the last row
   */
  public static Series of(String name, byte[] values, BitSet validity) {
    return new Series(
        NativeSeries.fromBytes(
            start(name), WireWriter.of(DataType.INT8), values, Bits.of(validity, values.length)));
  }

  /**
   * Makes an {@code Int8} column from a copy of the values. {@code validity} has an element for
   * each row, true where the value is not null.
   *
   * @throws IllegalArgumentException if {@code validity} is not as long as the values
   */
  public static Series of(String name, byte[] values, boolean[] validity) {
    return new Series(
        NativeSeries.fromBytes(
            start(name), WireWriter.of(DataType.INT8), values, Bits.of(validity, values.length)));
  }

  /**
   * Makes an {@code Int16} column from a copy of the values. {@code validity} has a bit for each
   * row, set where the value is not null.
   *
   * @throws IllegalArgumentException if {@code validity} has a bit set beyond the last row
   */
  public static Series of(String name, short[] values, BitSet validity) {
    return new Series(
        NativeSeries.fromShorts(
            start(name), WireWriter.of(DataType.INT16), values, Bits.of(validity, values.length)));
  }

  /**
   * Makes an {@code Int16} column from a copy of the values. {@code validity} has an element for
   * each row, true where the value is not null.
   *
   * @throws IllegalArgumentException if {@code validity} is not as long as the values
   */
  public static Series of(String name, short[] values, boolean[] validity) {
    return new Series(
        NativeSeries.fromShorts(
            start(name), WireWriter.of(DataType.INT16), values, Bits.of(validity, values.length)));
  }

  /**
   * Makes an {@code Int32} column from a copy of the values. {@code validity} has a bit for each
   * row, set where the value is not null.
   *
   * @throws IllegalArgumentException if {@code validity} has a bit set beyond the last row
   */
  public static Series of(String name, int[] values, BitSet validity) {
    return new Series(
        NativeSeries.fromInts(
            start(name), WireWriter.of(DataType.INT32), values, Bits.of(validity, values.length)));
  }

  /**
   * Makes an {@code Int32} column from a copy of the values. {@code validity} has an element for
   * each row, true where the value is not null.
   *
   * @throws IllegalArgumentException if {@code validity} is not as long as the values
   */
  public static Series of(String name, int[] values, boolean[] validity) {
    return new Series(
        NativeSeries.fromInts(
            start(name), WireWriter.of(DataType.INT32), values, Bits.of(validity, values.length)));
  }

  /**
   * Makes an {@code Int64} column from a copy of the values. {@code validity} has a bit for each
   * row, set where the value is not null.
   *
   * @throws IllegalArgumentException if {@code validity} has a bit set beyond the last row
   */
  public static Series of(String name, long[] values, BitSet validity) {
    return new Series(
        NativeSeries.fromLongs(
            start(name), WireWriter.of(DataType.INT64), values, Bits.of(validity, values.length)));
  }

  /**
   * Makes an {@code Int64} column from a copy of the values. {@code validity} has an element for
   * each row, true where the value is not null.
   *
   * @throws IllegalArgumentException if {@code validity} is not as long as the values
   */
  public static Series of(String name, long[] values, boolean[] validity) {
    return new Series(
        NativeSeries.fromLongs(
            start(name), WireWriter.of(DataType.INT64), values, Bits.of(validity, values.length)));
  }

  /**
   * Makes a {@code Float32} column from a copy of the values. {@code validity} has a bit for each
   * row, set where the value is not null.
   *
   * @throws IllegalArgumentException if {@code validity} has a bit set beyond the last row
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
   * Makes a {@code Float32} column from a copy of the values. {@code validity} has an element for
   * each row, true where the value is not null.
   *
   * @throws IllegalArgumentException if {@code validity} is not as long as the values
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
   * Makes a {@code Float64} column from a copy of the values. {@code validity} has a bit for each
   * row, set where the value is not null.
   *
   * @throws IllegalArgumentException if {@code validity} has a bit set beyond the last row
   */
  public static Series of(String name, double[] values, BitSet validity) {
    return new Series(
        NativeSeries.fromDoubles(start(name), values, Bits.of(validity, values.length)));
  }

  /**
   * Makes a {@code Float64} column from a copy of the values. {@code validity} has an element for
   * each row, true where the value is not null.
   *
   * @throws IllegalArgumentException if {@code validity} is not as long as the values
   */
  public static Series of(String name, double[] values, boolean[] validity) {
    return new Series(
        NativeSeries.fromDoubles(start(name), values, Bits.of(validity, values.length)));
  }

  /**
   * Makes a column of type {@code Int8} or {@code UInt8} from a copy of the values. For {@code
   * UInt8} their bits are read as unsigned.
   *
   * @param validity a bit for each row, set where the value is not null; null if no value is null
   * @throws IllegalArgumentException if {@code type} is none of these, or {@code validity} has a
   *     bit set beyond the last row
   */
  public static Series of(String name, DataType type, byte[] values, @Nullable BitSet validity) {
    byte[] bits = Bits.of(validity, values.length);
    return new Series(NativeSeries.fromBytes(start(name), WireWriter.of(type), values, bits));
  }

  /**
   * Makes a column of type {@code Int16} or {@code UInt16} from a copy of the values. For {@code
   * UInt16} their bits are read as unsigned.
   *
   * @param validity a bit for each row, set where the value is not null; null if no value is null
   * @throws IllegalArgumentException if {@code type} is none of these, or {@code validity} has a
   *     bit set beyond the last row
   */
  public static Series of(String name, DataType type, short[] values, @Nullable BitSet validity) {
    byte[] bits = Bits.of(validity, values.length);
    return new Series(NativeSeries.fromShorts(start(name), WireWriter.of(type), values, bits));
  }

  /**
   * Makes a column of type {@code Int32}, {@code UInt32} or {@code Date} from a copy of the values.
   * For {@code UInt32} their bits are read as unsigned, for {@code Date} they are days since
   * 1970-01-01.
   *
   * @param validity a bit for each row, set where the value is not null; null if no value is null
   * @throws IllegalArgumentException if {@code type} is none of these, or {@code validity} has a
   *     bit set beyond the last row
   */
  public static Series of(String name, DataType type, int[] values, @Nullable BitSet validity) {
    byte[] bits = Bits.of(validity, values.length);
    return new Series(NativeSeries.fromInts(start(name), WireWriter.of(type), values, bits));
  }

  /**
   * Makes a column of type {@code Int64}, {@code UInt64}, {@code Time}, {@code Datetime} or {@code
   * Duration} from a copy of the values. For {@code UInt64} their bits are read as unsigned;
   * temporal types count their unit, {@code Time} nanoseconds since midnight and {@code Datetime}
   * from 1970-01-01T00:00 on.
   *
   * @param validity a bit for each row, set where the value is not null; null if no value is null
   * @throws IllegalArgumentException if {@code type} is none of these, {@code validity} has a bit
   *     set beyond the last row, or a {@code Time} is not within a day
   */
  public static Series of(String name, DataType type, long[] values, @Nullable BitSet validity) {
    SeriesImport.checkTimes(name, type, values, validity);
    byte[] bits = Bits.of(validity, values.length);
    return new Series(NativeSeries.fromLongs(start(name), WireWriter.of(type), values, bits));
  }

  /**
   * Makes a column of type {@code Float32} or {@code Float16} from a copy of the values. {@code
   * Float16} rounds them.
   *
   * @param validity a bit for each row, set where the value is not null; null if no value is null
   * @throws IllegalArgumentException if {@code type} is none of these, {@code Float16} would make a
   *     value infinite or zero, or {@code validity} has a bit set beyond the last row
   */
  public static Series of(String name, DataType type, float[] values, @Nullable BitSet validity) {
    SeriesImport.checkHalves(name, type, values, validity);
    byte[] bits = Bits.of(validity, values.length);
    return new Series(NativeSeries.fromFloats(start(name), WireWriter.of(type), values, bits));
  }

  /**
   * Makes a {@code String} column.
   *
   * @throws IllegalArgumentException if a value is not valid Unicode, with its row
   */
  public static Series of(String name, @Nullable String... values) {
    return of(name, DataType.STRING, Arrays.asList(Objects.requireNonNull(values, "values")));
  }

  /** Makes a {@code Boolean} column; nulls stay null. */
  public static Series of(String name, @Nullable Boolean[] values) {
    return of(name, DataType.BOOLEAN, Arrays.asList(values));
  }

  /** Makes an {@code Int8} column; nulls stay null. */
  public static Series of(String name, @Nullable Byte[] values) {
    return of(name, DataType.INT8, Arrays.asList(values));
  }

  /** Makes an {@code Int16} column; nulls stay null. */
  public static Series of(String name, @Nullable Short[] values) {
    return of(name, DataType.INT16, Arrays.asList(values));
  }

  /** Makes an {@code Int32} column; nulls stay null. */
  public static Series of(String name, @Nullable Integer[] values) {
    return of(name, DataType.INT32, Arrays.asList(values));
  }

  /** Makes an {@code Int64} column; nulls stay null. */
  public static Series of(String name, @Nullable Long[] values) {
    return of(name, DataType.INT64, Arrays.asList(values));
  }

  /** Makes a {@code Float32} column; nulls stay null. */
  public static Series of(String name, @Nullable Float[] values) {
    return of(name, DataType.FLOAT32, Arrays.asList(values));
  }

  /** Makes a {@code Float64} column; nulls stay null. */
  public static Series of(String name, @Nullable Double[] values) {
    return of(name, DataType.FLOAT64, Arrays.asList(values));
  }

  /** Makes a {@code Boolean} column of values some of which may be null. */
  public static Series ofBooleans(String name, @Nullable Boolean... values) {
    return of(name, DataType.BOOLEAN, Arrays.asList(values));
  }

  /** Makes an {@code Int32} column of values some of which may be null. */
  public static Series ofInts(String name, @Nullable Integer... values) {
    return of(name, DataType.INT32, Arrays.asList(values));
  }

  /** Makes an {@code Int64} column of values some of which may be null. */
  public static Series ofLongs(String name, @Nullable Long... values) {
    return of(name, DataType.INT64, Arrays.asList(values));
  }

  /** Makes a {@code Float32} column of values some of which may be null. */
  public static Series ofFloats(String name, @Nullable Float... values) {
    return of(name, DataType.FLOAT32, Arrays.asList(values));
  }

  /** Makes a {@code Float64} column of values some of which may be null. */
  public static Series ofDoubles(String name, @Nullable Double... values) {
    return of(name, DataType.FLOAT64, Arrays.asList(values));
  }

  /**
   * Makes a {@code Decimal} column that holds all values as they are.
   *
   * @throws IllegalArgumentException if they have more than 38 digits together, with the row
   */
  public static Series of(String name, @Nullable BigDecimal... values) {
    boolean empty = Arrays.stream(values).allMatch(Objects::isNull);
    List<@Nullable BigDecimal> list = Arrays.asList(values);
    return empty ? of(name, DataType.decimal(38, 9), list) : of(name, list);
  }

  /**
   * Makes a {@code Decimal(38, 0)} column.
   *
   * @throws IllegalArgumentException if one has more digits, with its row
   */
  public static Series of(String name, @Nullable BigInteger... values) {
    return of(name, DataType.decimal(38, 0), Arrays.asList(values));
  }

  /** Makes a {@code String} column of the usual text of each. */
  public static Series of(String name, @Nullable UUID... values) {
    return of(name, DataType.STRING, Arrays.asList(values));
  }

  /** Makes a {@code Binary} column from a copy of the bytes. */
  public static Series of(String name, byte[] @Nullable [] values) {
    return of(name, DataType.BINARY, Arrays.asList(Objects.requireNonNull(values, "values")));
  }

  /**
   * Makes a {@code Date} column.
   *
   * @throws IllegalArgumentException if a day is so far from 1970 that 32 bits cannot count it,
   *     with its row
   */
  public static Series of(String name, @Nullable LocalDate... values) {
    return of(name, DataType.DATE, Arrays.asList(Objects.requireNonNull(values, "values")));
  }

  /** Makes a {@code Time} column. */
  public static Series of(String name, @Nullable LocalTime... values) {
    return of(name, DataType.TIME, Arrays.asList(Objects.requireNonNull(values, "values")));
  }

  /**
   * Makes a {@code Datetime(NANOSECONDS)} column without a time zone.
   *
   * @throws IllegalArgumentException if a value is outside the years 1677 to 2262, with its row;
   *     {@link #of(String, DataType, List)} with a coarser unit takes more
   */
  public static Series of(String name, @Nullable LocalDateTime... values) {
    DataType type = DataType.datetime(TimeUnit.NANOSECONDS);
    return of(name, type, Arrays.asList(Objects.requireNonNull(values, "values")));
  }

  /**
   * Makes a {@code Datetime(NANOSECONDS, UTC)} column.
   *
   * @throws IllegalArgumentException if a value is outside the years 1677 to 2262, with its row;
   *     {@link #of(String, DataType, List)} with a coarser unit takes more
   */
  public static Series of(String name, @Nullable Instant... values) {
    DataType type = DataType.datetime(TimeUnit.NANOSECONDS, ZoneOffset.UTC);
    return of(name, type, Arrays.asList(Objects.requireNonNull(values, "values")));
  }

  /**
   * Makes a {@code Duration(NANOSECONDS)} column.
   *
   * @throws IllegalArgumentException if a value is longer than 292 years, with its row; {@link
   *     #of(String, DataType, List)} with a coarser unit takes more
   */
  public static Series of(String name, @Nullable Duration... values) {
    DataType type = DataType.duration(TimeUnit.NANOSECONDS);
    return of(name, type, Arrays.asList(Objects.requireNonNull(values, "values")));
  }

  /**
   * Makes a column whose type follows from the values, as the table of {@link ValueOptions} says:
   * {@code BigDecimal} makes a {@code Decimal} that holds them all, a {@code ZonedDateTime} a
   * {@code Datetime} in its zone, an {@code enum}'s constant an {@code Enum} of all its constants,
   * a {@code Collection} a {@code List}, a {@code Map} with {@code String} keys or a {@link Row} a
   * {@code Struct} of all keys, a record a {@code Struct}. If all values are null, the column is of
   * type {@code Null}.
   *
   * <p>All values must be of one class, but numbers may be mixed where one type holds them all
   * exactly: integers make a column of the widest; {@code Double} and integers up to {@code
   * Integer} make a {@code Float64}, while {@code Double} and {@code Long} are refused, since some
   * digits may not fit. {@code Instant}, {@code OffsetDateTime} and {@code ZonedDateTime} of
   * several zones may be mixed too and make a {@code Datetime} in UTC.
   *
   * @throws IllegalArgumentException if values of other classes are mixed, with the row
   * @throws InvalidOperationException if no column type holds values of that class
   */
  public static Series of(String name, List<?> values) {
    return of(name, values, ValueOptions.DEFAULT);
  }

  /** Does the same with options, such as another unit of time. */
  public static Series of(String name, List<?> values, ValueOptions options) {
    Objects.requireNonNull(values, "values");
    return of(name, TypeInference.of(name, values, options), values, options);
  }

  /**
   * Makes a column of the given type, which may be nested, with nulls at any level. The type takes
   * the values that {@link #toList} returns for it, and the other classes in the table of {@link
   * ValueOptions} where the value fits: integer types and {@code Decimal} take every class of
   * integers in their range, {@code Float16} rounds a {@code Float}, a field that a map or {@link
   * Row} lacks is null.
   *
   * @throws IllegalArgumentException if a value is of another class, is out of range, has more
   *     digits than the type keeps, is a list of another width, or has a field that the type lacks.
   *     The message names the column, as {@code a.b[]}, the row and both types
   */
  public static Series of(String name, DataType type, List<?> values) {
    return of(name, type, values, ValueOptions.DEFAULT);
  }

  /** Does the same with options; the unit of time stays that of {@code type}. */
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
   * Makes a column from the values between the position and the limit of a buffer, stored as polars
   * stores them, in the machine's byte order. A buffer of {@link ByteBuffer#allocateDirect}, or a
   * slice of one, is shared rather than copied if it is aligned to the width of a value: do not
   * change it while a frame or series uses the values; it is kept alive until then. Every other
   * buffer is copied: a heap buffer, a mapped file, memory of an {@code Arena} or of native code.
   * These may be closed, cut off or freed afterwards. On a JDK that does not tell where a buffer
   * comes from, all buffers are copied.
   *
   * @param type any numeric or temporal type; {@code Float16} as its 16 bits, decimals as 128 bits
   * @param validity a bit for each row, set where the value is not null; null if no value is null
   * @throws IllegalArgumentException if the buffer has another byte order or does not end with a
   *     whole value, the validity has a bit beyond the rows, or a {@code Time} or {@code Decimal}
   *     is out of range
   * @throws IllegalStateException if the buffer's {@code Arena} is closed
   * @throws InvalidOperationException if the values of the type do not all take the same number of
   *     bytes
   */
  public static Series ofBuffer(
      String name, DataType type, ByteBuffer values, @Nullable BitSet validity) {
    return SeriesImport.buffer(start(name), type, values, validity);
  }

  /**
   * Makes a {@code String} column from a copy of UTF-8 bytes. Row {@code i} is the bytes from
   * {@code offsets[i]} to {@code offsets[i + 1]}: there is one more offset than rows.
   *
   * @param validity a bit for each row, set where the value is not null; null if no value is null
   * @throws IllegalArgumentException if a row is not UTF-8 or its offsets lie outside of the bytes,
   *     with the row
   */
  public static Series ofUtf8(String name, byte[] utf8, int[] offsets, @Nullable BitSet validity) {
    long[] wide = SeriesImport.widen(offsets);
    return SeriesImport.var(name, DataType.STRING, ByteBuffer.wrap(utf8), wide, validity);
  }

  /** Does the same with a buffer; offsets count from its position. */
  public static Series ofUtf8(
      String name, ByteBuffer utf8, long[] offsets, @Nullable BitSet validity) {
    return SeriesImport.var(name, DataType.STRING, utf8, offsets, validity);
  }

  /**
   * Makes a {@code Binary} column, as {@link #ofUtf8(String, byte[], int[], BitSet)} does of text.
   */
  public static Series ofBinary(
      String name, byte[] bytes, int[] offsets, @Nullable BitSet validity) {
    long[] wide = SeriesImport.widen(offsets);
    return SeriesImport.var(name, DataType.BINARY, ByteBuffer.wrap(bytes), wide, validity);
  }

  /** Does the same with a buffer; offsets count from its position. */
  public static Series ofBinary(
      String name, ByteBuffer bytes, long[] offsets, @Nullable BitSet validity) {
    return SeriesImport.var(name, DataType.BINARY, bytes, offsets, validity);
  }

  /**
   * Makes a {@code List} column. Row {@code i} holds the inner values from {@code offsets[i]} to
   * {@code offsets[i + 1]}: there is one more offset than rows. The column shares the memory of
   * {@code inner}, which the caller still closes.
   *
   * @param validity a bit for each row, set where the value is not null; null if no value is null
   * @throws IllegalArgumentException if the offsets do not start at 0, go down, or do not end at
   *     the length of {@code inner}
   */
  public static Series ofList(
      String name, Series inner, long[] offsets, @Nullable BitSet validity) {
    return SeriesImport.list(start(name), inner, offsets, validity);
  }

  /** Does the same with 32-bit offsets. */
  public static Series ofList(String name, Series inner, int[] offsets, @Nullable BitSet validity) {
    return ofList(name, inner, SeriesImport.widen(offsets), validity);
  }

  /**
   * Makes an {@code Array} column. Each row, even one that is null, takes the next {@code width}
   * inner values. The column shares the memory of {@code inner}, which the caller still closes.
   *
   * @param width how many values each row has, 1 or more
   * @param validity a bit for each row, set where the value is not null; null if no value is null
   * @throws IllegalArgumentException if the last row would not be complete
   */
  public static Series ofArray(String name, Series inner, int width, @Nullable BitSet validity) {
    return SeriesImport.array(start(name), inner, width, validity);
  }

  /**
   * Makes a {@code Struct} column without nulls. It shares the memory of the fields, which the
   * caller still closes.
   *
   * @throws ShapeMismatchException if their lengths differ
   * @throws DuplicateException if two have the same name
   */
  public static Series ofStruct(String name, Series... fields) {
    return ofStruct(name, List.of(fields), null);
  }

  /**
   * Does the same with nulls.
   *
   * @param validity a bit for each row, set where the value is not null; null if no value is null
   */
  public static Series ofStruct(String name, List<Series> fields, @Nullable BitSet validity) {
    return SeriesImport.struct(start(name), fields, validity);
  }

  /** Returns a builder that takes a column value by value. */
  public static Builder builder(String name, DataType type) {
    return builder(name, type, ValueOptions.DEFAULT);
  }

  /** Does the same with options; the unit of time stays that of {@code type}. */
  public static Builder builder(String name, DataType type, ValueOptions options) {
    Utf8.check("column name", name);
    Intake intake = Intakes.of(options);
    Objects.requireNonNull(type, "type");
    return new SeriesBuilder(ColumnBuilder.of(name, type, 0, intake));
  }

  /** Returns the name. */
  public String name() {
    handle.get();
    return field.name();
  }

  /** Returns the type of the values. */
  public DataType dataType() {
    handle.get();
    return field.dataType();
  }

  /** Returns the number of rows. */
  public long length() {
    handle.get();
    return length;
  }

  /** Returns the number of nulls. */
  public long nullCount() {
    return NativeSeries.nullCountOf(handle.get());
  }

  /** Tells whether any row is null. */
  public boolean hasNulls() {
    return nullCount() > 0;
  }

  /** Tells whether the row is null. */
  public boolean isNull(long i) {
    return NativeSeries.isNullAt(handle.get(), i);
  }

  /** Returns the value of a row, of the class that {@link #toList} uses. */
  public @Nullable Object get(long i) {
    Slices.index("row", i, length());
    return SeriesValues.read(this, i, 1)[0];
  }

  /**
   * Returns the value of a row of a {@code Boolean} column.
   *
   * @throws NullPointerException if it is null
   */
  public boolean getBoolean(long i) {
    return NativeSeries.booleanAt(handle.get(), i);
  }

  /**
   * Returns the value of a row of an integer column, as {@link #getLong} returns it.
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
   * Returns the value of a row of an integer column, as {@link #getLong} returns it.
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
   * Returns the value of a row of an integer column, as {@link #getLong} returns it.
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
   * Returns the value of a row of a column of integers of up to 64 bits, or the number that stands
   * for a temporal value.
   *
   * @throws NullPointerException if it is null
   * @throws ArithmeticException if it is a {@code UInt64} beyond the range of {@code long}
   */
  public long getLong(long i) {
    long value = NativeSeries.longAt(handle.get(), i);
    if (value < 0 && field.dataType() instanceof DataType.UInt64) {
      throw SeriesChecks.unfit(this, i, Long.toUnsignedString(value), "long");
    }
    return value;
  }

  /**
   * Returns the value of a row of a {@code Float32} or {@code Float16} column.
   *
   * @throws NullPointerException if it is null
   */
  public float getFloat(long i) {
    SeriesChecks.require(this, "getFloat", TypeTag.FLOAT32, TypeTag.FLOAT16);
    return (float) NativeSeries.doubleAt(handle.get(), i);
  }

  /**
   * Returns the value of a row of a floating point column.
   *
   * @throws NullPointerException if it is null
   */
  public double getDouble(long i) {
    return NativeSeries.doubleAt(handle.get(), i);
  }

  /**
   * Returns the value of a row of an unsigned integer column of up to 64 bits; beyond the range of
   * {@code long}, use {@link Long#toUnsignedString} and its like.
   *
   * @throws NullPointerException if it is null
   */
  public long getUnsignedLong(long i) {
    SeriesChecks.require(
        this, "getUnsignedLong", TypeTag.UINT8, TypeTag.UINT16, TypeTag.UINT32, TypeTag.UINT64);
    return NativeSeries.longAt(handle.get(), i);
  }

  /** Returns the value of a row of an integer column of any width, or null. */
  public @Nullable BigInteger getBigInteger(long i) {
    Object value = get(i);
    if (value == null || value instanceof BigInteger) {
      return (BigInteger) value;
    }
    return BigInteger.valueOf(getLong(i));
  }

  /** Returns the value of a row of a {@code Decimal} column, or null. */
  public @Nullable BigDecimal getBigDecimal(long i) {
    SeriesChecks.require(this, "getBigDecimal", TypeTag.DECIMAL);
    return (BigDecimal) get(i);
  }

  /** Returns the value of a row of a {@code Binary} column, or null. */
  public byte @Nullable [] getBinary(long i) {
    SeriesChecks.require(this, "getBinary", TypeTag.BINARY);
    return (byte[]) get(i);
  }

  /**
   * Returns the value of a row of a {@code String}, {@code Categorical} or {@code Enum} column. Row
   * after row, some are fetched at once.
   */
  public @Nullable String getString(long i) {
    return strings.get(this, handle.get(), i);
  }

  /**
   * Returns the values of a {@code Boolean} column.
   *
   * @throws InvalidOperationException if there is a null, with the row of the first
   */
  public boolean[] toBooleanArray() {
    boolean[] values = booleans("toBooleanArray");
    requireNoNulls("toBooleanArray");
    return values;
  }

  /** As {@link #toBooleanArray()}, with {@code nullValue} in place of nulls. */
  public boolean[] toBooleanArray(boolean nullValue) {
    boolean[] values = booleans("toBooleanArray");
    Bits.forEachUnset(nulls(values.length), values.length, i -> values[i] = nullValue);
    return values;
  }

  /**
   * Returns the values of an {@code Int8} column, or the bits of a {@code UInt8} one.
   *
   * @throws InvalidOperationException if there is a null, with the row of the first
   */
  public byte[] toByteArray() {
    byte[] values = bytes("toByteArray");
    requireNoNulls("toByteArray");
    return values;
  }

  /** As {@link #toByteArray()}, with {@code nullValue} in place of nulls. */
  public byte[] toByteArray(byte nullValue) {
    byte[] values = bytes("toByteArray");
    Bits.forEachUnset(nulls(values.length), values.length, i -> values[i] = nullValue);
    return values;
  }

  /**
   * Returns the values of an {@code Int16} column, or the bits of a {@code UInt16} one.
   *
   * @throws InvalidOperationException if there is a null, with the row of the first
   */
  public short[] toShortArray() {
    short[] values = shorts("toShortArray");
    requireNoNulls("toShortArray");
    return values;
  }

  /** As {@link #toShortArray()}, with {@code nullValue} in place of nulls. */
  public short[] toShortArray(short nullValue) {
    short[] values = shorts("toShortArray");
    Bits.forEachUnset(nulls(values.length), values.length, i -> values[i] = nullValue);
    return values;
  }

  /**
   * Returns the values of an {@code Int32} column, the bits of a {@code UInt32} one, or the days
   * since 1970 of a {@code Date} one.
   *
   * @throws InvalidOperationException if there is a null, with the row of the first
   */
  public int[] toIntArray() {
    int[] values = ints("toIntArray");
    requireNoNulls("toIntArray");
    return values;
  }

  /** As {@link #toIntArray()}, with {@code nullValue} in place of nulls. */
  public int[] toIntArray(int nullValue) {
    int[] values = ints("toIntArray");
    Bits.forEachUnset(nulls(values.length), values.length, i -> values[i] = nullValue);
    return values;
  }

  /**
   * Returns the values of an {@code Int64} column, the bits of a {@code UInt64} one, or the numbers
   * that stand for {@code Time}, {@code Datetime} or {@code Duration} values.
   *
   * @throws InvalidOperationException if there is a null, with the row of the first
   */
  public long[] toLongArray() {
    long[] values = longs("toLongArray");
    requireNoNulls("toLongArray");
    return values;
  }

  /** As {@link #toLongArray()}, with {@code nullValue} in place of nulls. */
  public long[] toLongArray(long nullValue) {
    long[] values = longs("toLongArray");
    Bits.forEachUnset(nulls(values.length), values.length, i -> values[i] = nullValue);
    return values;
  }

  /**
   * Returns the values of a {@code Float32} or {@code Float16} column.
   *
   * @throws InvalidOperationException if there is a null, with the row of the first
   */
  public float[] toFloatArray() {
    float[] values = floats("toFloatArray");
    requireNoNulls("toFloatArray");
    return values;
  }

  /** As {@link #toFloatArray()}, with {@code nullValue} in place of nulls. */
  public float[] toFloatArray(float nullValue) {
    float[] values = floats("toFloatArray");
    Bits.forEachUnset(nulls(values.length), values.length, i -> values[i] = nullValue);
    return values;
  }

  /**
   * Returns the values of a {@code Float64} column.
   *
   * @throws InvalidOperationException if there is a null, with the row of the first
   */
  public double[] toDoubleArray() {
    double[] values = doubles("toDoubleArray");
    requireNoNulls("toDoubleArray");
    return values;
  }

  /** As {@link #toDoubleArray()}, with {@code nullValue} in place of nulls. */
  public double[] toDoubleArray(double nullValue) {
    double[] values = doubles("toDoubleArray");
    Bits.forEachUnset(nulls(values.length), values.length, i -> values[i] = nullValue);
    return values;
  }

  /**
   * Returns the values of a {@code String}, {@code Categorical} or {@code Enum} column; nulls are
   * {@code null}.
   */
  public @Nullable String[] toStringArray() {
    SeriesChecks.require(this, "toStringArray", TypeTag.STRING, TypeTag.CATEGORICAL, TypeTag.ENUM);
    String[] values = new String[arrayLength()];
    SeriesValues.readVar(this, 0, values, SeriesValues::decode);
    return values;
  }

  /** Returns the values of a {@code Binary} column; nulls are {@code null}. */
  public byte[] @Nullable [] toBinaryArray() {
    SeriesChecks.require(this, "toBinaryArray", TypeTag.BINARY);
    byte[][] values = new byte[arrayLength()][];
    SeriesValues.readVar(this, 0, values, (b, at, n) -> Arrays.copyOfRange(b, at, at + n));
    return values;
  }

  /**
   * Returns the values of a column of any type as an immutable list; nulls are {@code null}. Signed
   * integers are {@code Byte}, {@code Short}, {@code Integer} and {@code Long}, unsigned integers
   * the next wider class, {@code UInt64} and 128-bit integers {@code BigInteger}; {@code Float16}
   * and {@code Float32} are {@code Float}; decimals {@code BigDecimal}; dates and times the classes
   * of {@code java.time}, {@code ZonedDateTime} if the type has a zone; categories {@code String};
   * binary {@code byte[]}; lists {@code List}; structs {@code Map} in the order of the fields.
   */
  public List<@Nullable Object> toList() {
    return Collections.unmodifiableList(Arrays.asList(SeriesValues.read(this, 0, arrayLength())));
  }

  /**
   * Copies the values of a numeric or temporal column, as polars stores them, into a buffer in the
   * machine's byte order, and moves the buffer's position behind them. Where a row is null, the
   * value is undefined.
   *
   * @throws InvalidOperationException if the column is of another type
   * @throws IllegalArgumentException if the buffer has another byte order
   * @throws java.nio.BufferOverflowException if the buffer has too little room; nothing is copied
   *     then
   * @throws IllegalStateException if the buffer's {@code Arena} is closed
   */
  public void copyTo(ByteBuffer target) {
    SeriesExport.copy(this, target);
  }

  /**
   * Returns a read-only view of the values of a numeric or temporal column, as polars stores them,
   * in the machine's byte order. Nothing is copied. The memory stays valid as long as the buffer,
   * or one derived from it, is reachable, even after this series is closed. Where a row is null,
   * the value is undefined.
   *
   * @throws InvalidOperationException if the column is of another type, there are several chunks,
   *     or the values take more than 2 GB
   */
  public ByteBuffer valuesBuffer() {
    return SeriesExport.values(this);
  }

  /**
   * Returns a read-only direct buffer with a bit for each row, lowest bit first, set where the
   * value is not null; null if no value is null. It stays valid as long as it is reachable, even
   * after this series is closed.
   */
  public @Nullable ByteBuffer validityBuffer() {
    return SeriesExport.validity(this, arrayLength());
  }

  /**
   * Calls {@code action} with each row that is not null, with the values of {@link #getLong},
   * fetched in bulk.
   *
   * @throws InvalidOperationException if the column is of another type
   * @throws ArithmeticException if a {@code UInt64} is beyond the range of {@code long}
   */
  public void forEachLong(LongRow action) {
    SeriesExport.forEachLong(this, action);
  }

  /**
   * Calls {@code action} with each row that is not null, with the values of {@link #getDouble},
   * fetched in bulk.
   *
   * @throws InvalidOperationException if the column is of another type
   */
  public void forEachDouble(DoubleRow action) {
    SeriesExport.forEachDouble(this, action);
  }

  /**
   * Calls {@code action} with each row that is not null, with the values of {@link #getString},
   * fetched in bulk.
   *
   * @throws InvalidOperationException if the column is of another type
   */
  public void forEachString(StringRow action) {
    SeriesChecks.require(this, "forEachString", TypeTag.STRING, TypeTag.CATEGORICAL, TypeTag.ENUM);
    SeriesExport.forEachString(this, action);
  }

  /** Returns an element for each row: true where the value is not null. */
  public boolean[] validity() {
    boolean[] validity = new boolean[arrayLength()];
    byte[] valid = nulls(validity.length);
    for (int i = 0; i < validity.length; i++) {
      validity[i] = Bits.isSet(valid, i);
    }
    return validity;
  }

  /**
   * Returns {@code length} rows from {@code offset} on, or as many as there are.
   *
   * @throws IndexOutOfBoundsException if the offset is negative or beyond the length
   * @throws IllegalArgumentException if the length is negative
   */
  public Series slice(long offset, long length) {
    long rows = Slices.length("the Series \"" + name() + "\"", this.length, offset, length);
    return new Series(NativeSeries.sliceRows(handle.get(), offset, rows), field, rows);
  }

  /** Returns the first {@code n} rows, or as many as there are. */
  public Series head(long n) {
    return slice(0, n);
  }

  /** Returns the last {@code n} rows, or as many as there are. */
  public Series tail(long n) {
    return slice(Math.max(0, length() - Slices.count(n)), n);
  }

  /** Returns the same values under another name. */
  public Series rename(String name) {
    Utf8.check("column name", name);
    return new Series(
        NativeSeries.renamed(handle.get(), name), new Field(name, field.dataType()), length);
  }

  /** Returns the number of pieces of memory that the values lie in. */
  public int nChunks() {
    return NativeSeries.chunkCount(handle.get());
  }

  /** Estimates how many bytes the values take. Memory that several series share counts for each. */
  public long estimatedSize() {
    return NativeSeries.sizeOf(handle.get());
  }

  /**
   * Tells whether name, type and values are the same; nulls are equal to nulls: {@code
   * equals_missing}.
   */
  public boolean contentEquals(Series other) {
    try {
      return NativeSeries.equalTo(handle.get(), other.handle());
    } finally {
      Reference.reachabilityFence(other);
    }
  }

  /** Makes a frame of this column alone. */
  public DataFrame toFrame() {
    return DataFrame.of(this);
  }

  /** Returns the first and last values as polars prints them. */
  @Override
  public String toString() {
    return NativeSeries.text(handle.get());
  }

  /** Frees the memory once nothing else shares it. Closing again does nothing. */
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

  /** Takes the number of a row and its value. */
  @FunctionalInterface
  public interface LongRow {
    /** Is called for the rows in their order. */
    void accept(long row, long value);
  }

  /** Takes the number of a row and its value. */
  @FunctionalInterface
  public interface DoubleRow {
    /** Is called for the rows in their order. */
    void accept(long row, double value);
  }

  /** Takes the number of a row and its value. */
  @FunctionalInterface
  public interface StringRow {
    /** Is called for the rows in their order. */
    void accept(long row, String value);
  }

  /**
   * Builds a column value by value, mostly in native memory. A value that the type does not take is
   * refused with an {@link IllegalArgumentException} that names the column, the row and both types;
   * the builder stays as it was. A builder is for one thread at a time.
   *
   * <p>The methods for whole numbers serve every integer type, {@code Decimal}, {@code Float64}
   * (not with {@code appendLong}) and, with the numbers that stand for their values, {@code Date},
   * {@code Time}, {@code Datetime} and {@code Duration}. The number must be in the range of the
   * type.
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

    /** Adds any value that {@link Series#of(String, DataType, List)} takes for the type. */
    public abstract Builder append(@Nullable Object value);

    /**
     * Returns the builder of the elements of the {@code List} or {@code Array} that {@link
     * #endList} ends.
     */
    public abstract Builder element();

    /** Adds a list of the elements that were added since the last list ended. */
    public abstract Builder endList();

    /**
     * Returns the builder of a field of a {@code Struct}, which takes one value at most before
     * {@link #endStruct}.
     */
    public abstract Builder field(int index);

    /** Does the same by name. */
    public abstract Builder field(String name);

    /** Adds a struct of the fields' new values. A field that got none is null. */
    public abstract Builder endStruct();

    /** Returns the type. */
    public abstract DataType dataType();

    /** Returns the number of rows. */
    public abstract long length();

    /**
     * Returns a series of all rows. The builder is empty afterwards and may be used again.
     *
     * @throws IllegalStateException if a list or struct was not ended, or this is not the builder
     *     of a whole column
     */
    public abstract Series build();
  }
}
