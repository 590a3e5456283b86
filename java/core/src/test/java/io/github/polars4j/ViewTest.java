package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person sees of a frame. */
class ViewTest {
  private static DataFrame frame(Series... columns) {
    try {
      return DataFrame.of(columns);
    } finally {
      Arrays.asList(columns).forEach(Series::close);
    }
  }

  private static DataFrame numbers(int rows, int columns) {
    List<Series> series = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      long[] values = new long[rows];
      Arrays.setAll(values, i -> i);
      series.add(Series.of("c" + c, values));
    }
    return frame(series.toArray(new Series[0]));
  }

  @Test
  void theDefaultFormatIsPolarsOwn() {
    try (DataFrame small =
            frame(
                Series.of("id", new long[] {1, 2, 3}),
                Series.of("name", "John", "Doe", null),
                Series.of("größe", List.of(1.5, 2.25, -1e10)));
        DataFrame sample = Sample.frame(20, 0).select("int8", "short string", "enum", "date");
        DataFrame many = numbers(11, 9);
        DataFrame none = numbers(0, 2)) {
      for (DataFrame frame : List.of(small, sample, many, none)) {
        assertThat(frame.toString(TableFormat.DEFAULT)).isEqualTo(frame.toString());
      }
    }
  }

  @Test
  void rowsAndColumnsAreLimitedFromTheMiddle() {
    try (DataFrame frame = numbers(1000, 5)) {
      assertThat(frame.toString(3, 2))
          .isEqualTo(
              """
              shape: (1_000, 5)
              ┌─────┬───┬─────┐
              │ c0  ┆ … ┆ c4  │
              │ --- ┆   ┆ --- │
              │ i64 ┆   ┆ i64 │
              ╞═════╪═══╪═════╡
              │ 0   ┆ … ┆ 0   │
              │ 1   ┆ … ┆ 1   │
              │ …   ┆ … ┆ …   │
              │ 999 ┆ … ┆ 999 │
              └─────┴───┴─────┘\
              """);
      assertThat(frame.toString(TableFormat.ALL).lines()).hasSize(1007);
      assertThat(frame.toString(1, 1)).contains("│ 0   ┆ … │").contains("│ …   ┆ … │");
      assertThatThrownBy(() -> frame.toString(0, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rows 0");
    }
  }

  @Test
  void textIsCutAndControlCharactersAreEscaped() {
    try (DataFrame frame = frame(Series.of("a\nb", "x\ty", "0123456789"))) {
      String text = frame.toString(TableFormat.DEFAULT.withTextLength(5));
      assertThat(text).contains("a\\nb").contains("x\\ty").contains("01234…").doesNotContain("\t");
    }
  }

  @Test
  void htmlIsEscapedAndHasTheSchemaAndTheShape() {
    try (DataFrame frame =
        frame(
            Series.of("<b>", "<script>alert('&')</script>", null),
            Series.of("n", new int[] {1, 2}))) {
      assertThat(frame.toHtml())
          .contains("<small>shape: (2, 2)</small>")
          .contains("<thead><tr><th>&lt;b&gt;</th><th>n</th></tr><tr><td>str</td><td>i32</td></tr>")
          .contains("<td>&quot;&lt;script&gt;alert(&#x27;&amp;&#x27;)&lt;/script&gt;&quot;</td>")
          .contains("<td>null</td><td>2</td>")
          .doesNotContain("<script");
    }
    try (DataFrame frame = numbers(100, 100)) {
      assertThat(frame.toHtml()).contains("<td>…</td>");
      assertThat(frame.toHtml(TableFormat.DEFAULT.withRows(2).withColumns(1)))
          .contains("<tr><td>0</td><td>…</td></tr><tr><td>…</td><td>…</td></tr>");
    }
  }

  @Test
  void describeGivesWhatPolarsPythonGives() {
    try (DataFrame frame =
            frame(
                Series.of("float", new double[] {1.0, 2.8, 3.0}),
                Series.of("int", Arrays.asList(40L, 50L, null)),
                Series.of("bool", new boolean[] {true, false, true}),
                Series.of("str", "zz", "xx", "yy"),
                Series.of(
                    "date",
                    LocalDate.of(2020, 1, 1),
                    LocalDate.of(2021, 7, 5),
                    LocalDate.of(2022, 12, 31)),
                Series.of(
                    "time",
                    LocalTime.of(10, 20, 30),
                    LocalTime.of(14, 45, 50),
                    LocalTime.of(23, 15, 10)));
        DataFrame statistics = frame.describe()) {
      assertThat(statistics.toString(TableFormat.ALL))
          .isEqualTo(
              """
              shape: (9, 7)
              ┌────────────┬──────────┬──────────┬──────────┬──────┬─────────────────────┬──────────┐
              │ statistic  ┆ float    ┆ int      ┆ bool     ┆ str  ┆ date                ┆ time     │
              │ ---        ┆ ---      ┆ ---      ┆ ---      ┆ ---  ┆ ---                 ┆ ---      │
              │ str        ┆ f64      ┆ f64      ┆ f64      ┆ str  ┆ str                 ┆ str      │
              ╞════════════╪══════════╪══════════╪══════════╪══════╪═════════════════════╪══════════╡
              │ count      ┆ 3.0      ┆ 2.0      ┆ 3.0      ┆ 3    ┆ 3                   ┆ 3        │
              │ null_count ┆ 0.0      ┆ 1.0      ┆ 0.0      ┆ 0    ┆ 0                   ┆ 0        │
              │ mean       ┆ 2.266667 ┆ 45.0     ┆ 0.666667 ┆ null ┆ 2021-07-02 16:00:00 ┆ 16:07:10 │
              │ std        ┆ 1.101514 ┆ 7.071068 ┆ null     ┆ null ┆ null                ┆ null     │
              │ min        ┆ 1.0      ┆ 40.0     ┆ 0.0      ┆ xx   ┆ 2020-01-01          ┆ 10:20:30 │
              │ 25%        ┆ 2.8      ┆ 40.0     ┆ null     ┆ null ┆ 2021-07-05          ┆ 14:45:50 │
              │ 50%        ┆ 2.8      ┆ 50.0     ┆ null     ┆ null ┆ 2021-07-05          ┆ 14:45:50 │
              │ 75%        ┆ 3.0      ┆ 50.0     ┆ null     ┆ null ┆ 2022-12-31          ┆ 23:15:10 │
              │ max        ┆ 3.0      ┆ 50.0     ┆ 1.0      ┆ zz   ┆ 2022-12-31          ┆ 23:15:10 │
              └────────────┴──────────┴──────────┴──────────┴──────┴─────────────────────┴──────────┘\
              """);
    }
  }

  @Test
  void everyTypeIsDescribedAndGlimpsed() {
    try (DataFrame frame = Sample.frame(30, 0);
        DataFrame statistics = frame.describe();
        DataFrame none = frame.head(0);
        DataFrame ofNone = none.describe()) {
      assertThat(statistics.height()).isEqualTo(9);
      assertThat(statistics.width()).isEqualTo(frame.width() + 1);
      assertThat(ofNone.schema()).isEqualTo(statistics.schema());
      assertThat(frame.glimpse().lines()).hasSize(frame.width() + 2);
      assertThat(frame.toHtml()).contains("größer");
    }
    try (DataFrame frame = frame(Series.of("statistic", new int[1]))) {
      assertThatThrownBy(frame::describe)
          .isInstanceOf(DuplicateException.class)
          .hasMessageContaining("statistic");
    }
  }

  @Test
  void aGlimpseHasALineAColumn() {
    try (DataFrame frame =
        frame(
            Series.of("n", new long[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}),
            Series.of("name", List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k")))) {
      assertThat(frame.glimpse())
          .isEqualTo(
              """
              Rows: 11
              Columns: 2
              $ n    <i64> 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
              $ name <str> 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'
              """);
    }
  }
}
