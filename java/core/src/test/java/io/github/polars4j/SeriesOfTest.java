package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Java values become a column of the right type, and come back as they were. */
class SeriesOfTest {
  private static final ZoneId UTC = ZoneId.of("UTC");

  private static void assertHolds(Series series, DataType type, Object... values) {
    try (series) {
      assertThat(series.name()).isEqualTo("n");
      assertThat(series.dataType()).isEqualTo(type);
      assertThat(series.length()).isEqualTo(values.length);
      assertThat(series.toList()).containsExactly(values);
    }
  }

  private static BigInteger big(String decimal) {
    return new BigInteger(decimal);
  }

  @Test
  void booleans() {
    assertHolds(Series.of("n", new boolean[] {true, false}), DataType.BOOLEAN, true, false);
  }

  @Test
  void bytes() {
    assertHolds(
        Series.of("n", new byte[] {Byte.MIN_VALUE, 0, Byte.MAX_VALUE}),
        DataType.INT8,
        Byte.MIN_VALUE,
        (byte) 0,
        Byte.MAX_VALUE);
  }

  @Test
  void shorts() {
    assertHolds(
        Series.of("n", new short[] {Short.MIN_VALUE, Short.MAX_VALUE}),
        DataType.INT16,
        Short.MIN_VALUE,
        Short.MAX_VALUE);
  }

