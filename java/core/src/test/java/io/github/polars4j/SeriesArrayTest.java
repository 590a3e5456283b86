package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whole columns as Java arrays, with and without nulls. */
class SeriesArrayTest {
  private static void with(Series series, Consumer<Series> body) {
    try (series) {
      body.accept(series);
    }
  }

  private static Series boxed(Object... values) {
    return Series.of("n", Arrays.asList(values));
  }

  private static void assertRefusesNull(Consumer<Series> toArray, Series series) {
    with(
        series,
        s ->
            assertThatThrownBy(() -> toArray.accept(s))
                .isInstanceOf(InvalidOperationException.class)
                .hasMessageContaining("\"n\"")
                .hasMessageContaining("row 1"));
  }

  @Test
  void withoutNulls() {
    with(boxed(true, false), s -> assertThat(s.toBooleanArray()).containsExactly(true, false));
    with(boxed((byte) -1), s -> assertThat(s.toByteArray()).containsExactly(-1));
    with(boxed((short) -1), s -> assertThat(s.toShortArray()).containsExactly((short) -1));
    with(boxed(-1, 2), s -> assertThat(s.toIntArray()).containsExactly(-1, 2));
    with(boxed(-1L, 2L), s -> assertThat(s.toLongArray()).containsExactly(-1, 2));
    with(boxed(-1f, 2.5f), s -> assertThat(s.toFloatArray()).containsExactly(-1, 2.5f));
    with(boxed(-1d, 2.5), s -> assertThat(s.toDoubleArray()).containsExactly(-1, 2.5));
  }

  @Test
  void aNullIsRefusedNamingColumnAndRow() {
    assertRefusesNull(Series::toBooleanArray, boxed(true, null));
    assertRefusesNull(Series::toByteArray, boxed((byte) 1, null));
    assertRefusesNull(Series::toShortArray, boxed((short) 1, null));
    assertRefusesNull(Series::toIntArray, boxed(1, null));
    assertRefusesNull(Series::toLongArray, boxed(1L, null));
    assertRefusesNull(Series::toFloatArray, boxed(1f, null));
    assertRefusesNull(Series::toDoubleArray, boxed(1d, null));
  }

  @Test
  void aNullIsReplaced() {
    with(boxed(null, false), s -> assertThat(s.toBooleanArray(true)).containsExactly(true, false));
    with(boxed(null, (byte) 1), s -> assertThat(s.toByteArray((byte) 9)).containsExactly(9, 1));
    with(
        boxed(null, (short) 1),
        s -> assertThat(s.toShortArray((short) 9)).containsExactly((short) 9, (short) 1));
    with(boxed(null, 1), s -> assertThat(s.toIntArray(9)).containsExactly(9, 1));
    with(boxed(null, 1L), s -> assertThat(s.toLongArray(9)).containsExactly(9, 1));
    with(boxed(null, 1f), s -> assertThat(s.toFloatArray(9)).containsExactly(9, 1));
    with(boxed(null, 1d), s -> assertThat(s.toDoubleArray(9)).containsExactly(9, 1));
  }

  @Test
  void aSliceWithoutItsNullsHasNone() {
    try (Series series = boxed(null, 1L, 2L);
        Series slice = series.slice(1, 2)) {
      assertThat(slice.toLongArray()).containsExactly(1, 2);
    }
  }

  @Test
  void nullsInASliceAreWhereTheyAre() {
    Integer[] values = new Integer[100];
    Arrays.setAll(values, i -> i % 7 == 0 ? null : i);
    try (Series series = boxed((Object[]) values);
        Series slice = series.slice(13, 50)) {
      int[] expected = new int[50];
      Arrays.setAll(expected, i -> (i + 13) % 7 == 0 ? -5 : i + 13);
      assertThat(slice.toIntArray(-5)).isEqualTo(expected);
    }
  }

  @Test
  void severalChunksComeAsOneArray() {
    try (DataFrame a = boxed(1L, null).toFrame();
        DataFrame b = boxed(3L).toFrame();
        DataFrame both = a.vstack(b);
        Series series = both.column(0)) {
      assertThat(series.nChunks()).isEqualTo(2);
      assertThat(series.toLongArray(0)).containsExactly(1, 0, 3);
      assertThat(series.validity()).containsExactly(true, false, true);
    }
  }

  @Test
  void unsignedNumbersComeAsTheirBits() {
    with(
        Series.of("n", DataType.UINT8, List.of(255)),
        s -> assertThat(s.toByteArray()).containsExactly(-1));
    with(
        Series.of("n", DataType.UINT16, List.of(65_535)),
        s -> assertThat(s.toShortArray()).containsExactly((short) -1));
    with(
        Series.of("n", DataType.UINT32, List.of(4_294_967_295L)),
        s -> assertThat(s.toIntArray()).containsExactly(-1));
    with(
        Series.of("n", DataType.UINT64, List.of(new BigInteger("18446744073709551615"))),
        s -> assertThat(s.toLongArray()).containsExactly(-1));
  }

  @Test
  void temporalValuesComeAsTheNumbersBehindThem() {
    with(
        Series.of("n", LocalDate.EPOCH.minusDays(1)),
        s -> assertThat(s.toIntArray()).containsExactly(-1));
    with(
        Series.of("n", LocalTime.ofNanoOfDay(5)),
        s -> assertThat(s.toLongArray()).containsExactly(5));
    with(
        Series.of("n", Instant.EPOCH.minusNanos(1)),
        s -> assertThat(s.toLongArray()).containsExactly(-1));
    with(
        Series.of("n", Duration.ofSeconds(-1)),
        s -> assertThat(s.toLongArray()).containsExactly(-1_000_000_000));
  }

  @Test
  void anUnsuitedTypeIsRefusedNamingIt() {
    try (Series series = boxed(1L)) {
      assertThatThrownBy(series::toIntArray)
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("\"n\"")
          .hasMessageContaining("toIntArray")
          .hasMessageContaining("Int64");
      assertThatThrownBy(series::toStringArray).isInstanceOf(InvalidOperationException.class);
      assertThatThrownBy(series::toBinaryArray).isInstanceOf(InvalidOperationException.class);
    }
  }

  @Test
  void noRowsGiveAnEmptyArray() {
    try (Series series = Series.of("n", new long[0])) {
      assertThat(series.toLongArray()).isEmpty();
      assertThat(series.toLongArray(1)).isEmpty();
      assertThat(series.validity()).isEmpty();
      assertThat(series.toList()).isEmpty();
    }
  }
}
