package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Lists and structs, in each other and with nulls at every level, come out of files as they are.
 */
class NestedReadTest {
  private static final Schema SCHEMA =
      Schema.of(
          Field.of("list", DataType.list(DataType.INT64)),
          Field.of(
              "struct",
              DataType.struct(
                  Field.of("a", DataType.INT64), Field.of("b", DataType.list(DataType.STRING)))),
          Field.of("structs", DataType.list(DataType.struct(Field.of("x", DataType.FLOAT64)))),
          Field.of("lists", DataType.list(DataType.list(DataType.BOOLEAN))));

  /** Five kinds of row, in turn; numbers differ from row to row. */
  private static String json(long i) {
    return switch ((int) (i % 5)) {
      case 0 ->
          """
          {"list": [%d, null, -1], "struct": {"a": %d, "b": ["ü", null]}, \
          "structs": [{"x": 1.5}, null, {"x": null}], "lists": [[true], [], null, [null, false]]}
          """
              .formatted(i, i);
      case 1 ->
          """
          {"list": [], "struct": {"a": null, "b": []}, "structs": [], "lists": []}
          """;
      case 2 ->
          """
          {"list": null, "struct": null, "structs": null, "lists": null}
          """;
      case 3 ->
          """
          {"list": [null], "struct": {"a": %d, "b": null}, "structs": [null], "lists": [null]}
          """
              .formatted(i);
      default ->
          """
          {"list": [%d], "struct": {"a": 1, "b": ["more than twelve bytes %d"]}, \
          "structs": [{"x": %d.0}], "lists": [[]]}
          """
              .formatted(i, i, i);
    };
  }

  private static List<Object> expected(long i) {
    return switch ((int) (i % 5)) {
      case 0 ->
          Arrays.asList(
              Arrays.asList(i, null, -1L),
              struct(i, Arrays.asList("ü", null)),
              Arrays.asList(Map.of("x", 1.5), null, Collections.singletonMap("x", null)),
              Arrays.asList(List.of(true), List.of(), null, Arrays.asList(null, false)));
      case 1 -> List.of(List.of(), struct(null, List.of()), List.of(), List.of());
      case 2 -> Arrays.asList(null, null, null, null);
      case 3 -> {
        List<Object> oneNull = Collections.singletonList(null);
        yield List.of(oneNull, struct(i, null), oneNull, oneNull);
      }
      default ->
          List.of(
              List.of(i),
              struct(1L, List.of("more than twelve bytes " + i)),
              List.of(Map.of("x", (double) i)),
              List.of(List.of()));
    };
  }

  private static Map<String, Object> struct(Object a, Object b) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("a", a);
    map.put("b", b);
    return map;
  }

  private static DataFrame read(long from, long to) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (long i = from; i < to; i++) {
      lines.append(json(i));
    }
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    return new NdjsonReader(bytes).withSchemaOverrides(SCHEMA).finish();
  }

  /** By every way out: whole columns, rows, and one value at a time. */
  private static void assertHolds(DataFrame frame, long from, long to) {
    List<List<Object>> rows = new ArrayList<>();
    for (long i = from; i < to; i++) {
      rows.add(expected(i));
    }
    assertThat(frame.rows().map(Row::values)).containsExactlyElementsOf(rows);
    for (int c = 0; c < frame.width(); c++) {
      int index = c;
      try (Series column = frame.column(c)) {
        List<Object> values = column.toList();
        assertThat(values).isEqualTo(rows.stream().map(row -> row.get(index)).toList());
        for (int r = 0; r < Math.min(values.size(), 12); r++) {
          assertThat(column.get(r)).isEqualTo(values.get(r));
          assertThat(column.isNull(r)).isEqualTo(values.get(r) == null);
          assertThat(column.validity()[r]).isEqualTo(values.get(r) != null);
        }
      }
    }
  }

  @Test
  void valuesOfOneChunk() throws IOException {
    try (DataFrame frame = read(0, 10)) {
      assertThat(frame.schema()).isEqualTo(SCHEMA);
      assertHolds(frame, 0, 10);
    }
  }

  @Test
  void valuesOfASlice() throws IOException {
    try (DataFrame frame = read(0, 23)) {
      for (int offset = 0; offset < 7; offset++) {
        try (DataFrame slice = frame.slice(offset, 9);
            DataFrame inner = slice.slice(2, 4)) {
          assertHolds(slice, offset, offset + 9);
          assertHolds(inner, offset + 2, offset + 6);
        }
      }
    }
  }

  @Test
  void valuesOfSeveralChunks() throws IOException {
    try (DataFrame first = read(0, 7);
        DataFrame second = read(7, 8);
        DataFrame third = read(8, 20);
        DataFrame two = first.vstack(second);
        DataFrame all = two.vstack(third);
        DataFrame slice = all.slice(3, 12);
        DataFrame joined = all.rechunk()) {
      assertThat(all.nChunks()).isGreaterThanOrEqualTo(3);
      assertHolds(all, 0, 20);
      assertHolds(slice, 3, 15);
      assertHolds(joined, 0, 20);
      assertThat(joined.contentEquals(all)).isTrue();
    }
  }

  @Test
  void rowsOfManyFetches() throws IOException {
    try (DataFrame frame = read(0, 9_001);
        DataFrame more = read(9_001, 12_345);
        DataFrame all = frame.vstack(more)) {
      assertHolds(all, 0, 12_345);
    }
  }

  @Test
  void noRows() throws IOException {
    try (DataFrame frame = read(0, 5);
        DataFrame none = frame.head(0)) {
      assertHolds(none, 0, 0);
    }
  }

  @Test
  void throughEveryBinaryFormat() throws IOException {
    try (DataFrame frame = read(0, 103)) {
      ByteArrayOutputStream ipc = new ByteArrayOutputStream();
      new IpcWriter(ipc).withRecordBatchSize(10).finish(frame);
      try (DataFrame read = new IpcReader(ipc.toByteArray()).finish()) {
        assertHolds(read, 0, 103);
      }
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      new IpcStreamWriter(stream).withRecordBatchSize(10).finish(frame);
      try (DataFrame read = new IpcStreamReader(stream.toByteArray()).finish()) {
        assertHolds(read, 0, 103);
      }
      ByteArrayOutputStream parquet = new ByteArrayOutputStream();
      new ParquetWriter(parquet).withRowGroupSize(10).finish(frame);
      try (DataFrame read = new ParquetReader(parquet.toByteArray()).finish()) {
        assertHolds(read, 0, 103);
      }
    }
  }
}
