package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Single values, slices, and comparing. */
class SeriesTest {
  private static Series boxed(Object... values) {
    return Series.of("n", Arrays.asList(values));
  }

  @Test
  void nullsAreCounted() {
    try (Series some = boxed(1, null, null);
        Series none = boxed(1)) {
      assertThat(some.nullCount()).isEqualTo(2);
      assertThat(some.hasNulls()).isTrue();
      assertThat(some.isNull(0)).isFalse();
      assertThat(some.isNull(2)).isTrue();
      assertThat(some.validity()).containsExactly(true, false, false);
      assertThat(none.hasNulls()).isFalse();
      assertThat(none.validity()).containsExactly(true);
    }
  }

  @Test
  void aNullColumnIsNullEverywhere() {
    try (Series series = boxed(null, null)) {
      assertThat(series.nullCount()).isEqualTo(2);
      assertThat(series.isNull(1)).isTrue();
      assertThat(series.validity()).containsExactly(false, false);
      assertThat(series.get(0)).isNull();
    }
  }

  @Test
  void gettersOfEachType() {
    try (Series booleans = boxed(false, true);
        Series bytes = boxed((byte) 1, (byte) -2);
        Series shorts = boxed((short) 1, (short) -2);
        Series ints = boxed(1, -2);
        Series longs = boxed(1L, -2L);
        Series floats = boxed(1f, -2.5f);
        Series doubles = boxed(1d, -2.5);
        Series strings = boxed("a", "b")) {
      assertThat(booleans.getBoolean(1)).isTrue();
      assertThat(bytes.getByte(1)).isEqualTo((byte) -2);
      assertThat(shorts.getShort(1)).isEqualTo((short) -2);
      assertThat(ints.getInt(1)).isEqualTo(-2);
      assertThat(longs.getLong(1)).isEqualTo(-2);
      assertThat(floats.getFloat(1)).isEqualTo(-2.5f);
      assertThat(floats.getDouble(1)).isEqualTo(-2.5);
      assertThat(doubles.getDouble(1)).isEqualTo(-2.5);
      assertThat(strings.getString(1)).isEqualTo("b");
      assertThat(bytes.getLong(1)).isEqualTo(-2);
    }
  }

  @Test
  void aNarrowGetterRefusesWhatDoesNotFit() {
    try (Series longs = boxed(128L, 1L << 31);
        Series unsigned = Series.of("u", DataType.UINT64, List.of(BigInteger.ONE.shiftLeft(63)))) {
      assertThat(longs.getShort(0)).isEqualTo((short) 128);
      assertThatThrownBy(() -> longs.getByte(0))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("128 in row 0");
      assertThatThrownBy(() -> longs.getShort(1)).isInstanceOf(ArithmeticException.class);
      assertThatThrownBy(() -> longs.getInt(1)).isInstanceOf(ArithmeticException.class);
      assertThatThrownBy(() -> unsigned.getLong(0))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("9223372036854775808");
    }
  }

  @Test
  void aGetterOfTheWrongTypeIsRefusedNamingTheColumn() {
    try (Series longs = boxed(1L);
        Series doubles = boxed(1d);
        Series strings = boxed("a")) {
      assertThatThrownBy(() -> longs.getDouble(0))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("'n'");
      assertThatThrownBy(() -> longs.getString(0)).isInstanceOf(InvalidOperationException.class);
      assertThatThrownBy(() -> longs.getBoolean(0)).isInstanceOf(InvalidOperationException.class);
      assertThatThrownBy(() -> doubles.getLong(0)).isInstanceOf(InvalidOperationException.class);
      assertThatThrownBy(() -> doubles.getFloat(0)).isInstanceOf(InvalidOperationException.class);
      assertThatThrownBy(() -> strings.getInt(0)).isInstanceOf(InvalidOperationException.class);
    }
  }

  @Test
  void aPrimitiveGetterRefusesNullNamingColumnAndRow() {
    try (Series longs = boxed(1L, null);
        Series booleans = boxed(true, null);
        Series doubles = boxed(1d, null)) {
      assertThatThrownBy(() -> longs.getLong(1))
          .isInstanceOf(NullPointerException.class)
          .hasMessageContaining("'n'")
          .hasMessageContaining("row 1");
      assertThatThrownBy(() -> longs.getByte(1)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> booleans.getBoolean(1)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> doubles.getDouble(1)).isInstanceOf(NullPointerException.class);
      assertThat(longs.get(1)).isNull();
    }
  }

