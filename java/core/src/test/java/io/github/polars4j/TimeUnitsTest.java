package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The unit and the rounding of points in time and spans, by annotation and by options. */
class TimeUnitsTest {
  private static final Instant NOW = Instant.parse("2024-02-29T01:02:03.004005006Z");
  private static final Instant NOW_IN_MICROS = Instant.parse("2024-02-29T01:02:03.004005Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final DataType MICROS = DataType.datetime(TimeUnit.MICROSECONDS, ZoneOffset.UTC);
  private static final ValueOptions IN_MICROS =
      ValueOptions.DEFAULT.withTimeUnit(TimeUnit.MICROSECONDS);
  private static final ValueOptions ROUNDED = IN_MICROS.withTimeRounding(RoundingMode.FLOOR);

  private record At(Instant at) {}

  private record InMicros(@Time(unit = TimeUnit.MICROSECONDS) Instant at) {}

  private record Rounded(
      @Time(unit = TimeUnit.MICROSECONDS, rounding = RoundingMode.FLOOR) Instant at) {}

  private static Series column(DataFrame frame) {
    try (frame) {
      return frame.column("at");
    }
  }

  private static void holdsBoth(Series column) {
    try (column) {
      assertThat(column.dataType()).isEqualTo(MICROS);
      assertThat(column.toList()).containsExactly(NOW_IN_MICROS.atZone(UTC), LAST.atZone(UTC));
    }
  }

  @Test
  void aPointInTimeThatIsTooFarNamesTheWayOut() {
    assertThatThrownBy(() -> DataFrame.fromRecords(At.class, List.of(new At(NOW), new At(LAST))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "component \"at\" of io.github.polars4j.TimeUnitsTest$At, column \"at\", row 1:"
                + " 9999-12-31T23:59:59Z is out of range for Datetime(NANOSECONDS, UTC),"
                + " 1677-09-21T00:12:43.145224192 to 2262-04-11T23:47:16.854775807: use a coarser"
                + " unit, such as MICROSECONDS, by the column's type, @Time on a record's component"
                + " or ValueOptions.withTimeUnit");
  }

  @Test
  void oneThatIsTooFineNamesTheWayOut() {
    assertThatThrownBy(() -> DataFrame.fromRecords(InMicros.class, List.of(new InMicros(NOW))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "component \"at\" of io.github.polars4j.TimeUnitsTest$InMicros, column \"at\", row 0:"
                + " 2024-02-29T01:02:03.004005006Z has finer digits than"
                + " Datetime(MICROSECONDS, UTC) keeps: round it, or use a finer unit: @Time on a"
                + " record's component and ValueOptions.withTimeRounding round");
    assertThatThrownBy(() -> DataFrame.fromRecords(At.class, List.of(new At(NOW)), IN_MICROS))
        .hasMessageContaining("withTimeRounding");
    assertThatThrownBy(() -> Series.of("at", List.of(NOW), IN_MICROS))
        .hasMessageContaining("withTimeRounding");
    assertThatThrownBy(() -> DataFrame.builder(Schema.of(Field.of("at", MICROS))).appendRow(NOW))
        .hasMessageContaining("column \"at\", row 0")
        .hasMessageContaining("withTimeRounding");
  }

  @Test
  void everyWayInRounds() {
    List<Map<String, Instant>> maps = List.of(Map.of("at", NOW), Map.of("at", LAST));
    List<At> records = List.of(new At(NOW), new At(LAST));
    Schema schema = Schema.of(Field.of("at", MICROS));
    List<List<Instant>> rows = List.of(List.of(NOW), List.of(LAST));

    holdsBoth(column(DataFrame.fromRecords(At.class, records, ROUNDED)));
    holdsBoth(column(DataFrame.fromRecords(At.class, schema, records, ROUNDED)));
    holdsBoth(
        column(DataFrame.fromRecords(Rounded.class, List.of(new Rounded(NOW), new Rounded(LAST)))));
    holdsBoth(column(DataFrame.fromMaps(maps, ROUNDED)));
    holdsBoth(column(DataFrame.fromMaps(schema, maps, ROUNDED)));
    holdsBoth(column(DataFrame.fromRows(schema, rows, ROUNDED)));
    holdsBoth(column(DataFrame.builder(schema, ROUNDED).appendRow(NOW).appendRow(LAST).build()));
    holdsBoth(Series.of("at", List.of(NOW, LAST), ROUNDED));
    holdsBoth(Series.of("at", MICROS, List.of(NOW, LAST), ROUNDED));
    holdsBoth(Series.builder("at", MICROS, ROUNDED).append(NOW).append(LAST).build());
    assertThat(DataFrame.schemaOf(At.class, ROUNDED)).isEqualTo(schema);
  }

  @Test
  void whatAComponentSaysHoldsOverTheOptions() {
    ValueOptions millis = ROUNDED.withTimeUnit(TimeUnit.MILLISECONDS);
    assertThat(DataFrame.schemaOf(InMicros.class, millis).field(0).dataType()).isEqualTo(MICROS);
    assertThatThrownBy(
            () -> DataFrame.fromRecords(InMicros.class, List.of(new InMicros(NOW)), millis))
        .hasMessageContaining("finer digits");
  }

  @Test
  void theAnnotationReachesInto() {
    record Deep(
        @Time(unit = TimeUnit.MILLISECONDS, rounding = RoundingMode.CEILING)
            Optional<Map<Integer, List<Duration>>> spans,
        @Time(unit = TimeUnit.MICROSECONDS, rounding = RoundingMode.DOWN) LocalDateTime[] times) {}
    LocalDateTime old = LocalDateTime.of(1, 1, 1, 0, 0, 0, 1_999);
    Deep deep =
        new Deep(Optional.of(Map.of(1, List.of(Duration.ofNanos(1)))), new LocalDateTime[] {old});
    try (DataFrame frame = DataFrame.fromRecords(Deep.class, List.of(deep));
        Series records = Series.of("c", List.of(deep))) {
      Deep back = frame.toRecords(Deep.class).get(0);
      assertThat(back.spans()).contains(Map.of(1, List.of(Duration.ofMillis(1))));
      assertThat(back.times()).containsExactly(old.withNano(2_000)); // toward 1970
      assertThat(records.dataType())
          .isEqualTo(DataType.struct(frame.schema().fields().toArray(Field[]::new)));
      assertThat(records.toList()).containsExactly(frame.toMaps().get(0));
    }
  }

  @Test
  void theAnnotationOfNoTimeIsRefused() {
    record Wrong(@Time(unit = TimeUnit.MICROSECONDS) LocalTime at) {}
    record Outer(@Time(unit = TimeUnit.MICROSECONDS) At inner) {}
    for (Class<? extends Record> type : List.of(Wrong.class, Outer.class)) {
      assertThatThrownBy(() -> DataFrame.schemaOf(type))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("component")
          .hasMessageContaining("@Time suits points in time and spans, not");
    }
  }

  @ParameterizedTest
  @EnumSource(RoundingMode.class)
  void roundsAsBigDecimalDoes(RoundingMode rounding) {
    Random random = new Random(7);
    List<Duration> spans = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      int nanos = i % 3 == 0 ? 500 * random.nextInt(2_000_000) : random.nextInt(1_000_000_000);
      spans.add(Duration.ofSeconds(random.nextInt(5) - 2, nanos));
    }
    spans.add(Duration.ofSeconds(Long.MAX_VALUE / 1_000_000, 775_807_000 - 1_000));
    spans.add(Duration.ofSeconds(Math.floorDiv(Long.MIN_VALUE, 1_000_000), 224_193_000));
    ValueOptions options = IN_MICROS.withTimeRounding(rounding);
    for (Duration span : spans) {
      BigDecimal micros =
          BigDecimal.valueOf(span.getSeconds())
              .movePointRight(6)
              .add(BigDecimal.valueOf(span.getNano(), 3));
      try (Series column = Series.of("c", List.of(span), options)) {
        assertThat(column.toLongArray())
            .as("%s", span)
            .containsExactly(micros.setScale(0, rounding).longValueExact());
      } catch (IllegalArgumentException e) {
        assertThat(rounding).isEqualTo(RoundingMode.UNNECESSARY);
        assertThat(micros.stripTrailingZeros().scale()).as("%s", span).isPositive();
      }
    }
  }

  @Test
  void roundingPastTheEndIsRefused() {
    Instant end = Instant.parse("+294247-01-10T04:00:54.775807999Z");
    ValueOptions up = IN_MICROS.withTimeRounding(RoundingMode.CEILING);
    assertThatThrownBy(() -> Series.of("c", List.of(end), up))
        .hasMessageContaining("out of range for Datetime(MICROSECONDS, UTC)");
  }
}
