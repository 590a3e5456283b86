package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Frames: their columns, rows and parts. */
class DataFrameTest {
  private static DataFrame people() {
    try (Series ids = Series.of("id", new long[] {1, 2, 3});
        Series names = Series.of("name", "John", "Doe", null)) {
      return DataFrame.of(ids, names);
    }
  }

  private static DataFrame counting(int rows) {
    long[] values = LongStream.range(0, rows).toArray();
    String[] texts = new String[rows];
    Arrays.setAll(texts, i -> i % 3 == 0 ? null : "row " + i);
    try (Series numbers = Series.of("n", values);
        Series strings = Series.of("s", texts)) {
      return DataFrame.of(numbers, strings);
    }
  }

  private static List<Object> values(DataFrame frame, String column) {
    try (Series series = frame.column(column)) {
      return series.toList();
    }
  }

  @Test
  void shapeAndSchema() {
    try (DataFrame frame = people()) {
      assertThat(frame.height()).isEqualTo(3);
      assertThat(frame.width()).isEqualTo(2);
      assertThat(frame.columnNames()).containsExactly("id", "name");
      assertThat(frame.schema())
          .isEqualTo(Schema.of(Field.of("id", DataType.INT64), Field.of("name", DataType.STRING)));
    }
  }

  @Test
  void theSeriesStayTheCallers() {
    try (Series series = Series.of("n", new int[] {1, 2})) {
      DataFrame.of(series).close();
      assertThat(series.toIntArray()).containsExactly(1, 2);
    }
  }

  @Test
  void theFrameOutlivesItsSeries() {
    Series series = Series.of("n", new int[] {1, 2});
    try (DataFrame frame = DataFrame.of(List.of(series))) {
      series.close();
      assertThat(values(frame, "n")).containsExactly(1, 2);
    }
  }

  @Test
  void anEmptyFrameHasItsSchema() {
    Schema schema =
        Schema.of(Field.of("a", DataType.list(DataType.INT8)), Field.of("b", DataType.DATE));
    try (DataFrame frame = DataFrame.empty(schema)) {
      assertThat(frame.schema()).isEqualTo(schema);
      assertThat(frame.height()).isZero();
      assertThat(frame.rows()).isEmpty();
    }
  }

  @Test
  void columnsByNameAndPosition() {
    try (DataFrame frame = people();
        Series byName = frame.column("name");
        Series byIndex = frame.column(1)) {
      assertThat(byName.name()).isEqualTo("name");
      assertThat(byName.length()).isEqualTo(3);
      assertThat(byName.contentEquals(byIndex)).isTrue();
    }
  }

  @Test
  void allColumns() {
    try (DataFrame frame = people()) {
      List<Series> columns = frame.columns();
      assertThat(columns).extracting(Series::name).containsExactly("id", "name");
      columns.forEach(Series::close);
      assertThat(frame.height()).isEqualTo(3);
    }
  }

