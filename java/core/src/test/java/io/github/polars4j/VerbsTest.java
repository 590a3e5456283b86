package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The verbs of frames and series: what they do, what they refuse, and what stays said of a column.
 */
class VerbsTest {
  private static DataFrame people() {
    return DataFrame.of(
        Series.of("name", "Ann", "Bob", "Cid", null),
        Series.of("age", DataType.INT32, Arrays.asList(31, 17, null, 44)),
        Series.of("city", "Rome", "Oslo", "Rome", "Oslo"));
  }

  @Test
  void listsOfNothingButNullWidenToListsOfStructs() {
    DataType structs = DataType.list(new DataType.Struct(List.of(Field.of("a", DataType.INT8))));
    List<List<Object>> nulls = Arrays.asList(List.of(), null, Collections.singletonList(null));
    try (Series one = Series.of("x", DataType.list(DataType.NULL), nulls);
        Series other = Series.of("x", structs, List.of(List.of(Map.of("a", (byte) 1))));
        DataFrame a = one.toFrame();
        DataFrame b = other.toFrame();
        DataFrame both = DataFrame.concat(List.of(a, b), ConcatHow.WIDENING);
        Series x = both.column(0)) {
      assertThat(x.dataType()).isEqualTo(structs);
      List<Object> expected = new ArrayList<>(nulls);
      expected.add(List.of(Map.of("a", (byte) 1)));
      assertThat((List<?>) x.toList()).isEqualTo(expected);
    }
  }

  @Test
  void wideningTakesTypesThatHoldAllValues() {
    try (DataFrame a = DataFrame.of(Series.of("x", 1, -1), times("ms"));
        DataFrame b =
            DataFrame.of(
                Series.of("x", DataType.UINT32, List.of(4_000_000_000L, 0L)), times("ns"));
        DataFrame both = DataFrame.concat(List.of(a, b), ConcatHow.WIDENING)) {
      assertThat(both.column("x").toList()).containsExactly(1L, -1L, 4_000_000_000L, 0L);
      assertThat(both.schema().field("t").dataType())
          .isEqualTo(DataType.datetime(TimeUnit.NANOSECONDS));
      assertThat(both.column("t").toList()).hasSize(4).doesNotContainNull();
      assertThatThrownBy(() -> DataFrame.concat(a, b))
          .isInstanceOf(SchemaMismatchException.class)
          .hasMessageContaining("column 'x' is Int32, and UInt32 in frame 1");
    }
  }

  private static Series times(String unit) {
    DataType type =
        DataType.datetime(unit.equals("ms") ? TimeUnit.MILLISECONDS : TimeUnit.NANOSECONDS);
    return Series.of(
        "t", type, List.of(LocalDateTime.of(2024, 1, 1, 0, 0), LocalDateTime.of(1970, 1, 1, 0, 0)));
  }

  @Test
  void theFirstDifferenceIsFound() {
    double[] values = new double[1_000];
    values[5] = Double.NaN;
    try (Series same = Series.of("x", values.clone());
        Series whole = Series.of("y", values.clone())) {
      assertThat(same.firstDifference(whole)).as("names do not count").isEqualTo(-1);
      for (int row : new int[] {0, 1, 5, 499, 500, 501, 998, 999}) {
        double[] changed = values.clone();
        changed[row] = 7;
        changed[999] = 8;
        try (Series other = Series.of("x", changed);
            DataFrame left = DataFrame.of(same, whole);
            DataFrame right = DataFrame.of(other, whole)) {
          assertThat(same.firstDifference(other)).isEqualTo(row);
          assertThat(right.firstDifference(left)).isEqualTo(row);
        }
      }
      try (Series head = whole.head(500);
          Series none = whole.head(0);
          Series ints = Series.of("x", 1, 2)) {
        assertThat(same.firstDifference(head)).isEqualTo(500);
        assertThat(head.firstDifference(same)).isEqualTo(500);
        assertThat(none.firstDifference(none)).isEqualTo(-1);
        assertThat(none.firstDifference(same)).isZero();
        assertThatThrownBy(() -> same.firstDifference(ints))
            .isInstanceOf(SchemaMismatchException.class)
            .hasMessageContaining("Float64")
            .hasMessageContaining("Int32");
        assertThatThrownBy(() -> same.toFrame().firstDifference(whole.toFrame()))
            .isInstanceOf(SchemaMismatchException.class)
            .hasMessageContaining("{x: Float64} and {y: Float64}");
      }
    }
  }

