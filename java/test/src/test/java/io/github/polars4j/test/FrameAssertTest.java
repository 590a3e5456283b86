package io.github.polars4j.test;

import static io.github.polars4j.test.FrameAssert.assertFrameEquals;
import static io.github.polars4j.test.FrameAssert.assertSeriesEquals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.Schema;
import io.github.polars4j.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameAssertTest {
  private static final FrameAssertOptions EXACT = FrameAssertOptions.exact();

  private static DataFrame orders() {
    return DataFrame.of(Series.ofLongs("id", 1L, 2L, null), Series.of("name", "ann", null, "eve"));
  }

  private static void differ(DataFrame expected, DataFrame actual, String message) {
    differ(expected, actual, EXACT, message);
  }

  private static void differ(
      DataFrame expected, DataFrame actual, FrameAssertOptions options, String message) {
    try (expected;
        actual) {
      assertThatThrownBy(() -> assertFrameEquals(expected, actual, options))
          .isInstanceOf(AssertionError.class)
          .hasMessage("frames differ: " + message);
    }
  }

  private static void equal(DataFrame expected, DataFrame actual, FrameAssertOptions options) {
    try (expected;
        actual) {
      assertFrameEquals(expected, actual, options);
    }
  }

  @Test
  void equalFramesPass() {
    equal(orders(), orders(), EXACT);
    equal(DataFrame.of(), DataFrame.of(), EXACT);
    equal(
        DataFrame.of(Series.of("x", Double.NaN, -0.0)),
        DataFrame.of(Series.of("x", Double.NaN, 0.0)),
        EXACT);
  }

  @Test
  void nullabilityAndMetadataAreNotCompared() {
    Field inner = Field.of("x", DataType.INT32);
    List<Map<String, ?>> rows = List.of(Map.of("s", Map.of("x", 1)));
    for (Field other : List.of(inner.withNullable(false), inner.withMetadata(Map.of("k", "v")))) {
      Schema schema = Schema.of(Field.of("s", DataType.struct(other)).withNullable(false));
      try (DataFrame named = DataFrame.fromMaps(schema, rows)) {
        assertThat(named.schema()).isEqualTo(schema);
      }
      equal(
          DataFrame.fromMaps(Schema.of(Field.of("s", DataType.struct(inner))), rows),
          DataFrame.fromMaps(schema, rows),
          EXACT);
    }
  }

  @Test
  void schemasAreToldWhole() {
    differ(
        orders(),
        DataFrame.of(Series.ofInts("id", 1, 2), Series.of("more", true, false)),
        "column 'id': expected type Int64, actual Int32; column 'name' (String) is missing;"
            + " column 'more' (Boolean) is not expected; rows: expected 3, actual 2");
  }

  @Test
  void orderOfColumns() {
    DataFrame turned = orders();
    try (turned) {
      differ(
          orders(),
          turned.select("name", "id"),
          "order of columns: expected [id, name], actual [name, id]");
      equal(orders(), turned.select("name", "id"), EXACT.ignoringColumnOrder());
    }
  }

  @Test
  void theFirstValueIsNamed() {
    differ(
        orders(),
        DataFrame.of(Series.ofLongs("id", 1L, 2L, null), Series.of("name", "ann", null, "eva")),
        "column 'name', row 2 of 3: expected \"eve\", actual \"eva\"");
    differ(
        orders(),
        DataFrame.of(Series.ofLongs("id", 1L, null, null), Series.of("name", "ann", "", "eve")),
        "column 'id', row 1 of 3: expected 2, actual null; columns that differ: ['id', 'name']");
  }

  /** Rows are halved: each row of a column of several lengths is found. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9})
  void anyRowIsFound(int rows) {
    for (int row = 0; row < rows; row++) {
      int[] other = IntStream.range(0, rows).toArray();
      other[row] = -1;
      other[rows - 1] = -1;
      differ(
          DataFrame.of(Series.of("n", IntStream.range(0, rows).toArray())),
          DataFrame.of(Series.of("n", other)),
          "column 'n', row " + row + " of " + rows + ": expected " + row + ", actual -1");
    }
  }

  @Test
  void orderOfRows() {
    DataFrame turned =
        DataFrame.of(Series.ofLongs("id", null, 2L, 1L), Series.of("name", "eve", null, "ann"));
    try (turned) {
      equal(orders(), turned.head(3), EXACT.ignoringRowOrder());
      differ(
          orders(),
          turned.head(3),
          "column 'id', row 0 of 3: expected 1, actual null; columns that differ: ['id', 'name']");
      differ(
          orders(),
          turned.fillNull("name", "x"),
          EXACT.ignoringRowOrder(),
          "column 'name', row 2 of 3: expected null, actual \"x\" (rows are sorted by all columns)");
    }
  }

  @Test
  void rowsOfNestedColumnsInAnyOrder() {
    DataType type = DataType.list(DataType.struct(Field.of("a", DataType.INT32)));
    List<List<Map<String, Integer>>> rows =
        Arrays.asList(List.of(Map.of("a", 2)), null, List.of(), List.of(Map.of("a", 1)));
    equal(
        DataFrame.of(Series.of("l", type, rows)),
        DataFrame.of(
            Series.of("l", type, Arrays.asList(rows.get(3), rows.get(2), rows.get(0), null))),
        EXACT.ignoringRowOrder());
  }

  @Test
  void tolerance() {
    FrameAssertOptions near = EXACT.withTolerance(1e-6, 0);
    equal(
        DataFrame.of(Series.ofDoubles("x", 1e6, null, Double.NaN)),
        DataFrame.of(Series.ofDoubles("x", 1e6 + 1, null, Double.NaN)),
        near);
    differ(
        DataFrame.of(Series.of("x", 1e6, 1.0)),
        DataFrame.of(Series.of("x", 1e6 + 1, 1.00001)),
        near,
        "column 'x', row 1 of 2: expected 1.0, actual 1.00001");
    differ(
        DataFrame.of(Series.ofDoubles("x", 0.0, Double.POSITIVE_INFINITY)),
        DataFrame.of(Series.ofDoubles("x", 0.01, 1e308)),
        EXACT.withTolerance(1, 0.1),
        "column 'x', row 1 of 2: expected Infinity, actual 1.0E308");
    differ(
        DataFrame.of(Series.ofDoubles("x", 0.0)),
        DataFrame.of(Series.ofDoubles("x", (Double) null)),
        EXACT.withTolerance(1, 1),
        "column 'x', row 0 of 1: expected 0.0, actual null");
    differ(
        DataFrame.of(Series.of("n", 100)),
        DataFrame.of(Series.of("n", 101)),
        EXACT.withTolerance(1, 1),
        "column 'n', row 0 of 1: expected 100, actual 101");
  }

  @Test
  void toleranceWithinListsAndStructs() {
    DataType type =
        DataType.struct(
            Field.of("f", DataType.list(DataType.FLOAT32)), Field.of("b", DataType.BINARY));
    Map<String, Object> row = Map.of("f", List.of(1f, 2f), "b", new byte[] {1, (byte) 255});
    Map<String, Object> close = Map.of("f", List.of(1f, 2.001f), "b", new byte[] {1, (byte) 255});
    Map<String, Object> other = Map.of("f", List.of(1f, 2f), "b", new byte[] {2});
    FrameAssertOptions near = EXACT.withTolerance(0, 0.01);
    equal(
        DataFrame.of(Series.of("s", type, List.of(row))),
        DataFrame.of(Series.of("s", type, List.of(close))),
        near);
    differ(
        DataFrame.of(Series.of("s", type, List.of(row))),
        DataFrame.of(Series.of("s", type, List.of(other))),
        near,
        "column 's', row 0 of 1: expected {f: [1.0, 2.0], b: 0x01ff},"
            + " actual {f: [1.0, 2.0], b: 0x02}");
  }

  @Test
  void rowsAreCountedAcrossBlocks() {
    double[] values = new double[10_000];
    double[] other = values.clone();
    other[9_999] = 1;
    differ(
        DataFrame.of(Series.of("x", values)),
        DataFrame.of(Series.of("x", other)),
        EXACT.withTolerance(0, 0.5),
        "column 'x', row 9999 of 10000: expected 0.0, actual 1.0");
  }

  @Test
  void longValuesAreCut() {
    differ(
        DataFrame.of(Series.of("t", "a".repeat(1000))),
        DataFrame.of(Series.of("t", "b\n\"")),
        "column 't', row 0 of 1: expected \""
            + "a".repeat(199)
            + "... (1002 characters), actual \"b\\n\\\"\"");
  }

  @Test
  void series() {
    try (Series one = Series.of("n", 1, 2);
        Series other = Series.of("m", 1, 2)) {
      assertSeriesEquals(one, one);
      assertThatThrownBy(() -> assertSeriesEquals(one, other))
          .hasMessage(
              "frames differ: column 'n' (Int32) is missing; column 'm' (Int32) is not expected");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void tolerancesThatAreNone(double tolerance) {
    assertThatThrownBy(() -> EXACT.withTolerance(tolerance, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("relativeTolerance is " + tolerance);
    assertThat(EXACT.withTolerance(0, 0)).isEqualTo(EXACT);
  }
}