  @Test
  void aColumnThatIsNotThereIsRefused() {
    try (DataFrame frame = people()) {
      assertThatThrownBy(() -> frame.column("age"))
          .isInstanceOf(ColumnNotFoundException.class)
          .hasMessageContaining("'age'")
          .hasMessageContaining("[\"id\", \"name\"]");
      assertThatThrownBy(() -> frame.column(2)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> frame.column(-1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> frame.select("id", "age"))
          .isInstanceOf(ColumnNotFoundException.class)
          .hasMessageContaining("'age'");
      assertThatThrownBy(() -> frame.drop("age")).isInstanceOf(ColumnNotFoundException.class);
      assertThatThrownBy(() -> frame.rename("age", "x"))
          .isInstanceOf(ColumnNotFoundException.class);
    }
  }

  @Test
  void selectingReorders() {
    try (DataFrame frame = people();
        DataFrame selected = frame.select("name", "id");
        DataFrame one = frame.select(List.of("name"))) {
      assertThat(selected.columnNames()).containsExactly("name", "id");
      assertThat(values(selected, "id")).containsExactly(1L, 2L, 3L);
      assertThat(one.columnNames()).containsExactly("name");
    }
  }

  @Test
  void selectingAColumnTwiceIsRefused() {
    try (DataFrame frame = people()) {
      assertThatThrownBy(() -> frame.select("id", "id")).isInstanceOf(DuplicateException.class);
    }
  }

  @Test
  void dropping() {
    try (DataFrame frame = people();
        DataFrame dropped = frame.drop("id");
        DataFrame nothing = frame.drop()) {
      assertThat(dropped.columnNames()).containsExactly("name");
      assertThat(nothing.contentEquals(frame)).isTrue();
    }
  }

  @Test
  void renaming() {
    try (DataFrame frame = people();
        DataFrame renamed = frame.rename("name", "größe")) {
      assertThat(renamed.columnNames()).containsExactly("id", "größe");
      assertThat(values(renamed, "größe")).containsExactly("John", "Doe", null);
      assertThat(frame.columnNames()).containsExactly("id", "name");
    }
  }

  @Test
  void renamingToAnotherColumnsNameIsRefused() {
    try (DataFrame frame = people()) {
      assertThatThrownBy(() -> frame.rename("name", "id")).isInstanceOf(DuplicateException.class);
    }
  }

  @Test
  void renamingToTheSameNameChangesNothing() {
    try (DataFrame frame = people();
        DataFrame same = frame.rename("id", "id")) {
      assertThat(same.contentEquals(frame)).isTrue();
    }
  }

  @Test
  void slices() {
    try (DataFrame frame = counting(20);
        DataFrame middle = frame.slice(3, 2);
        DataFrame cut = frame.slice(18, 100);
        DataFrame end = frame.slice(20, 1);
        DataFrame head = frame.head();
        DataFrame head2 = frame.head(2);
        DataFrame tail = frame.tail();
        DataFrame tail2 = frame.tail(2)) {
      assertThat(values(middle, "n")).containsExactly(3L, 4L);
      assertThat(cut.height()).isEqualTo(2);
      assertThat(values(cut, "s")).containsExactly(null, "row 19");
      assertThat(end.height()).isZero();
      assertThat(values(head, "n")).containsExactly(0L, 1L, 2L, 3L, 4L);
      assertThat(values(head2, "n")).containsExactly(0L, 1L);
      assertThat(values(tail, "n")).containsExactly(15L, 16L, 17L, 18L, 19L);
      assertThat(values(tail2, "n")).containsExactly(18L, 19L);
    }
  }

  @Test
  void aSliceBeyondTheRowsIsRefused() {
    try (DataFrame frame = people()) {
      assertThatThrownBy(() -> frame.slice(4, 0)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> frame.slice(-1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> frame.slice(0, -1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> frame.tail(-1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void stackingAddsChunksAndRechunkingJoinsThem() {
    try (DataFrame frame = people();
        DataFrame stacked = frame.vstack(frame);
        DataFrame joined = stacked.rechunk()) {
      assertThat(stacked.height()).isEqualTo(6);
      assertThat(stacked.nChunks()).isEqualTo(2);
      assertThat(values(stacked, "name")).containsExactly("John", "Doe", null, "John", "Doe", null);
      assertThat(joined.nChunks()).isEqualTo(1);
      assertThat(joined.contentEquals(stacked)).isTrue();
    }
  }

  @Test
  void stackingAFrameOfAnotherSchemaIsRefused() {
    try (DataFrame frame = people();
        DataFrame renamed = frame.rename("name", "nom");
        DataFrame narrower = frame.select("id");
        DataFrame swapped = frame.select("name", "id");
        Series number = Series.of("name", new int[] {1});
        Series id = Series.of("id", new long[] {1});
        DataFrame retyped = DataFrame.of(id, number)) {
      for (DataFrame other : List.of(renamed, narrower, swapped, retyped)) {
        assertThatThrownBy(() -> frame.vstack(other)).isInstanceOf(PolarsException.class);
      }
    }
  }

  private static void assertRefusedBelow(Series above, Series below, String why) {
    try (above;
        below;
        DataFrame frame = above.toFrame();
        DataFrame other = below.toFrame()) {
      assertThatThrownBy(() -> frame.vstack(other))
          .isInstanceOf(SchemaMismatchException.class)
          .hasMessage("the frame below does not fit: " + why);
    }
  }

  @Test
  void aRefusalNamesColumnsAndTypesAsJavaDoes() {
    assertRefusedBelow(
        Series.of("n", "x"), Series.of("n", new long[] {1}), "column 'n' is Int64, not String");
    assertRefusedBelow(Series.of("n", "x"), Series.of("m", "x"), "column 0 is named 'm', not 'n'");
    assertRefusedBelow(
        Series.of("l", DataType.list(DataType.datetime(TimeUnit.NANOSECONDS)), List.of()),
        Series.of("l", DataType.list(DataType.duration(TimeUnit.MILLISECONDS)), List.of()),
        "column 'l' is List(Duration(MILLISECONDS)), not List(Datetime(NANOSECONDS))");
    try (Series text = Series.of("n", "x")) {
      assertThatThrownBy(() -> text.getLong(0))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageStartingWith("column 'n' is String, not ");
    }
  }

  @Test
  void stackingLosesNoDigitsAndSwapsNoFields() {
    DataType.Decimal narrow = new DataType.Decimal(4, 2);
    DataType.Decimal wide = new DataType.Decimal(12, 4);
    BigDecimal large = new BigDecimal("12345678.1234");
    BigDecimal small = new BigDecimal("12.34");
    assertRefusedBelow(
        Series.of("d", narrow, List.of(small)),
        Series.of("d", wide, List.of(large)),
        "column 'd' is Decimal(12, 4), not Decimal(4, 2)");
    try (Series above = Series.of("d", wide, List.of(large));
        Series below = Series.of("d", narrow, List.of(small));
        DataFrame frame = above.toFrame();
        DataFrame other = below.toFrame();
        DataFrame both = frame.vstack(other)) {
      assertThat(both.column("d").toList()).containsExactly(large, new BigDecimal("12.3400"));
    }
    DataType ab = DataType.struct(Field.of("a", DataType.INT32), Field.of("b", DataType.INT32));
    DataType ba = DataType.struct(Field.of("b", DataType.INT32), Field.of("a", DataType.INT32));
    assertRefusedBelow(
        Series.of("s", ab, List.of(Map.of("a", 1, "b", 2))),
        Series.of("s", ba, List.of(Map.of("a", 1, "b", 2))),
        "column 's' is Struct(b: Int32, a: Int32), not Struct(a: Int32, b: Int32)");
  }

  @Test
  void aMessageIsOfALengthThatCanBeRead() {
    Series[] many = new Series[2_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = Series.of("column " + i, new int[] {i});
    }
    try (DataFrame frame = DataFrame.of(many)) {
      assertThatThrownBy(() -> frame.select("missing"))
          .isInstanceOf(ColumnNotFoundException.class)
          .hasMessageStartingWith("no column 'missing': the columns are [\"column 0\"")
          .hasMessageEndingWith("\"column 1999\"]")
          .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
    }
    Stream.of(many).forEach(Series::close);
  }

  @Test
  void contentCountsAndNothingElse() {
    try (DataFrame frame = people();
        DataFrame same = people();
        DataFrame renamed = frame.rename("id", "key");
        DataFrame shorter = frame.head(2);
        DataFrame swapped = frame.select("name", "id")) {
      assertThat(frame.contentEquals(same)).isTrue();
      for (DataFrame other : List.of(renamed, shorter, swapped)) {
        assertThat(frame.contentEquals(other)).isFalse();
        assertThat(other.contentEquals(frame)).isFalse();
      }
    }
  }

  @Test
  void oneRow() {
    try (DataFrame frame = people()) {
      Row row = frame.row(2);
      assertThat(row.schema()).isEqualTo(frame.schema());
      assertThat(row.get("id")).isEqualTo(3L);
      assertThat(row.get(1)).isNull();
      assertThatThrownBy(() -> frame.row(3)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> frame.row(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void rowsOfManyFetches() {
    try (DataFrame frame = counting(10_001)) {
      assertThat(frame.rows().count()).isEqualTo(10_001);
      Iterator<Row> rows = frame.rows().iterator();
      for (long i = 0; i < 10_001; i++) {
        Row row = rows.next();
        assertThat(row.get(0)).isEqualTo(i);
        assertThat(row.get(1)).isEqualTo(i % 3 == 0 ? null : "row " + i);
      }
      assertThat(rows.hasNext()).isFalse();
    }
  }

  @Test
  void rowsAreFetchedWhileTheyAreConsumed() {
    DataFrame frame = counting(10_000);
    Iterator<Row> rows = frame.rows().iterator();
    assertThat(rows.next().get("n")).isEqualTo(0L);
    frame.close();
    assertThatThrownBy(() -> rows.forEachRemaining(row -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aRowOutlivesItsFrame() {
    Row row;
    try (DataFrame frame = people()) {
      row = frame.row(0);
    }
    assertThat(row.values()).containsExactly(1L, "John");
  }

  @Test
  void theTextIsPolarsTable() {
    try (DataFrame frame = people()) {
      assertThat(frame.toString())
          .isEqualToNormalizingWhitespace(
              """
              shape: (3, 2)
              ┌─────┬──────┐
              │ id  ┆ name │
              │ --- ┆ ---  │
              │ i64 ┆ str  │
              ╞═════╪══════╡
              │ 1   ┆ John │
              │ 2   ┆ Doe  │
              │ 3   ┆ null │
              └─────┴──────┘
              """);
    }
  }

  @Test
  void theEstimatedSizeGrowsWithTheRows() {
    try (DataFrame few = counting(10);
        DataFrame many = counting(10_000)) {
      assertThat(many.estimatedSize()).isGreaterThan(80_000).isGreaterThan(few.estimatedSize());
    }
  }

  @Test
  void temporalTextBecomesDatesAndTimes() throws IOException {
    String csv =
        """
        date,datetime,time
        1969-12-31,2013-01-01T10:00:00,23:59:59.5
        ,,
        """;
    try (DataFrame frame =
        new CsvReader(csv.getBytes(StandardCharsets.UTF_8)).withTryParseDates(true).finish()) {
      assertThat(frame.row(0).values())
          .containsExactly(
              LocalDate.of(1969, 12, 31),
              LocalDateTime.of(2013, 1, 1, 10, 0),
              LocalTime.of(23, 59, 59, 500_000_000));
      assertThat(frame.row(1).values()).containsExactly(null, null, null);
    }
  }
}
