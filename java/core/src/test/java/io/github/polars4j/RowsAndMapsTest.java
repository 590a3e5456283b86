package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows and maps in and out of frames. */
class RowsAndMapsTest {
  private static final Schema SCHEMA =
      Schema.of(Field.of("id", DataType.INT64), Field.of("name", DataType.STRING));

  private static Map<String, @Nullable Object> map(@Nullable Object... pairs) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  @Test
  void rowsListsAndArrays() {
    List<?> rows =
        List.of(
            new Row(SCHEMA, Arrays.asList(1L, null)),
            Arrays.asList(2L, "b"),
            new Object[] {3L, "c"});

    try (DataFrame frame = DataFrame.fromRows(SCHEMA, rows)) {
      assertThat(frame.schema()).isEqualTo(SCHEMA);
      assertThat(frame.rows().map(Row::values))
          .containsExactly(Arrays.asList(1L, null), List.of(2L, "b"), List.of(3L, "c"));
    }
  }

  @Test
  void rowsSurvive() {
    List<List<Object>> values =
        IntStream.range(0, 9_000).mapToObj(i -> List.<Object>of((long) i, "n" + i)).toList();

    try (DataFrame frame = DataFrame.fromRows(SCHEMA, values);
        DataFrame again = DataFrame.fromRows(SCHEMA, frame.rows()::iterator)) {
      assertThat(again.contentEquals(frame)).isTrue();
      assertThat(again.rows().map(Row::values)).isEqualTo(values);
    }
  }

  @Test
  void noRows() {
    try (DataFrame frame = DataFrame.fromRows(SCHEMA, List.of())) {
      assertThat(frame.schema()).isEqualTo(SCHEMA);
      assertThat(frame.height()).isZero();
    }
  }

  @Test
  void rowsThatDoNotFitNameTheirPlace() {
    List<Object> good = List.of(1L, "a");
    assertThatThrownBy(() -> DataFrame.fromRows(SCHEMA, List.of(good, List.of(1L))))
        .hasMessageContaining("row 1");
    assertThatThrownBy(() -> DataFrame.fromRows(SCHEMA, List.of(good, "text")))
        .hasMessageContaining("row 1")
        .hasMessageContaining("java.lang.String");
    assertThatThrownBy(() -> DataFrame.fromRows(SCHEMA, List.of(good, List.of("x", "y"))))
        .hasMessageContaining("row 1")
        .hasMessageContaining("\"id\"")
        .hasMessageContaining("Int64")
        .hasMessageContaining("String");
    Schema other = Schema.of(SCHEMA.field(1), SCHEMA.field(0));
    assertThatThrownBy(() -> DataFrame.fromRows(SCHEMA, List.of(new Row(other, List.of("a", 1L)))))
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining("[name, id]");
  }

  @Test
  void mapsSurvive() {
    List<Map<String, @Nullable Object>> maps =
        List.of(
            map(
                "id", 1,
                "list", Arrays.asList(1.5, null),
                "inner", map("a", "x", "b", List.of(LocalDate.EPOCH))),
            map("id", null, "list", null, "inner", null));

    try (DataFrame frame = DataFrame.fromMaps(maps)) {
      assertThat(frame.toMaps()).isEqualTo(maps);
      assertThat(frame.toMaps().get(0).keySet()).containsExactly("id", "list", "inner");
    }
  }

  @Test
  void typesAreInferredOverAllMaps() {
    List<Map<String, @Nullable Object>> maps =
        List.of(
            map("n", 1L, "d", new BigDecimal("1.50"), "l", List.of()),
            map("f", 1.0, "n", 1L, "d", new BigDecimal("1000"), "s", map("a", null)),
            map("f", 2.0, "l", List.of(1), "s", map("b", true, "a", "x"), "none", null));

    try (DataFrame frame = DataFrame.fromMaps(maps)) {
      assertThat(frame.schema())
          .isEqualTo(
              Schema.of(
                  Field.of("n", DataType.INT64),
                  Field.of("d", DataType.decimal(6, 2)),
                  Field.of("l", DataType.list(DataType.INT32)),
                  Field.of("f", DataType.FLOAT64),
                  Field.of(
                      "s",
                      DataType.struct(
                          Field.of("a", DataType.STRING), Field.of("b", DataType.BOOLEAN))),
                  Field.of("none", DataType.NULL)));
      assertThat(frame.toMaps().get(1))
          .isEqualTo(
              map(
                  "n",
                  1L,
                  "d",
                  new BigDecimal("1000.00"),
                  "l",
                  null,
                  "f",
                  1.0,
                  "s",
                  map("a", null, "b", null),
                  "none",
                  null));
    }
  }

