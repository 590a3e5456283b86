package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesTypesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final BigInteger TWO = BigInteger.TWO;

  enum Color {
    RED,
    GREEN
  }

  @Test
  void integersAreTakenInTheirRangeAndNoFurther() {
    assertIn(
        DataType.UINT8, List.of((short) 0, 255, 7L), List.of((short) 0, (short) 255, (short) 7));
    assertIn(DataType.UINT16, List.of(65_535), List.of(65_535));
    assertIn(DataType.UINT32, List.of(4_294_967_295L), List.of(4_294_967_295L));
    BigInteger max = TWO.pow(64).subtract(BigInteger.ONE);
    assertIn(DataType.UINT64, List.of(max, 1), List.of(max, BigInteger.ONE));
    BigInteger max128 = TWO.pow(128).subtract(BigInteger.ONE);
    assertIn(DataType.UINT128, List.of(max128, 0), List.of(max128, BigInteger.ZERO));
    BigInteger min128 = TWO.pow(127).negate();
    assertIn(DataType.INT128, List.of(min128, -1), List.of(min128, BigInteger.ONE.negate()));
    assertRefused(DataType.UINT8, 256, "256 is out of range for UInt8: 0 to 255");
    assertRefused(
        DataType.UINT64, max.add(BigInteger.ONE), "is out of range for UInt64: 0 to " + max);
    assertRefused(DataType.UINT64, -1, "-1 is out of range for UInt64");
    assertRefused(DataType.INT64, TWO.pow(63), "is out of range for Int64: -92");
    assertRefused(DataType.UINT128, -1, "-1 is out of range for UInt128: 0 to " + max128);
    assertRefused(DataType.INT128, TWO.pow(127), "is out of range for Int128: " + min128);
    assertRefused(DataType.INT32, 1.0, "a java.lang.Double in a column of Int32");
  }

  @Test
  void aDecimalThatDoesNotFitIsRefusedAndNeverRounded() {
    DataType type = DataType.decimal(5, 2);
    assertIn(
        type,
        List.of(new BigDecimal("1.5"), new BigDecimal("-999.99"), new BigDecimal("1E+2"), 7),
        List.of(
            new BigDecimal("1.50"),
            new BigDecimal("-999.99"),
            new BigDecimal("100.00"),
            new BigDecimal("7.00")));
    assertIn(type, List.of(new BigDecimal("1.5000")), List.of(new BigDecimal("1.50")));
    assertIn(type, List.of(new BigDecimal("0E-99999999")), List.of(new BigDecimal("0.00")));
    assertRefused(type, new BigDecimal("1.005"), "1.005 has finer digits than Decimal(5, 2) keeps");
    assertRefused(type, new BigDecimal("1000"), "1000 has more digits than Decimal(5, 2) keeps");
    assertRefused(type, new BigDecimal("1E+1000000000"), "has more digits");
    assertRefused(type, new BigDecimal("1E-1000000000"), "has finer digits");
    assertRefused(type, 1.5, "a java.lang.Double in a column of Decimal(5, 2)");
    BigDecimal widest = new BigDecimal(BigInteger.TEN.pow(38).subtract(BigInteger.ONE), 38);
    assertIn(DataType.decimal(38, 38), List.of(widest), List.of(widest));
  }

  @Test
  void halfFloatsAreRounded() {
    assertIn(
        DataType.FLOAT16,
        List.of(1.5f, 0.1f, Float.POSITIVE_INFINITY),
        List.of(1.5f, 0.099975586f, Float.POSITIVE_INFINITY));
    assertRefused(DataType.FLOAT16, 1e6f, "1000000.0 is out of range for Float16");
  }

  @Test
  void pointsInTimeOfEveryClassAreTaken() {
    Instant instant = Instant.parse("2024-02-29T12:00:00.123Z");
    ZonedDateTime berlin = instant.atZone(BERLIN);
    for (TimeUnit unit : TimeUnit.values()) {
      assertIn(
          DataType.datetime(unit, BERLIN),
          List.of(instant, berlin, OffsetDateTime.parse("2024-02-29T11:00:00.123-01:00")),
          List.of(berlin, berlin, berlin));
      LocalDateTime local = LocalDateTime.of(1900, 1, 1, 0, 0, 0, 1_000_000);
      assertIn(DataType.datetime(unit), List.of(local), List.of(local));
      assertIn(
          DataType.duration(unit), List.of(Duration.ofMillis(-1)), List.of(Duration.ofMillis(-1)));
    }
    DataType nanos = DataType.datetime(TimeUnit.NANOSECONDS, BERLIN);
    assertRefused(nanos, Instant.parse("2300-01-01T00:00:00Z"), "is out of range for " + nanos);
    DataType millis = DataType.datetime(TimeUnit.MILLISECONDS);
    assertRefused(millis, LocalDateTime.of(1, 1, 1, 0, 0, 0, 1), "has finer digits than");
    assertRefused(millis, instant, "a java.time.Instant in a column of");
    assertRefused(DataType.DATE, LocalDate.MAX, "is out of range for Date");
    assertRefused(nanos, instant.atZone(ZoneId.of("Asia/Tokyo")), "is in another zone than");
  }

  @Test
  void listsStructsAndArraysOfAllShapesAreTaken() {
    DataType list = DataType.list(DataType.INT32);
    assertIn(
        list,
        List.of(List.of(1, 2), new int[] {3}, new Object[] {null}, List.of()),
        List.of(List.of(1, 2), List.of(3), Arrays.asList((Object) null), List.of()));
    DataType array = DataType.array(DataType.FLOAT32, 2);
    assertIn(array, List.of(new float[] {1, 2}), List.of(List.of(1f, 2f)));
    assertRefused(array, List.of(1f), "a list of 1 values in a column of Array(Float32, 2)");
    Schema schema = Schema.of(Field.of("b", DataType.STRING), Field.of("a", DataType.INT8));
    Row row = new Row(schema, Arrays.asList("x", (byte) 1));
    DataType struct = new DataType.Struct(schema.fields());
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("b", "x");
    expected.put("a", (byte) 1);
    assertIn(struct, List.of(row, Map.of("a", 1, "b", "x")), List.of(expected, expected));
    assertRefused(struct, List.of(), "in a column of Struct(");
    assertIn(
        DataType.enumeration("RED", "GREEN"), List.of(Color.RED, "GREEN"), List.of("RED", "GREEN"));
    assertRefused(DataType.enumeration("RED"), "BLUE", "\"BLUE\" is no category of Enum([RED])");
    assertRefused(DataType.STRING, "\ud800", "the lone surrogate U+D800 at index 0");
    assertRefused(DataType.NULL, 1, "a java.lang.Integer in a column of Null");
  }

  @Test
  void messagesTellThePathAndTheRow() {
    DataType type = DataType.list(DataType.struct(Field.of("b", DataType.list(DataType.UINT8))));
    List<?> values = Arrays.asList(null, List.of(Map.of("b", List.of(1, 300))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.of("a", type, values))
        .withMessage("column \"a[].b[]\", row 1: 300 is out of range for UInt8: 0 to 255");
  }

  @Test
  void typesFollowFromTheValues() {
    assertInferred(DataType.list(DataType.INT64), List.of(), Arrays.asList(null, 1L));
    assertInferred(
        DataType.struct(
            Field.of("x", DataType.list(DataType.STRING)), Field.of("y", DataType.INT32)),
        Map.of("x", List.of()),
        new LinkedHashMap<>(Map.of("x", List.of("a"))),
        Map.of("y", 1));
    assertInferred(DataType.decimal(5, 3), new BigDecimal("12.5"), new BigDecimal("0.125"));
    assertInferred(DataType.enumeration("RED", "GREEN"), Color.GREEN);
    assertInferred(DataType.list(DataType.FLOAT64), new double[] {1});
    assertInferred(DataType.list(DataType.NULL), List.of());
    assertInferred(DataType.NULL, (Object) null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.of("a", List.of(List.of(1), List.of("2"))))
        .withMessage(
            "column \"a[]\", row 1: a java.lang.String among values of java.lang.Integer,"
                + " which make a column of Int32");
    assertThatThrownBy(() -> Series.of("a", List.of(List.of(new StringBuilder()))))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("column \"a[]\", row 0: no column type follows from");
  }

  @Test
  void windowsOfNestedColumnsOfManyChunksAreReadInLinearTime() {
    DataFrame all = Series.of("a", List.of(List.of("x"))).toFrame();
    for (int i = 0; i < 17; i++) {
      all = all.vstack(all);
    }
    assertThat(all.nChunks()).isEqualTo(1 << 17);
    long start = System.nanoTime();
    assertThat(all.rows().filter(row -> row.get(0).equals(List.of("x"))).count())
        .isEqualTo(1 << 17);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  private static void assertInferred(DataType type, Object... values) {
    try (Series series = Series.of("a", Arrays.asList(values))) {
      assertThat(series.dataType()).isEqualTo(type);
      assertThat(series.length()).isEqualTo(values.length);
    }
  }

  private static void assertIn(DataType type, List<?> in, List<?> out) {
    try (Series series = Series.of("a", type, in)) {
      assertThat(series.dataType()).isEqualTo(type);
      assertThat(series.toList()).isEqualTo(out);
    }
  }

  private static void assertRefused(DataType type, Object value, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.of("a", type, Arrays.asList(null, value)))
        .withMessageStartingWith("column \"a\", row 1: ")
        .withMessageContaining(message);
  }
}