  @Test
  void aRowThatIsNotThereIsRefused() {
    try (Series series = boxed("a", "b")) {
      for (long row : new long[] {-1, 2, Long.MIN_VALUE, Long.MAX_VALUE}) {
        assertThatThrownBy(() -> series.get(row)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> series.isNull(row)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> series.getString(row))
            .isInstanceOf(IndexOutOfBoundsException.class)
            .hasMessageContaining(Long.toString(row));
      }
    }
  }

  @Test
  void slices() {
    try (Series series = boxed(0, 1, 2, 3, 4);
        Series middle = series.slice(1, 2);
        Series cut = series.slice(3, 100);
        Series end = series.slice(5, 1);
        Series head = series.head(2);
        Series all = series.head(9);
        Series tail = series.tail(2);
        Series none = series.tail(0)) {
      assertThat(middle.toList()).containsExactly(1, 2);
      assertThat(cut.toList()).containsExactly(3, 4);
      assertThat(cut.length()).isEqualTo(2);
      assertThat(end.toList()).isEmpty();
      assertThat(head.toList()).containsExactly(0, 1);
      assertThat(all.toList()).containsExactly(0, 1, 2, 3, 4);
      assertThat(tail.toList()).containsExactly(3, 4);
      assertThat(none.length()).isZero();
    }
  }

  @Test
  void aSliceBeyondTheRowsIsRefused() {
    try (Series series = boxed(0, 1)) {
      assertThatThrownBy(() -> series.slice(3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> series.slice(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> series.slice(0, -1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> series.head(-1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> series.tail(-1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aSliceOutlivesWhatItWasCutFrom() {
    Series series = boxed("a", "a text of more than twelve bytes", "c");
    try (Series slice = series.slice(1, 2)) {
      series.close();
      assertThat(slice.toStringArray()).containsExactly("a text of more than twelve bytes", "c");
    }
  }

  @Test
  void renaming() {
    try (Series series = boxed(1);
        Series renamed = series.rename("größe")) {
      assertThat(renamed.name()).isEqualTo("größe");
      assertThat(renamed.dataType()).isEqualTo(DataType.INT32);
      assertThat(renamed.toList()).containsExactly(1);
      assertThat(series.name()).isEqualTo("n");
    }
  }

  @Test
  void nullsEqualEachOtherAndNothingElse() {
    try (Series series = boxed(1, null);
        Series same = boxed(1, null);
        Series zero = boxed(1, 0);
        Series shorter = boxed(1)) {
      assertThat(series.contentEquals(same)).isTrue();
      assertThat(series.contentEquals(series)).isTrue();
      assertThat(series.contentEquals(zero)).isFalse();
      assertThat(zero.contentEquals(series)).isFalse();
      assertThat(series.contentEquals(shorter)).isFalse();
    }
  }

  @Test
  void nameAndTypeCountToo() {
    try (Series series = boxed(1);
        Series renamed = series.rename("m");
        Series wider = boxed(1L)) {
      assertThat(series.contentEquals(renamed)).isFalse();
      assertThat(series.contentEquals(wider)).isFalse();
    }
  }

  @Test
  void chunksDoNotCount() {
    try (Series whole = boxed("a", null, "c");
        Series head = whole.head(1);
        Series tail = whole.tail(2);
        DataFrame first = head.toFrame();
        DataFrame second = tail.toFrame();
        DataFrame stacked = first.vstack(second);
        Series chunked = stacked.column(0)) {
      assertThat(chunked.nChunks()).isEqualTo(2);
      assertThat(chunked.contentEquals(whole)).isTrue();
    }
  }

  @Test
  void theTextIsPolarsOwn() {
    try (Series series = boxed(1, null)) {
      assertThat(series.toString()).contains("Series: 'n' [i32]").contains("null");
    }
  }

  @Test
  void aDayThatPolarsCannotPrintIsShownAsItsNumber() {
    try (Series series = Series.of("n", LocalDate.ofEpochDay(Integer.MAX_VALUE))) {
      assertThat(series.toString()).contains("2147483647");
    }
  }

  @Test
  void theEstimatedSizeGrowsWithTheRows() {
    try (Series series = Series.of("n", new long[1000])) {
      assertThat(series.estimatedSize()).isGreaterThanOrEqualTo(8000);
    }
  }

  @Test
  void aListOfValuesIsImmutable() {
    try (Series series = boxed(1)) {
      List<Object> values = series.toList();
      assertThatThrownBy(() -> values.set(0, 2)).isInstanceOf(UnsupportedOperationException.class);
    }
  }
}
