package io.github.polars4j.arrow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.polars4j.DataType;
import io.github.polars4j.TimeUnit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.impl.UnionFixedSizeListWriter;
import org.apache.arrow.vector.complex.impl.UnionLargeListWriter;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.complex.impl.UnionMapWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;

/** A vector of every type that both sides have, of three rows, the second one null. */
final class Vectors {
  static final String LONG = "größer als zwölf Bytes 🦜";

  /** A vector, and what polars makes of it. */
  record Case(FieldVector vector, DataType type, List<Object> values) {}

  private final BufferAllocator allocator;
  private final List<Case> cases = new ArrayList<>();

  private Vectors(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  static List<Case> all(BufferAllocator allocator) {
    Vectors vectors = new Vectors(allocator);
    vectors.numbers();
    vectors.text();
    vectors.times();
    vectors.nested();
    return vectors.cases;
  }

  static VectorSchemaRoot root(List<Case> cases) {
    VectorSchemaRoot root = new VectorSchemaRoot(cases.stream().map(Case::vector).toList());
    root.setRowCount(3);
    return root;
  }

  private void add(FieldVector vector, DataType type, Object first, Object third) {
    vector.setValueCount(3);
    cases.add(new Case(vector, type, Arrays.asList(first, null, third)));
  }

  private void numbers() {
    BitVector bit = new BitVector("bit", allocator);
    bit.setSafe(0, 1);
    bit.setSafe(2, 0);
    add(bit, DataType.BOOLEAN, true, false);
    TinyIntVector int8 = new TinyIntVector("int8", allocator);
    int8.setSafe(0, -128);
    int8.setSafe(2, 127);
    add(int8, DataType.INT8, (byte) -128, (byte) 127);
    SmallIntVector int16 = new SmallIntVector("int16", allocator);
    int16.setSafe(0, -32768);
    int16.setSafe(2, 1);
    add(int16, DataType.INT16, (short) -32768, (short) 1);
    IntVector int32 = new IntVector("int32", allocator);
    int32.setSafe(0, Integer.MIN_VALUE);
    int32.setSafe(2, 7);
    add(int32, DataType.INT32, Integer.MIN_VALUE, 7);
    BigIntVector int64 = new BigIntVector("int64", allocator);
    int64.setSafe(0, Long.MIN_VALUE);
    int64.setSafe(2, 7);
    add(int64, DataType.INT64, Long.MIN_VALUE, 7L);
    UInt1Vector uint8 = new UInt1Vector("uint8", allocator);
    uint8.setSafe(0, 255);
    uint8.setSafe(2, 0);
    add(uint8, DataType.UINT8, (short) 255, (short) 0);
    UInt2Vector uint16 = new UInt2Vector("uint16", allocator);
    uint16.setSafe(0, 65535);
    uint16.setSafe(2, 0);
    add(uint16, DataType.UINT16, 65535, 0);
    UInt4Vector uint32 = new UInt4Vector("uint32", allocator);
    uint32.setSafe(0, -1);
    uint32.setSafe(2, 0);
    add(uint32, DataType.UINT32, 0xffff_ffffL, 0L);
    UInt8Vector uint64 = new UInt8Vector("uint64", allocator);
    uint64.setSafe(0, -1);
    uint64.setSafe(2, 0);
    BigInteger max = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    add(uint64, DataType.UINT64, max, BigInteger.ZERO);
    Float2Vector float16 = new Float2Vector("float16", allocator);
    float16.setSafeWithPossibleTruncate(0, 1.5f);
    float16.setSafeWithPossibleTruncate(2, -0.25f);
    add(float16, DataType.FLOAT16, 1.5f, -0.25f);
    Float4Vector float32 = new Float4Vector("float32", allocator);
    float32.setSafe(0, Float.NaN);
    float32.setSafe(2, 0.1f);
    add(float32, DataType.FLOAT32, Float.NaN, 0.1f);
    Float8Vector float64 = new Float8Vector("float64", allocator);
    float64.setSafe(0, Double.NEGATIVE_INFINITY);
    float64.setSafe(2, 0.1);
    add(float64, DataType.FLOAT64, Double.NEGATIVE_INFINITY, 0.1);
    DecimalVector decimal = new DecimalVector("decimal", allocator, 38, 4);
    BigDecimal big = new BigDecimal("9999999999999999999999999999999999.9999");
    decimal.setSafe(0, big);
    decimal.setSafe(2, new BigDecimal("-0.0001"));
    add(decimal, DataType.decimal(38, 4), big, new BigDecimal("-0.0001"));
    NullVector none = new NullVector("null", 3);
    add(none, DataType.NULL, null, null);
  }

  private void text() {
    VarCharVector small = new VarCharVector("utf8", allocator);
    small.setSafe(0, LONG.getBytes(UTF_8));
    small.setSafe(2, new byte[0]);
    add(small, DataType.STRING, LONG, "");
    LargeVarCharVector large = new LargeVarCharVector("large utf8", allocator);
    large.setSafe(0, LONG.getBytes(UTF_8));
    large.setSafe(2, "x".getBytes(UTF_8));
    add(large, DataType.STRING, LONG, "x");
    ViewVarCharVector view = new ViewVarCharVector("utf8 view", allocator);
    view.allocateNew(3);
    view.setSafe(0, LONG.getBytes(UTF_8));
    view.setSafe(2, "x".getBytes(UTF_8));
    add(view, DataType.STRING, LONG, "x");
    byte[] bytes = {0, -1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
    VarBinaryVector binary = new VarBinaryVector("binary", allocator);
    binary.setSafe(0, bytes);
    binary.setSafe(2, new byte[0]);
    add(binary, DataType.BINARY, bytes, new byte[0]);
    LargeVarBinaryVector largeBinary = new LargeVarBinaryVector("large binary", allocator);
    largeBinary.setSafe(0, bytes);
    largeBinary.setSafe(2, new byte[0]);
    add(largeBinary, DataType.BINARY, bytes, new byte[0]);
    ViewVarBinaryVector viewBinary = new ViewVarBinaryVector("binary view", allocator);
    viewBinary.allocateNew(3);
    viewBinary.setSafe(0, bytes);
    viewBinary.setSafe(2, new byte[0]);
    add(viewBinary, DataType.BINARY, bytes, new byte[0]);
    FixedSizeBinaryVector fixed = new FixedSizeBinaryVector("fixed binary", allocator, 3);
    fixed.allocateNew(3);
    fixed.setSafe(0, new byte[] {1, 2, 3});
    fixed.setSafe(2, new byte[] {4, 5, 6});
    add(fixed, DataType.BINARY, new byte[] {1, 2, 3}, new byte[] {4, 5, 6});
  }

  private void times() {
    DateDayVector day = new DateDayVector("day", allocator);
    day.setSafe(0, -1);
    day.setSafe(2, 20_000);
    add(day, DataType.DATE, LocalDate.of(1969, 12, 31), LocalDate.ofEpochDay(20_000));
    DateMilliVector milli = new DateMilliVector("date milli", allocator);
    milli.setSafe(0, -86_400_000L);
    milli.setSafe(2, 86_400_000L);
    DataType datetime = DataType.datetime(TimeUnit.MILLISECONDS);
    LocalDateTime epoch = LocalDateTime.of(1970, 1, 1, 0, 0);
    add(milli, datetime, epoch.minusDays(1), epoch.plusDays(1));
    LocalTime late = LocalTime.of(23, 59, 59);
    TimeSecVector timeSec = new TimeSecVector("time s", allocator);
    timeSec.setSafe(0, 86_399);
    timeSec.setSafe(2, 0);
    add(timeSec, DataType.TIME, late, LocalTime.MIDNIGHT);
    TimeMilliVector timeMilli = new TimeMilliVector("time ms", allocator);
    timeMilli.setSafe(0, 86_399_001);
    timeMilli.setSafe(2, 0);
    add(timeMilli, DataType.TIME, late.plusNanos(1_000_000), LocalTime.MIDNIGHT);
    TimeMicroVector timeMicro = new TimeMicroVector("time us", allocator);
    timeMicro.setSafe(0, 86_399_000_001L);
    timeMicro.setSafe(2, 0);
    add(timeMicro, DataType.TIME, late.plusNanos(1_000), LocalTime.MIDNIGHT);
    TimeNanoVector timeNano = new TimeNanoVector("time ns", allocator);
    timeNano.setSafe(0, 86_399_000_000_001L);
    timeNano.setSafe(2, 0);
    add(timeNano, DataType.TIME, late.plusNanos(1), LocalTime.MIDNIGHT);
    TimeStampSecVector seconds = new TimeStampSecVector("timestamp s", allocator);
    seconds.setSafe(0, -1);
    seconds.setSafe(2, 1);
    add(seconds, datetime, epoch.minusSeconds(1), epoch.plusSeconds(1));
    TimeStampMilliVector millis = new TimeStampMilliVector("timestamp ms", allocator);
    millis.setSafe(0, -1);
    millis.setSafe(2, 1);
    add(millis, datetime, epoch.minusNanos(1_000_000), epoch.plusNanos(1_000_000));
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    FieldType zoned =
        FieldType.nullable(
            new ArrowType.Timestamp(
                org.apache.arrow.vector.types.TimeUnit.MICROSECOND, "Europe/Berlin"));
    TimeStampMicroTZVector micros = new TimeStampMicroTZVector("timestamp us", zoned, allocator);
    micros.setSafe(0, -1);
    micros.setSafe(2, 1);
    ZonedDateTimes times = new ZonedDateTimes(epoch, berlin);
    add(
        micros,
        DataType.datetime(TimeUnit.MICROSECONDS, berlin),
        times.plusNanos(-1000),
        times.plusNanos(1000));
    TimeStampNanoVector nanos = new TimeStampNanoVector("timestamp ns", allocator);
    nanos.setSafe(0, -1);
    nanos.setSafe(2, Long.MAX_VALUE);
    add(
        nanos,
        DataType.datetime(TimeUnit.NANOSECONDS),
        epoch.minusNanos(1),
        epoch.plusNanos(Long.MAX_VALUE));
    duration("duration s", org.apache.arrow.vector.types.TimeUnit.SECOND, Duration.ofSeconds(5));
    duration(
        "duration ms", org.apache.arrow.vector.types.TimeUnit.MILLISECOND, Duration.ofMillis(5));
    duration("duration ns", org.apache.arrow.vector.types.TimeUnit.NANOSECOND, Duration.ofNanos(5));
  }

  private record ZonedDateTimes(LocalDateTime utc, ZoneId zone) {
    Object plusNanos(long nanos) {
      return utc.plusNanos(nanos).atZone(ZoneId.of("UTC")).withZoneSameInstant(zone);
    }
  }

  private void duration(String name, org.apache.arrow.vector.types.TimeUnit unit, Duration five) {
    FieldType type = FieldType.nullable(new ArrowType.Duration(unit));
    DurationVector vector = new DurationVector(name, type, allocator);
    vector.setSafe(0, 5);
    vector.setSafe(2, -5);
    TimeUnit ours =
        unit == org.apache.arrow.vector.types.TimeUnit.NANOSECOND
            ? TimeUnit.NANOSECONDS
            : TimeUnit.MILLISECONDS;
    add(vector, DataType.duration(ours), five, five.negated());
  }

  private void nested() {
    ListVector list = ListVector.empty("list", allocator);
    UnionListWriter writer = list.getWriter();
    writer.setPosition(0);
    writer.startList();
    writer.bigInt().writeBigInt(1);
    writer.writeNull();
    writer.endList();
    writer.setPosition(2);
    writer.startList();
    writer.endList();
    add(list, DataType.list(DataType.INT64), Arrays.asList(1L, null), List.of());
    LargeListVector large = LargeListVector.empty("large list", allocator);
    UnionLargeListWriter largeWriter = large.getWriter();
    largeWriter.setPosition(0);
    largeWriter.startList();
    largeWriter.integer().writeInt(1);
    largeWriter.endList();
    largeWriter.setPosition(2);
    largeWriter.startList();
    largeWriter.endList();
    add(large, DataType.list(DataType.INT32), List.of(1), List.of());
    FixedSizeListVector fixed = FixedSizeListVector.empty("fixed list", 2, allocator);
    UnionFixedSizeListWriter fixedWriter = fixed.getWriter();
    fixedWriter.setPosition(0);
    fixedWriter.startList();
    fixedWriter.integer().writeInt(1);
    fixedWriter.integer().writeInt(2);
    fixedWriter.endList();
    fixedWriter.setPosition(2);
    fixedWriter.startList();
    fixedWriter.integer().writeInt(3);
    fixedWriter.integer().writeInt(4);
    fixedWriter.endList();
    add(fixed, DataType.array(DataType.INT32, 2), List.of(1, 2), List.of(3, 4));
    StructVector struct = StructVector.empty("struct", allocator);
    IntVector a =
        struct.addOrGet("a", FieldType.nullable(new ArrowType.Int(32, true)), IntVector.class);
    VarCharVector b =
        struct.addOrGet("b", FieldType.nullable(new ArrowType.Utf8()), VarCharVector.class);
    a.setSafe(0, 1);
    b.setSafe(0, LONG.getBytes(UTF_8));
    struct.setIndexDefined(0);
    a.setSafe(2, 3);
    struct.setIndexDefined(2);
    Map<String, Object> third = new java.util.LinkedHashMap<>();
    third.put("a", 3);
    third.put("b", null);
    DataType structType =
        DataType.struct(
            io.github.polars4j.Field.of("a", DataType.INT32),
            io.github.polars4j.Field.of("b", DataType.STRING));
    add(struct, structType, Map.of("a", 1, "b", LONG), third);
    MapVector map = MapVector.empty("map", allocator, false);
    UnionMapWriter mapWriter = map.getWriter();
    mapWriter.setPosition(0);
    mapWriter.startMap();
    mapWriter.startEntry();
    mapWriter.key().varChar().writeVarChar("k");
    mapWriter.value().integer().writeInt(1);
    mapWriter.endEntry();
    mapWriter.endMap();
    mapWriter.setPosition(2);
    mapWriter.startMap();
    mapWriter.endMap();
    DataType entry =
        DataType.struct(
            io.github.polars4j.Field.of("key", DataType.STRING),
            io.github.polars4j.Field.of("value", DataType.INT32));
    add(map, DataType.list(entry), List.of(Map.of("key", "k", "value", 1)), List.of());
  }
}