  @Test
  void numbersAsJsonLibrariesGiveThem() {
    List<Map<String, @Nullable Object>> maps =
        List.of(
            map("price", 1, "count", 1, "list", List.of(1, 2.5)),
            map("price", 2.5, "count", 1L << 40, "list", List.of(3)));

    try (DataFrame frame = DataFrame.fromMaps(maps)) {
      assertThat(frame.toMaps())
          .containsExactly(
              map("price", 1.0, "count", 1L, "list", List.of(1.0, 2.5)),
              map("price", 2.5, "count", 1L << 40, "list", List.of(3.0)));
    }
  }

  @Test
  void mapsOfUnsignedLongsMakeAFrameAgain() {
    Schema schema = Schema.of(Field.of("id", DataType.UINT64));
    try (DataFrame frame = DataFrame.fromMaps(schema, List.of(Map.of("id", 7)));
        DataFrame again = DataFrame.fromMaps(frame.toMaps())) {
      assertThat(again.schema()).isEqualTo(Schema.of(Field.of("id", DataType.decimal(38, 0))));
      assertThat(again.toMaps()).containsExactly(map("id", new BigDecimal(7)));
    }
  }

  @Test
  void mapsOfASchema() {
    try (DataFrame frame = DataFrame.fromMaps(SCHEMA, List.of(Map.of("name", "a"), Map.of()))) {
      assertThat(frame.schema()).isEqualTo(SCHEMA);
      assertThat(frame.toMaps())
          .containsExactly(map("id", null, "name", "a"), map("id", null, "name", null));
    }
    assertThatThrownBy(() -> DataFrame.fromMaps(SCHEMA, List.of(Map.of(), Map.of("nom", "a"))))
        .isInstanceOf(ColumnNotFoundException.class)
        .hasMessageContaining("row 1")
        .hasMessageContaining("nom");
  }

  @Test
  void valuesThatHaveNoCommonTypeAreRefused() {
    assertThatThrownBy(() -> DataFrame.fromMaps(List.of(Map.of("a", 1), Map.of("a", "x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 1")
        .hasMessageContaining("\"a\"")
        .hasMessageContaining("Int32")
        .hasMessageContaining("String");
    assertThatThrownBy(() -> DataFrame.fromMaps(List.of(Map.of("a", new Object()))))
        .hasMessageContaining("java.lang.Object");
  }

  @Test
  void onlyOfNumbersItIsSaidThatNoTypeHoldsThemExactly() {
    for (List<?> values : List.of(List.of(1, "x"), List.of("x", 1))) {
      assertThatThrownBy(() -> Series.of("a", values))
          .hasMessageContaining("\"a\", row 1: ")
          .hasMessageNotContaining("exactly");
    }
    assertThatThrownBy(() -> Series.of("a", List.of(2.5, 1L)))
        .hasMessageContaining("\"a\", row 1: ")
        .hasMessageContaining("no type holds all numbers of both exactly");
  }

  @Test
  void aZoneThatIsAnOffsetIsThatOfTheColumn() {
    ZonedDateTime berlin = ZonedDateTime.of(2024, 1, 2, 3, 4, 5, 0, ZoneId.of("Europe/Berlin"));
    ZonedDateTime offset = berlin.withZoneSameInstant(ZoneId.of("UTC+01:45"));
    try (DataFrame frame = DataFrame.fromMaps(List.of(Map.of("a", offset)))) {
      assertThat(frame.row(0).get(0)).isEqualTo(berlin.withZoneSameInstant(ZoneId.of("+01:45")));
    }
  }

  @Test
  void decimalsHaveAsManyDigitsAsTheirTypeKeeps() {
    BigDecimal most = new BigDecimal("9".repeat(38)).movePointLeft(5);
    try (Series column = Series.of("a", List.of(most))) {
      assertThat(column.dataType()).isEqualTo(DataType.decimal(38, 5));
      assertThat(column.toList()).isEqualTo(List.of(most));
    }
    assertThatThrownBy(() -> Series.of("a", List.of(most, BigDecimal.ONE.movePointLeft(6))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column \"a\": no Decimal keeps 39 digits");
  }

  @Test
  void nullMapsAndKeysNameTheirRow() {
    for (List<Map<String, @Nullable Object>> maps :
        List.of(List.of(map("id", 1L), map(null, 2L)), Arrays.asList(map("id", 1L), null))) {
      assertThatThrownBy(() -> DataFrame.fromMaps(SCHEMA, maps))
          .isInstanceOf(NullPointerException.class)
          .hasMessageContaining("row 1")
          .hasMessageContaining("map is null");
      assertThatThrownBy(() -> DataFrame.fromMaps(maps))
          .isInstanceOf(NullPointerException.class)
          .hasMessageContaining("row 1")
          .hasMessageContaining("map is null");
    }
  }

  @Test
  void noMaps() {
    try (DataFrame frame = DataFrame.fromMaps(List.of())) {
      assertThat(frame.width()).isZero();
      assertThat(frame.toMaps()).isEqualTo(Collections.emptyList());
    }
  }
}
