package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What rows are sorted by is checked, and said in the footer. */
class ParquetSortedTest {
  private static final SortKey[] KEYS = {
    SortKey.descending("text").withNullsLast(),
    SortKey.ascending("n"),
    SortKey.ascending("f").withNullsLast()
  };

  /** A list before the keys: what the footer counts is columns of single values. */
  private static DataFrame frame() {
    Random random = new Random(7);
    Series.Builder pairs = Series.builder("pair", DataType.list(DataType.INT32));
    Integer[] n = new Integer[500];
    String[] text = new String[n.length];
    Double[] f = new Double[n.length];
    for (int row = 0; row < n.length; row++) {
      pairs.append(List.of(row, -row));
      n[row] = random.nextInt(9) == 0 ? null : random.nextInt(5) - 2;
      text[row] = random.nextInt(9) == 0 ? null : List.of("", "a", "aa", "ä", "b").get(row % 5);
      f[row] = random.nextInt(9) == 0 ? null : random.nextInt(9) == 0 ? Double.NaN : -row / 3.0;
    }
    try (Series first = pairs.build();
        Series second = Series.of("n", n);
        Series third = Series.of("text", text);
        Series fourth = Series.of("f", f)) {
      return DataFrame.of(first, second, third, fourth);
    }
  }

  private static DataFrame cast(DataFrame frame, DataType type) {
    if (!(type instanceof DataType.Categorical)) {
      return frame.cast("n", type);
    }
    try (DataFrame text = frame.cast("n", DataType.STRING)) {
      return text.cast("n", type);
    }
  }

  private static ParquetWriter writer(ByteArrayOutputStream out) {
    return new ParquetWriter(out).withRowGroupSize(150);
  }

  @Test
  void whatSortGivesIsTakenByEachType() throws IOException {
    for (DataType type :
        List.of(
            DataType.INT8,
            DataType.FLOAT32,
            DataType.decimal(12, 3),
            DataType.DATE,
            DataType.datetime(TimeUnit.MICROSECONDS),
            DataType.STRING,
            DataType.categorical())) {
      for (SortKey key :
          List.of(
              SortKey.ascending("n"),
              SortKey.descending("n"),
              SortKey.descending("n").withNullsLast())) {
        try (DataFrame frame = frame();
            DataFrame narrow = frame.cast("n", DataType.INT8);
            DataFrame typed = cast(narrow, type);
            DataFrame sorted = typed.sort(key)) {
          writer(new ByteArrayOutputStream()).withSortedBy(key).finish(sorted);
          assertThatThrownBy(
                  () -> writer(new ByteArrayOutputStream()).withSortedBy(key).finish(typed))
              .as("%s by %s", type, key)
              .isInstanceOf(InvalidOperationException.class)
              .hasMessageContaining("by 'n': sort the rows first");
        }
      }
    }
  }

  /** Row 301 is the second of the third row group, and in another frame than the row before. */
  @Test
  void theFirstRowThatIsNotInOrderIsNamed() throws IOException {
    long[] numbers = new long[301];
    for (int row = 0; row < numbers.length; row++) {
      numbers[row] = row % 150; // each row group by itself is in order
    }
    numbers[300] = 7;
    try (Series first = Series.of("n", numbers);
        Series second = Series.of("n", new long[] {7, 6, 5});
        DataFrame one = DataFrame.of(first);
        DataFrame other = DataFrame.of(second);
        BatchedWriter writer =
            writer(new ByteArrayOutputStream())
                .withSortedBy(SortKey.ascending("n"))
                .batched(one.schema())) {
      writer.writeBatch(one);
      writer.writeBatch(other);
      assertThatThrownBy(writer::finish)
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("row 302 belongs before row 301 by 'n'");
    }
  }

  @Test
  void keysThatAreNotColumnsOfSingleValuesAreRefused() {
    try (DataFrame frame = frame()) {
      assertThatThrownBy(
              () ->
                  writer(new ByteArrayOutputStream())
                      .withSortedBy(SortKey.ascending("x"))
                      .finish(frame))
          .isInstanceOf(ColumnNotFoundException.class)
          .hasMessageContaining("withSortedBy: there is no column 'x'");
      assertThatThrownBy(
              () ->
                  writer(new ByteArrayOutputStream())
                      .withSortedBy(SortKey.ascending("pair"))
                      .finish(frame))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("column 'pair' is nested");
      assertThatThrownBy(
              () ->
                  writer(new ByteArrayOutputStream())
                      .withSortedBy(SortKey.ascending("n"), SortKey.descending("n"))
                      .finish(frame))
          .hasMessageContaining("column 'n' is named twice");
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "POLARS4J_PYTHON", matches = ".+")
  void pyarrowReadsTheOrder(@TempDir Path folder) throws Exception {
    try (DataFrame frame = frame();
        DataFrame sorted = frame.sort(KEYS)) {
      new ParquetWriter(folder.resolve("sorted.parquet"))
          .withRowGroupSize(150)
          .withSortedBy(KEYS)
          .finish(sorted);
    }
    String group = "text True False, n False True, f False False\n";
    assertThat(Python.run("sorted.py", "sorted.parquet", folder)).isEqualTo(group.repeat(4));
  }
}
