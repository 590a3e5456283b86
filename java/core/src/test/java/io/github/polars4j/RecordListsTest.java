package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lists and Java arrays in records, wherever in their column they lie. */
class RecordListsTest {
  /** More than are read at a time. */
  private static final int ROWS = 5_000;

  enum Color {
    RED,
    GREEN
  }

  record Lists(
      @Nullable List<List<Integer>> lists, int @Nullable [] ints, @Nullable List<Color> colors) {}

  record Pairs(@Nullable List<Integer> boxes, int @Nullable [] ints, float[] floats) {}

  /** Every third is null. */
  private static boolean isNull(int row) {
    return row % 3 == 1;
  }

  private static int[] ints(int row, int length) {
    return IntStream.range(row, row + length).toArray();
  }

  private static List<Integer> list(int row, int length) {
    return IntStream.range(row, row + length).boxed().toList();
  }

  @Test
  void listsAmongNullsAndEmptyOnes() {
    List<Lists> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      List<List<Integer>> lists = List.of(list(row, row % 4), list(-row, 2));
      List<Color> colors = List.of(Color.RED, Color.GREEN).subList(row % 2, 2);
      rows.add(
          isNull(row) ? new Lists(null, null, null) : new Lists(lists, ints(row, row % 5), colors));
    }

    List<Lists> back;
    try (DataFrame frame = DataFrame.fromRecords(Lists.class, rows)) {
      back = frame.toRecords(Lists.class);
    }

    assertThat(back).hasSize(ROWS);
    for (int row = 0; row < ROWS; row++) {
      assertThat(back.get(row).lists()).as("row " + row).isEqualTo(rows.get(row).lists());
      assertThat(back.get(row).ints()).as("row " + row).isEqualTo(rows.get(row).ints());
      assertThat(back.get(row).colors()).as("row " + row).isEqualTo(rows.get(row).colors());
    }
  }

  /** A null of type Array has null elements in its column, which no {@code int} can be. */
  @Test
  void arraysOfOneWidthAmongNulls() {
    List<Pairs> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      float[] floats = {row, -row};
      rows.add(
          isNull(row)
              ? new Pairs(null, null, floats)
              : new Pairs(list(row, 3), ints(row, 3), floats));
    }
    Schema schema =
        Schema.of(
            Field.of("boxes", DataType.array(DataType.INT32, 3)),
            Field.of("ints", DataType.array(DataType.INT32, 3)),
            Field.of("floats", DataType.array(DataType.FLOAT32, 2)));

    List<Pairs> back;
    try (DataFrame frame = DataFrame.fromRecords(Pairs.class, schema, rows)) {
      back = frame.toRecords(Pairs.class);
    }

    assertThat(back).hasSize(ROWS);
    for (int row = 0; row < ROWS; row++) {
      assertThat(back.get(row).boxes()).as("row " + row).isEqualTo(rows.get(row).boxes());
      assertThat(back.get(row).ints()).as("row " + row).isEqualTo(rows.get(row).ints());
      assertThat(back.get(row).floats()).as("row " + row).isEqualTo(rows.get(row).floats());
    }
  }

  @Test
  void noRows() {
    try (DataFrame frame = DataFrame.fromRecords(Lists.class, List.of())) {
      assertThat(frame.toRecords(Lists.class)).isEmpty();
    }
    List<Lists> empty = List.of(new Lists(List.of(), new int[0], List.of()));
    try (DataFrame frame = DataFrame.fromRecords(Lists.class, empty)) {
      assertThat(frame.toRecords(Lists.class).get(0).lists()).isEmpty();
    }
  }
}