  @Test
  void ints() {
    assertHolds(
        Series.of("n", new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE}),
        DataType.INT32,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE);
  }

  @Test
  void longs() {
    assertHolds(
        Series.of("n", new long[] {Long.MIN_VALUE, Long.MAX_VALUE}),
        DataType.INT64,
        Long.MIN_VALUE,
        Long.MAX_VALUE);
  }

  @Test
  void floats() {
    assertHolds(
        Series.of("n", new float[] {-0f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY}),
        DataType.FLOAT32,
        -0f,
        Float.MIN_VALUE,
        Float.NaN,
        Float.NEGATIVE_INFINITY);
  }

  @Test
  void doubles() {
    assertHolds(
        Series.of("n", new double[] {-0d, Double.MIN_VALUE, Double.NaN, Double.MAX_VALUE}),
        DataType.FLOAT64,
        -0d,
        Double.MIN_VALUE,
        Double.NaN,
        Double.MAX_VALUE);
  }

  @Test
  void strings() {
    assertHolds(Series.of("n", "a", null, ""), DataType.STRING, "a", null, "");
  }

  @Test
  void byteArrays() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    assertHolds(
        Series.of("n", new byte[][] {all, null, {}}), DataType.BINARY, all, null, new byte[0]);
  }

  @Test
  void dates() {
    LocalDate first = LocalDate.ofEpochDay(Integer.MIN_VALUE);
    LocalDate last = LocalDate.ofEpochDay(Integer.MAX_VALUE);
    LocalDate old = LocalDate.of(1582, 10, 14);
    assertHolds(Series.of("n", first, null, old, last), DataType.DATE, first, null, old, last);
  }

  @Test
  void times() {
    assertHolds(
        Series.of("n", LocalTime.MIN, null, LocalTime.MAX),
        DataType.TIME,
        LocalTime.MIN,
        null,
        LocalTime.MAX);
  }

  @Test
  void localDateTimes() {
    LocalDateTime before1970 = LocalDateTime.parse("1969-12-31T23:59:59.999999999");
    LocalDateTime first = LocalDateTime.parse("1677-09-21T00:12:43.145224192");
    LocalDateTime last = LocalDateTime.parse("2262-04-11T23:47:16.854775807");
    assertHolds(
        Series.of("n", before1970, null, first, last),
        DataType.datetime(TimeUnit.NANOSECONDS),
        before1970,
        null,
        first,
        last);
  }

  @Test
  void instants() {
    Instant before1970 = Instant.parse("1969-12-31T23:59:58.000000001Z");
    Instant first = Instant.parse("1677-09-21T00:12:43.145224192Z");
    Instant last = Instant.parse("2262-04-11T23:47:16.854775807Z");
    assertHolds(
        Series.of("n", before1970, null, first, last),
        DataType.datetime(TimeUnit.NANOSECONDS, UTC),
        before1970.atZone(UTC),
        null,
        first.atZone(UTC),
        last.atZone(UTC));
  }

  @Test
  void durations() {
    Duration least = Duration.ofSeconds(Long.MIN_VALUE / 1_000_000_000, -854_775_808);
    Duration most = Duration.ofSeconds(Long.MAX_VALUE / 1_000_000_000, 854_775_807);
    Duration back = Duration.ofNanos(-1);
    assertHolds(
        Series.of("n", least, null, back, most),
        DataType.duration(TimeUnit.NANOSECONDS),
        least,
        null,
        back,
        most);
  }

  @Test
  void theGivenArrayIsCopied() {
    long[] values = {1, 2};
    try (Series series = Series.of("n", values)) {
      values[0] = 7;
      assertThat(series.toLongArray()).containsExactly(1, 2);
    }
  }

  @Test
  void noValuesAtAll() {
    assertHolds(Series.of("n", new double[0]), DataType.FLOAT64);
    assertHolds(Series.of("n", new String[0]), DataType.STRING);
    assertHolds(Series.of("n", List.of()), DataType.NULL);
  }

  static Stream<Arguments> boxed() {
    Instant instant = Instant.parse("2024-02-29T01:02:03.000000004Z");
    ZoneId berlin = Sample.BERLIN;
    return Stream.of(
        Arguments.of(true, DataType.BOOLEAN, true),
        Arguments.of((byte) 1, DataType.INT8, (byte) 1),
        Arguments.of((short) 1, DataType.INT16, (short) 1),
        Arguments.of(1, DataType.INT32, 1),
        Arguments.of(1L, DataType.INT64, 1L),
        Arguments.of(big("1"), DataType.decimal(38, 0), new BigDecimal(1)),
        Arguments.of(1f, DataType.FLOAT32, 1f),
        Arguments.of(1d, DataType.FLOAT64, 1d),
        Arguments.of("1", DataType.STRING, "1"),
        Arguments.of(new byte[] {1}, DataType.BINARY, new byte[] {1}),
        Arguments.of(LocalDate.EPOCH, DataType.DATE, LocalDate.EPOCH),
        Arguments.of(LocalTime.NOON, DataType.TIME, LocalTime.NOON),
        Arguments.of(
            LocalDateTime.MIN.withYear(2000),
            DataType.datetime(TimeUnit.NANOSECONDS),
            LocalDateTime.MIN.withYear(2000)),
        Arguments.of(instant, DataType.datetime(TimeUnit.NANOSECONDS, UTC), instant.atZone(UTC)),
        Arguments.of(
            instant.atZone(berlin),
            DataType.datetime(TimeUnit.NANOSECONDS, berlin),
            instant.atZone(berlin)),
        Arguments.of(
            Duration.ofNanos(1), DataType.duration(TimeUnit.NANOSECONDS), Duration.ofNanos(1)));
  }

  @ParameterizedTest
  @MethodSource("boxed")
  void aBoxedListHasTheTypeOfItsFirstValue(Object value, DataType type, Object read) {
    assertHolds(Series.of("n", Arrays.asList(null, value, null)), type, null, read, null);
  }

  @Test
  void nothingButNullsMakesANullColumn() {
    assertHolds(Series.of("n", Arrays.asList(null, null)), DataType.NULL, null, null);
  }

  @Test
  void aTypedListMayBeNothingButNulls() {
    for (DataType type :
        List.of(
            DataType.INT64,
            DataType.BOOLEAN,
            DataType.STRING,
            DataType.categorical(),
            DataType.enumeration("a"))) {
      assertHolds(Series.of("n", type, Arrays.asList(null, null)), type, null, null);
    }
  }

  @Test
  void unsignedBoundaries() {
    assertHolds(
        Series.of("n", DataType.UINT8, List.of(0, 255)), DataType.UINT8, (short) 0, (short) 255);
    assertHolds(Series.of("n", DataType.UINT16, List.of(0, 65_535)), DataType.UINT16, 0, 65_535);
    assertHolds(
        Series.of("n", DataType.UINT32, List.of(0L, 4_294_967_295L)),
        DataType.UINT32,
        0L,
        4_294_967_295L);
    BigInteger most = big("18446744073709551615");
    assertHolds(
        Series.of("n", DataType.UINT64, Arrays.asList(0, Long.MAX_VALUE, null, most)),
        DataType.UINT64,
        big("0"),
        big("9223372036854775807"),
        null,
        most);
  }

  static Stream<Arguments> outOfRange() {
    return Stream.of(
        Arguments.of(DataType.INT8, 128),
        Arguments.of(DataType.INT16, -32_769),
        Arguments.of(DataType.INT32, 1L << 31),
        Arguments.of(DataType.INT64, BigInteger.ONE.shiftLeft(63)),
        Arguments.of(DataType.UINT8, 256),
        Arguments.of(DataType.UINT8, -1),
        Arguments.of(DataType.UINT16, 65_536),
        Arguments.of(DataType.UINT32, 1L << 32),
        Arguments.of(DataType.UINT64, -1L),
        Arguments.of(DataType.UINT64, BigInteger.ONE.shiftLeft(64)),
        Arguments.of(DataType.DATE, LocalDate.ofEpochDay(1L << 31)),
        Arguments.of(
            DataType.datetime(TimeUnit.NANOSECONDS), LocalDateTime.parse("2262-04-12T00:00")),
        Arguments.of(
            DataType.datetime(TimeUnit.MILLISECONDS, UTC), Instant.ofEpochSecond(1L << 54)),
        Arguments.of(DataType.duration(TimeUnit.MICROSECONDS), Duration.ofSeconds(1L << 62)));
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void aValueOutOfRangeIsRefusedNamingColumnAndRow(DataType type, Object value) {
    assertThatThrownBy(() -> Series.of("n", type, Arrays.asList(null, null, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"n\", row 2")
        .hasMessageContaining(type.toString())
        .hasMessageContaining("out of range");
  }

  @Test
  void anInstantOutOfRangeIsRefusedAndToldTheWayOut() {
    Instant late = Instant.parse("2262-04-11T23:47:16.854775808Z");
    assertThatThrownBy(() -> Series.of("n", Instant.EPOCH, late))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 1")
        .hasMessageContaining("MICROSECONDS");
  }

  @Test
  void finerDigitsThanTheUnitAreRefused() {
    assertThatThrownBy(
            () ->
                Series.of(
                    "n",
                    DataType.datetime(TimeUnit.MICROSECONDS),
                    List.of(LocalDateTime.parse("1969-12-31T23:59:59.999999999"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 0")
        .hasMessageContaining("finer digits");
    assertThatThrownBy(
            () ->
                Series.of(
                    "n",
                    DataType.duration(TimeUnit.MILLISECONDS),
                    List.of(Duration.ofMillis(5), Duration.ofNanos(1_000))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 1");
  }

  @Test
  void coarserUnitsReachFarther() {
    DataType type = DataType.datetime(TimeUnit.MILLISECONDS);
    LocalDateTime old = LocalDateTime.parse("-9999-01-01T00:00:00.001");
    LocalDateTime late = LocalDateTime.parse("+99999-12-31T23:59:59.999");
    assertHolds(Series.of("n", type, List.of(old, late)), type, old, late);
  }

  @Test
  void aZonedColumnTakesInstantsAndItsOwnZone() {
    DataType type = DataType.datetime(TimeUnit.MICROSECONDS, Sample.BERLIN);
    Instant instant = Instant.parse("2024-10-27T00:30:00Z"); // the hour that Berlin has twice
    Instant later = instant.plusSeconds(3600);
    assertHolds(
        Series.of("n", type, List.of(instant, later.atZone(Sample.BERLIN))),
        type,
        instant.atZone(Sample.BERLIN),
        later.atZone(Sample.BERLIN));
    assertThatThrownBy(() -> Series.of("n", type, List.of(instant.atZone(UTC))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another zone");
  }

  @Test
  void aZoneThatIsNoRegionIsKeptOrIsThatOfItsOffset() {
    ZonedDateTime at = ZonedDateTime.parse("2024-01-01T00:00:00+05:30");
    DataType offset = DataType.datetime(TimeUnit.NANOSECONDS, at.getZone());
    assertHolds(Series.of("n", Arrays.asList(null, at)), offset, null, at);
    assertHolds(Series.of("n", offset, List.of(at, at.toInstant())), offset, at, at);
    Map<String, String> known =
        Map.of("GMT+02:00", "Etc/GMT-2", "UTC+01:30", "+01:30", "UT-03:00", "Etc/GMT+3");
    known.forEach(
        (zone, kept) -> {
          ZonedDateTime other = at.withZoneSameInstant(ZoneId.of(zone));
          assertHolds(
              Series.of("n", List.of(other)),
              DataType.datetime(TimeUnit.NANOSECONDS, ZoneId.of(kept)),
              other.withZoneSameInstant(ZoneId.of(kept)));
        });
    assertHolds(
        Series.of("n", List.of(at, at.withZoneSameInstant(Sample.BERLIN))),
        DataType.datetime(TimeUnit.NANOSECONDS, UTC),
        at.withZoneSameInstant(UTC),
        at.withZoneSameInstant(UTC));
    assertHolds(
        Series.of("n", List.of(at.toOffsetDateTime())),
        DataType.datetime(TimeUnit.NANOSECONDS, UTC),
        at.withZoneSameInstant(UTC));
  }

  @Test
  void aZoneThatOnlyJavaKnowsIsRefusedWithTheColumn() {
    DataType type = DataType.datetime(TimeUnit.MICROSECONDS, ZoneId.of("SystemV/AST4"));
    for (ThrowingCallable making :
        List.<ThrowingCallable>of(
            () -> Series.of("n", type, List.of()),
            () -> DataFrame.builder(Schema.of(Field.of("n", type))).build(),
            () -> Series.of("n", 1L).cast(type))) {
      assertThatThrownBy(making)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("column 'n': no time zone 'SystemV/AST4' is known");
    }
  }

  @Test
  void aValueOfAnotherClassNamesTheRowAndBothTypes() {
    assertThatThrownBy(() -> Series.of("n", Arrays.asList("1", null, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 2")
        .hasMessageContaining("java.lang.Integer")
        .hasMessageContaining("java.lang.String");
  }

  static Stream<Arguments> numbers() {
    BigInteger wide = BigInteger.ONE.shiftLeft(100);
    return Stream.of(
        Arguments.of(DataType.INT16, List.of((byte) 1, (short) -2), List.of((short) 1, (short) -2)),
        Arguments.of(DataType.INT32, List.of(7, (byte) 1, (short) 2), List.of(7, 1, 2)),
        Arguments.of(DataType.INT64, List.of(1, 1L << 40, (short) 2), List.of(1L, 1L << 40, 2L)),
        Arguments.of(
            DataType.decimal(38, 0),
            List.of(1, wide, 2L),
            List.of(BigDecimal.ONE, new BigDecimal(wide), new BigDecimal(2))),
        Arguments.of(DataType.FLOAT32, List.of(2.5f, (short) 1), List.of(2.5f, 1f)),
        Arguments.of(
            DataType.FLOAT64,
            List.of(Integer.MIN_VALUE, 2.5, (byte) 3, 0.1f),
            List.of(-2147483648d, 2.5, 3d, (double) 0.1f)),
        Arguments.of(DataType.FLOAT64, List.of(2.5f, 16_777_217), List.of(2.5, 16_777_217d)));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void mixedNumbersMakeTheNarrowestTypeThatHoldsThemAll(
      DataType type, List<?> values, List<?> read) {
    assertHolds(Series.of("n", values), type, read.toArray());
    assertHolds(Series.of("n", type, values), type, read.toArray());
  }

  @Test
  void longsAmongDoublesAreRefused() {
    assertThatThrownBy(() -> Series.of("n", List.of(1L, 2.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"n\", row 1")
        .hasMessageContaining("java.lang.Double among values of java.lang.Long")
        .hasMessageContaining("exactly");
    assertThatThrownBy(() -> Series.of("n", DataType.FLOAT64, List.of(1L)))
        .hasMessageContaining("a java.lang.Long in a column of Float64");
    assertThatThrownBy(() -> Series.of("n", DataType.FLOAT32, List.of(1)))
        .hasMessageContaining("a java.lang.Integer in a column of Float32");
  }

  @Test
  void aValueThatDoesNotSuitTheTypeIsRefused() {
    assertThatThrownBy(() -> Series.of("n", DataType.INT64, Arrays.asList(null, "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 1")
        .hasMessageContaining("java.lang.String")
        .hasMessageContaining("Int64");
    assertThatThrownBy(() -> Series.of("n", DataType.NULL, Arrays.asList(null, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 1");
  }

  @Test
  void aClassWithoutATypeIsRefused() {
    assertThatThrownBy(() -> Series.of("n", List.of(new StringBuilder())))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("StringBuilder");
  }

  @Test
  void categoriesOfAnEnumAreClosed() {
    DataType type = DataType.enumeration("a", "ü");
    assertHolds(Series.of("n", type, Arrays.asList("ü", null, "a")), type, "ü", null, "a");
    assertThatThrownBy(() -> Series.of("n", type, List.of("a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 1")
        .hasMessageContaining("\"b\"");
  }

  @Test
  void moreCategoriesThanTheirNumbersReachAreRefused() {
    DataType type = new DataType.Categorical("few", "test", DataType.Categorical.Physical.UINT8);
    List<String> many = Stream.iterate(0, i -> i + 1).limit(300).map(i -> "c" + i).toList();
    assertThatThrownBy(() -> Series.of("n", type, many)).isInstanceOf(PolarsException.class);
  }

  @Test
  void noValuesAreNamed() {
    assertThatThrownBy(() -> Series.of("n", (String[]) null)).hasMessage("values");
    assertThatThrownBy(() -> Series.of("n", (List<?>) null)).hasMessage("values");
    assertThatThrownBy(() -> Series.of("n", DataType.INT64, (List<?>) null)).hasMessage("values");
  }

  @Test
  void aNameThatIsNoTextIsRefused() {
    assertThatThrownBy(() -> Series.of("\ud800", new int[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("U+D800");
  }
}
