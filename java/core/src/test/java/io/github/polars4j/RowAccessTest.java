package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Typed values of rows and cursors: the same from both, and refused by name. */
class RowAccessTest {
  private static final UUID ID = UUID.fromString("0b0f2f4e-5f0a-4d0e-9e6e-1b2c3d4e5f60");
  private static final byte[] BYTES = {1, 2};

  private static DataFrame frame() {
    return DataFrame.of(
        Series.of("flag", new Boolean[] {true, null}),
        Series.ofInts("int", 7, null),
        Series.ofLongs("long", 1L << 40, null),
        Series.of("small", DataType.UINT8, Arrays.asList(255, null)),
        Series.of("huge", DataType.UINT64, Arrays.asList(BigInteger.ONE.shiftLeft(63), null)),
        Series.ofDoubles("double", 2.5, null),
        Series.ofFloats("float", 0.5f, null),
        Series.of("text", "Ann", null),
        Series.of("day", "MONDAY", null),
        Series.of("date", LocalDate.of(2024, 2, 29), null),
        Series.of("time", LocalTime.NOON, null),
        Series.of("local", LocalDateTime.of(2024, 1, 1, 1, 0), null),
        Series.of("instant", Instant.EPOCH, null),
        Series.of("wait", Duration.ofMinutes(5), null),
        Series.of("money", new BigDecimal("1.20"), null),
        Series.of("uuid", ID, null),
        Series.of("bytes", new byte[][] {BYTES, null}),
        Series.of("list", Arrays.asList(Arrays.asList(1, null), null)),
        Series.of("struct", Arrays.asList(Map.of("x", 5L), null)));
  }

  /** The same row as both. */
  static Stream<RowAccess> firstRows() {
    DataFrame frame = frame();
    Cursor cursor = frame.cursor();
    cursor.next();
    return Stream.of(frame.row(0), cursor);
  }