  @Test
  void aTimeThatWouldWrapAroundIsRefused() {
    DataType millis = DataType.datetime(TimeUnit.MILLISECONDS);
    try (Series far = Series.of("t", millis, List.of(LocalDateTime.of(2500, 1, 1, 0, 0)));
        Series day = Series.of("d", LocalDate.of(2500, 1, 1), null)) {
      DataType nanos = DataType.datetime(TimeUnit.NANOSECONDS);
      assertThatThrownBy(() -> far.cast(nanos))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("column 't', row 0: 2500-01-01 00:00:00")
          .hasMessageContaining("Datetime(NANOSECONDS)");
      assertThat(far.castOrNull(nanos).toList()).containsExactly((Object) null);
      assertThat(day.castOrNull(nanos).toList()).containsExactly(null, null);
      assertThatThrownBy(
              () ->
                  DataFrame.concat(
                      List.of(
                          far.toFrame(),
                          Series.of("t", LocalDateTime.of(2024, 1, 1, 0, 0)).toFrame()),
                      ConcatHow.WIDENING))
          .hasMessageContaining("row 0: 2500-01-01");
    }
  }

  @Test
  void textOfNumbersThatATypeDoesNotReachIsRefused() {
    try (Series text = Series.of("t", "1e300", null, "-1e-300", "inf", "0.0", "NaN");
        Series numbers = text.cast(DataType.FLOAT64);
        Series few = text.castOrNull(DataType.FLOAT32);
        Series far = Series.of("t", "1", "1e400")) {
      assertThat(numbers.toList())
          .containsExactly(1e300, null, -1e-300, Double.POSITIVE_INFINITY, 0.0, Double.NaN);
      assertThat(few.toList())
          .containsExactly(null, null, null, Float.POSITIVE_INFINITY, 0.0f, Float.NaN);
      assertThatThrownBy(() -> far.cast(DataType.FLOAT64))
          .hasMessage(
              "column 't', row 1: \"1e400\" of String is no Float64: castOrNull makes it null");
    }
  }

  @Test
  void castsNameColumnRowAndValue() {
    try (Series text = Series.of("t", "1", "x", null);
        Series big = Series.of("b", 1e300);
        Series cents = Series.of("c", List.of(new BigDecimal("1.50"), new BigDecimal("2.00")))) {
      assertThatThrownBy(() -> text.cast(DataType.INT64))
          .hasMessage("column 't', row 1: \"x\" of String is no Int64: castOrNull makes it null");
      assertThat(text.castOrNull(DataType.INT64).toList()).containsExactly(1L, null, null);
      assertThatThrownBy(() -> big.cast(DataType.FLOAT32)).hasMessageContaining("row 0: 1e300");
      assertThatThrownBy(() -> cents.cast(DataType.INT32)).hasMessageContaining("row 0: 1.50");
      assertThat(cents.castOrNull(DataType.INT32).toList()).containsExactly(null, 2);
      assertThatThrownBy(() -> big.cast(DataType.categorical()))
          .hasMessageContaining("only text names categories");
      assertThatThrownBy(() -> big.cast(DataType.list(DataType.FLOAT64)))
          .isInstanceOf(InvalidOperationException.class);
      assertThatThrownBy(() -> Series.of("n", -1L).cast(DataType.TIME))
          .hasMessageContaining("row 0: -1");
    }
  }

  @Test
  void wideningIsAdvisedWhereItHelps() {
    try (DataFrame ints = Series.of("a", 1).toFrame();
        DataFrame longs = Series.of("a", 2L).toFrame();
        DataFrame texts = Series.of("a", "x").toFrame()) {
      assertThatThrownBy(() -> DataFrame.concat(ints, longs))
          .hasMessageEndingWith("cast one, or concat with widening");
      assertThatThrownBy(() -> DataFrame.concat(ints, texts))
          .hasMessage(
              "column 'a' is Int32, and String in frame 1: no type holds the values of both: cast one");
    }
  }

  @Test
  void aValueToCompareWithIsInNoRow() {
    try (Series day = Series.of("d", LocalDate.of(2024, 1, 1))) {
      assertThatThrownBy(() -> day.gt("2023-01-01"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "column \"d\": 2023-01-01 does not fit Date: a java.lang.String in a column of Date");
    }
  }

  /** Polars leaves the offset out: 01:02 of Berlin would be 01:02 of nowhere. */
  @Test
  void textBecomesTheTimeThatItSays() {
    DataType local = DataType.datetime(TimeUnit.MICROSECONDS);
    DataType utc = new DataType.Datetime(TimeUnit.MICROSECONDS, ZoneOffset.UTC);
    DataType berlin = new DataType.Datetime(TimeUnit.MICROSECONDS, ZoneId.of("Europe/Berlin"));
    LocalDateTime time = LocalDateTime.of(2024, 2, 29, 1, 2, 3);
    try (Series text =
        Series.of(
            "t",
            "2024-02-29T01:02:03",
            "2024-02-29 01:02:03Z",
            "2024-02-29T01:02:03+02:00",
            "2024-02-29",
            "2024-02-29T01:02:03.0000001",
            null)) {
      assertThatThrownBy(() -> text.cast(local))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessage(
              "column 't', row 1: \"2024-02-29 01:02:03Z\" of String is no Datetime(MICROSECONDS):"
                  + " castOrNull makes it null");
      assertThat(text.castOrNull(local).toList())
          .containsExactly(time, null, null, time.toLocalDate().atStartOfDay(), null, null);
      ZonedDateTime zoned = time.atZone(ZoneId.of("UTC"));
      assertThat(text.castOrNull(utc).toList())
          .containsExactly(
              zoned, zoned, zoned.minusHours(2), zoned.truncatedTo(ChronoUnit.DAYS), null, null);
      assertThat(text.castOrNull(berlin).toList())
          .containsExactly(
              null,
              zoned.withZoneSameInstant(ZoneId.of("Europe/Berlin")),
              zoned.minusHours(2).withZoneSameInstant(ZoneId.of("Europe/Berlin")),
              null,
              null,
              null);
      assertThat(text.castOrNull(DataType.DATE).toList())
          .containsExactly(null, null, null, time.toLocalDate(), null, null);
    }
    try (Series text = Series.of("t", "23:59:59.5", "24:00:00", "1:00");
        Series lists = Series.of("l", List.of(List.of("2024-02-29T01:02:03+02:00")))) {
      assertThat(text.castOrNull(DataType.TIME).toList())
          .containsExactly(LocalTime.of(23, 59, 59, 500_000_000), null, null);
      assertThatThrownBy(() -> lists.cast(DataType.list(local)))
          .hasMessageContaining("an offset from UTC");
    }
  }

  @Test
  void numbersCompareByTheirExactValues() {
    try (Series longs = Series.of("l", new long[] {-1, Long.MAX_VALUE});
        Series unsigned =
            Series.of("u", DataType.UINT64, List.of(new BigInteger("18446744073709551615"), 0));
        Series doubles = Series.of("d", 9007199254740993e0, 1.5)) {
      assertThat(longs.lt(unsigned).toList()).containsExactly(true, false);
      assertThat(unsigned.eq(longs).toList()).containsExactly(false, false);
      assertThat(longs.lt(new BigInteger("9223372036854775808")).toList())
          .containsExactly(true, true);
      assertThatThrownBy(() -> longs.eq(doubles))
          .hasMessageContaining("column 'l', row 1: 9223372036854775807 of Int64 is no Float64");
      assertThat(Series.of("b", new byte[] {1}).lt(1000).toList()).containsExactly(true);
      assertThat(doubles.gt(2).toList()).containsExactly(true, false);
    }
  }

  @Test
  void overflowIsRefused() {
    try (Series ints = Series.of("i", Integer.MAX_VALUE, 1);
        Series longs = Series.of("l", Long.MAX_VALUE, 1L)) {
      assertThatThrownBy(() -> ints.add(1))
          .isInstanceOf(ComputeException.class)
          .hasMessage(
              "column 'i', row 0: 2147483647 + 1 is beyond Int32: cast the column to a wider type"
                  + " first");
      assertThat(ints.add(longs.sub(longs)).toList()).containsExactly(2147483647L, 1L);
      assertThatThrownBy(longs::sum)
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("9223372036854775808");
      assertThat(longs.cast(DataType.INT128).sum())
          .isEqualTo(new BigInteger("9223372036854775808"));
      assertThat(ints.sum()).isEqualTo(2147483648L);
      assertThatThrownBy(() -> ints.mul(3_000_000_000L)).hasMessageContaining("does not hold");
      assertThat(ints.div(0).toList())
          .containsExactly(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
      assertThatThrownBy(() -> ints.add(Series.of("t", "a", "b")))
          .hasMessageContaining("Int32 + String");
    }
  }

  @Test
  void aggregatesOfOtherTypes() {
    try (Series money = Series.of("m", List.of(new BigDecimal("0.10"), new BigDecimal("0.20")));
        Series waits = Series.of("w", Duration.ofDays(200 * 365), Duration.ofDays(200 * 365))) {
      assertThat(money.sum()).isEqualTo(new BigDecimal("0.30"));
      assertThat(money.max()).isEqualTo(new BigDecimal("0.20"));
      assertThatThrownBy(waits::sum).isInstanceOf(ComputeException.class);
      assertThat(Series.of("b", new boolean[] {true, false, true}).sum()).isEqualTo(2L);
      assertThat(Series.of("e", new int[0]).sum()).isEqualTo(0L);
      assertThat(Series.of("e", new int[0]).max()).isNull();
      assertThat(Series.of("e", new int[] {1}).std()).isNull();
      assertThatThrownBy(() -> Series.of("s", "a").mean())
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("column 's' is String");
      assertThat(Series.of("s", "a", null, "a").nUnique()).isEqualTo(2);
    }
  }

  @Test
  void whatIsSaidOfAColumnStaysWhereItStays() {
    Field id = Field.of("id", DataType.INT32).withMetadata(Map.of("unit", "m")).withNullable(false);
    try (DataFrame frame =
        DataFrame.of(Series.of("id", 2, 1), Series.of("x", "a", "b"))
            .withSchema(Schema.of(id, Field.of("x", DataType.STRING)))) {
      assertThat(frame.sort("id").schema().field("id")).isEqualTo(id);
      assertThat(frame.filter("id", c -> c.gt(1)).schema().field("id")).isEqualTo(id);
      assertThat(frame.unique().schema().field("id")).isEqualTo(id);
      assertThat(frame.partitionBy("x").get(0).schema().field("id")).isEqualTo(id);
      assertThat(frame.withColumn(Series.of("y", 1, 2)).schema().field("id")).isEqualTo(id);
      assertThat(frame.cast("id", DataType.INT64).schema().field("id").metadata())
          .isEqualTo(Map.of("unit", "m"));
      assertThat(frame.withColumn(Series.of("id", 1, 2)).schema().field("id").metadata()).isEmpty();
      assertThat(frame.drop("id").rename("x", "id").schema().field("id").metadata()).isEmpty();
      try (DataFrame less = frame.drop("id");
          DataFrame diagonal = DataFrame.concat(List.of(frame, less), ConcatHow.DIAGONAL)) {
        assertThat(diagonal.schema().field("id").metadata()).isEqualTo(Map.of("unit", "m"));
        assertThat(diagonal.schema().field("id").nullable()).isTrue();
      }
    }
  }

  @Test
  void refusalsNameWhatIsWrong() {
    try (DataFrame people = people();
        Series one = Series.of("one", 1)) {
      assertThatThrownBy(() -> people.withColumn(one))
          .isInstanceOf(ShapeMismatchException.class)
          .hasMessage("column 'one' has 1 rows, the frame has 4");
      assertThatThrownBy(() -> people.hstack(people.column("age")))
          .isInstanceOf(DuplicateException.class)
          .hasMessageContaining("'age'");
      assertThatThrownBy(() -> people.filter(people.column("age")))
          .hasMessage("the mask 'age' is Int32, not Boolean");
      assertThatThrownBy(() -> people.sort("agee")).isInstanceOf(ColumnNotFoundException.class);
      assertThatThrownBy(() -> people.explode("age")).hasMessageContaining("'age' is Int32");
      assertThatThrownBy(() -> people.take(4)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> people.take(-1)).hasMessage("row -1: the frame has 4 rows");
      assertThatThrownBy(() -> people.fillNull("age", "x"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> people.fillNull(LocalDate.EPOCH))
          .hasMessageStartingWith("no column takes 1970-01-01");
      assertThatThrownBy(() -> people.sample(5, 0)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> people.column("age").eq((Object) null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> people.column("name").gt(people.column("age")))
          .isInstanceOf(SchemaMismatchException.class)
          .hasMessage("column 'name' is String, the other is Int32: cast one");
      assertThatThrownBy(() -> people.column("name").and(people.column("age")))
          .hasMessageContaining("not Boolean");
    }
  }

  @Test
  void samplesAreDrawnEvenly() {
    int[] drawn = new int[10];
    long[] rows = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    try (DataFrame frame = DataFrame.of(Series.of("row", rows))) {
      for (int seed = 0; seed < 3000; seed++) {
        try (DataFrame sample = frame.sample(3, seed);
            Series column = sample.column(0)) {
          long[] values = column.toLongArray();
          assertThat(values).isSorted().doesNotHaveDuplicates().hasSize(3);
          Arrays.stream(values).forEach(value -> drawn[(int) value]++);
        }
      }
      assertThat(Arrays.stream(drawn)).allMatch(n -> n > 750 && n < 1050);
      assertThat(frame.sample(10, 1).contentEquals(frame)).isTrue();
      assertThat(frame.sample(4, 7).contentEquals(frame.sample(4, 7))).isTrue();
    }
  }
}