  @ParameterizedTest
  @MethodSource("firstRows")
  void everyGetterGivesItsClass(RowAccess row) {
    assertThat(row.getBoolean("flag")).isTrue();
    assertThat(row.getInt("int")).isEqualTo(7);
    assertThat(row.getLong("int")).isEqualTo(7);
    assertThat(row.getDouble("int")).isEqualTo(7);
    assertThat(row.getLong("long")).isEqualTo(1L << 40);
    assertThat(row.getInt("small")).isEqualTo(255);
    assertThat(row.get("small", Short.class)).isEqualTo((short) 255);
    assertThat(row.getBigInteger("huge")).isEqualTo(BigInteger.ONE.shiftLeft(63));
    assertThat(row.getBigInteger("int")).isEqualTo(7);
    assertThat(row.getDouble("double")).isEqualTo(2.5);
    assertThat(row.getDouble("float")).isEqualTo(0.5);
    assertThat(row.getFloat("float")).isEqualTo(0.5f);
    assertThat(row.getString("text")).isEqualTo("Ann");
    assertThat(row.get("day", DayOfWeek.class)).isEqualTo(DayOfWeek.MONDAY);
    assertThat(row.getLocalDate("date")).isEqualTo("2024-02-29");
    assertThat(row.getLocalTime("time")).isEqualTo(LocalTime.NOON);
    assertThat(row.getLocalDateTime("local")).isEqualTo("2024-01-01T01:00");
    assertThat(row.getInstant("instant")).isEqualTo(Instant.EPOCH);
    assertThat(row.getZonedDateTime("instant")).isEqualTo(Instant.EPOCH.atZone(ZoneOffset.UTC));
    assertThat(row.getDuration("wait")).isEqualTo(Duration.ofMinutes(5));
    assertThat(row.getBigDecimal("money")).isEqualTo("1.20");
    assertThat(row.getBigDecimal("int")).isEqualTo("7");
    assertThat(row.getUuid("uuid")).isEqualTo(ID);
    assertThat(row.getBytes("bytes")).isEqualTo(BYTES);
    assertThat(row.getList("list")).containsExactly(1, null);
    assertThat(row.getStruct("struct").getLong("x")).isEqualTo(5);
    assertThat((Object) row.get("struct", Map.class)).isEqualTo(Map.of("x", 5L));
    assertThat(row.get("text", Object.class)).isEqualTo("Ann");
    assertThat(row.isNull("flag")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("firstRows")
  void wrongTypesAndRangesAreNamed(RowAccess row) {
    assertThatThrownBy(() -> row.getInt("text"))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessage("column \"text\" is String, not Integer");
    assertThatThrownBy(() -> row.getLocalDate("instant"))
        .hasMessage("column \"instant\" is Datetime(NANOSECONDS, UTC), not LocalDate");
    assertThatThrownBy(() -> row.getDouble("long"))
        .hasMessage("column \"long\" is Int64, not Double");
    assertThatThrownBy(() -> row.getString("int")).isInstanceOf(InvalidOperationException.class);
    assertThatThrownBy(() -> row.get("text", java.util.Date.class))
        .hasMessage("column \"text\" is String, not Date");
    assertThatThrownBy(() -> row.getInt("long"))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("1099511627776 is no int");
    assertThatThrownBy(() -> row.getLong("huge")).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> row.getUuid("text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"Ann\" is no UUID");
    assertThatThrownBy(() -> row.get("text", DayOfWeek.class))
        .hasMessageContaining("\"Ann\" is no DayOfWeek");
    assertThatThrownBy(() -> row.getInt("none"))
        .isInstanceOf(ColumnNotFoundException.class)
        .isInstanceOf(SchemaFieldNotFoundException.class)
        .hasMessageContaining("no column 'none'");
    assertThatThrownBy(() -> row.getInt(99)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @MethodSource("firstRows")
  void smallNumbersAndClassesOfOtherColumnsAreNamed(RowAccess row) {
    assertThat(row.get("int", Byte.class)).isEqualTo((byte) 7);
    assertThat(row.get("small", Short.class)).isEqualTo((short) 255);
    assertThatThrownBy(() -> row.get("small", Byte.class))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("255 is no Byte");
    assertThatThrownBy(() -> row.get("long", Short.class))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("1099511627776 is no Short");
    assertThatThrownBy(() -> row.get("int", List.class)).hasMessageContaining("Int32, not List");
    assertThatThrownBy(() -> row.get("list", Map.class)).hasMessageContaining("not Map");
    assertThatThrownBy(() -> row.get("flag", Byte.class)).hasMessageContaining("not Byte");
    assertThatThrownBy(() -> row.get("bytes", UUID.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 bytes is no UUID");
  }

  @Test
  void sixteenBytesAreAUuid() {
    byte[] bytes = new byte[16];
    bytes[0] = 1;
    bytes[15] = 2;
    try (DataFrame frame = DataFrame.of(Series.of("id", new byte[][] {bytes}))) {
      assertThat(frame.row(0).getUuid("id")).isEqualTo(new UUID(1L << 56, 2));
    }
  }

  @Test
  void nullsAreNullOrRefused() {
    try (DataFrame frame = frame();
        Cursor cursor = frame.cursor()) {
      cursor.next();
      cursor.next();
      for (RowAccess row : List.of(frame.row(1), cursor)) {
        for (int i = 0; i < frame.width(); i++) {
          assertThat(row.isNull(i)).isTrue();
          assertThat(row.get(i)).isNull();
        }
        assertThat(row.getString("text")).isNull();
        assertThat(row.getStruct("struct")).isNull();
        assertThatThrownBy(() -> row.getLong("long"))
            .isInstanceOf(NullPointerException.class)
            .hasMessageContaining("column \"long\"");
        assertThatThrownBy(() -> row.getDouble("double")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> row.getBoolean("flag")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> row.getLocalDate("text"))
            .isInstanceOf(InvalidOperationException.class);
      }
      assertThat(cursor.next()).isFalse();
      assertThatThrownBy(() -> cursor.getInt(0)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aCursorGivesWhatRowsGive() {
    for (int seed = 0; seed < 30; seed++) {
      RandomData random = new RandomData(seed, true);
      int rows = seed % 5 == 0 ? 9000 : random.below(50);
      List<Series> columns = new ArrayList<>();
      for (int c = 0; c < 4; c++) {
        DataType type = random.type(1);
        columns.add(Series.of("c" + c, type, random.values(type, rows)));
      }
      try (DataFrame frame = DataFrame.of(columns);
          Cursor cursor = frame.cursor()) {
        List<Row> all = frame.rows().toList();
        int width = frame.width();
        for (Row row : all) {
          assertThat(cursor.next()).isTrue();
          for (int c = cursor.row() % 3 == 0 ? 1 : 0; c < width; c++) {
            assertThat(cursor.isNull(c)).isEqualTo(row.isNull(c));
            assertThat(cursor.get(c)).isEqualTo(row.get(c));
            if (cursor.get(c) instanceof Number && !cursor.isNull(c)) {
              assertThat(number(cursor, c)).isEqualTo(number(row, c));
            }
          }
        }
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.next()).isFalse();
      } finally {
        columns.forEach(Series::close);
      }
    }
  }

  private static Object number(RowAccess row, int column) {
    try {
      return List.of(row.getLong(column), row.getInt(column));
    } catch (InvalidOperationException e) {
      try {
        return row.getDouble(column);
      } catch (InvalidOperationException other) {
        return other.getMessage();
      }
    } catch (ArithmeticException e) {
      return "out of range";
    }
  }

  @Test
  void stringsOneByOneAreThoseOfTheColumn() {
    RandomData random = new RandomData(5, false);
    for (DataType type : List.of(DataType.STRING, DataType.categorical())) {
      List<Object> values = random.values(type, 1000);
      try (Series half = Series.of("s", type, values.subList(0, 500));
          Series rest = Series.of("s", type, values.subList(500, 1000));
          DataFrame both = half.toFrame().vstack(rest.toFrame());
          Series column = both.column(0)) {
        for (int i = 0; i < 1000; i++) {
          assertThat(column.getString(i)).isEqualTo(values.get(i));
        }
        for (int i : new int[] {999, 0, 1, 2, 500, 501, 3, 998, 999}) {
          assertThat(column.getString(i)).isEqualTo(values.get(i));
        }
        assertThatThrownBy(() -> column.getString(1000))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
    try (Series bytes = Series.of("b", new byte[][] {BYTES, BYTES})) {
      for (int i = 0; i < 2; i++) {
        int row = i;
        assertThatThrownBy(() -> bytes.getString(row))
            .isInstanceOf(InvalidOperationException.class);
      }
    }
    Series closed = Series.of("s", "a", "b", "c");
    closed.getString(0);
    closed.getString(1);
    closed.close();
    assertThatThrownBy(() -> closed.getString(2)).isInstanceOf(IllegalStateException.class);
  }
}
