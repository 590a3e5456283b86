package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing is written of rows that were cut away: a written file is searched for them. */
class CutAwayTest {
  private static final int ROWS = 300;
  private static final int FROM = 101;
  private static final int KEPT = 13;
  private static final String SECRET = "SECRET, longer than a view";
  private static final long SECRET_NUMBER = 0x5EC2_E75E_C2E7_5EC2L;

  private static final DataType STRUCT =
      DataType.struct(Field.of("t", DataType.STRING), Field.of("n", DataType.INT64));

  private static final Map<String, DataType> FLAT =
      Map.of(
          "text", DataType.STRING,
          "bytes", DataType.BINARY,
          "category", DataType.categorical(),
          "number", DataType.INT64);

  private static final Map<String, DataType> NESTED =
      Map.of(
          "list", DataType.list(DataType.STRING),
          "lists", DataType.list(DataType.list(DataType.BINARY)),
          "struct", STRUCT,
          "structs", DataType.list(STRUCT),
          "array", DataType.array(DataType.STRING, 2),
          "categories", DataType.list(DataType.categorical()),
          "category within", DataType.struct(Field.of("c", DataType.categorical())),
          "deep", DataType.struct(Field.of("a", DataType.array(DataType.list(STRUCT), 1))));

  private static boolean isKept(int row) {
    return row >= FROM && row < FROM + KEPT;
  }

  private static Object value(DataType type, int row) {
    String text = isKept(row) ? "kept, longer than a view: " + row : SECRET;
    if (type instanceof DataType.List list) {
      return List.of(value(list.inner(), row), value(list.inner(), row));
    }
    if (type instanceof DataType.Array array) {
      return IntStream.range(0, array.width()).mapToObj(i -> value(array.inner(), row)).toList();
    }
    if (type instanceof DataType.Struct struct) {
      return struct.fields().stream()
          .collect(java.util.stream.Collectors.toMap(Field::name, f -> value(f.dataType(), row)));
    }
    if (type == DataType.BINARY) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    return type == DataType.INT64 ? (Object) (isKept(row) ? row : SECRET_NUMBER) : text;
  }

  private static DataFrame frame(boolean nested) {
    List<Series> columns = new ArrayList<>();
    try {
      Stream.concat(
              FLAT.entrySet().stream(),
              nested ? NESTED.entrySet().stream() : Stream.<Map.Entry<String, DataType>>empty())
          .filter(column -> nested || column.getValue() != DataType.BINARY)
          .forEach(
              column -> {
                List<Object> values = new ArrayList<>();
                for (int row = 0; row < ROWS; row++) {
                  values.add(row % 50 == 7 ? null : value(column.getValue(), row));
                }
                columns.add(Series.of(column.getKey(), column.getValue(), values));
              });
      return DataFrame.of(columns);
    } finally {
      columns.forEach(Series::close);
    }
  }

  /** Every writer and way of it, and of IPC every level, way and size of batches. */
  static Stream<Writers.Way> ways() {
    Stream.Builder<Writers.Way> ways = Stream.builder();
    for (CompatLevel level : CompatLevel.values()) {
      for (boolean parallel : new boolean[] {true, false}) {
        for (int size : new int[] {0, 5, 1000}) {
          for (boolean batched : new boolean[] {true, false}) {
            String how = level + " " + parallel + " " + size + (batched ? " batched" : "");
            Function<IpcWriter, FrameWriter> file =
                writer -> {
                  writer.withCompatLevel(level).withParallel(parallel);
                  return size == 0 ? writer : writer.withRecordBatchSize(size);
                };
            Function<IpcStreamWriter, FrameWriter> stream =
                writer -> {
                  writer.withCompatLevel(level).withParallel(parallel);
                  return size == 0 ? writer : writer.withRecordBatchSize(size);
                };
            ways.add(
                new Writers.Way(
                    "file " + how,
                    batched,
                    path -> file.apply(new IpcWriter(path)),
                    out -> file.apply(new IpcWriter(out)),
                    channel -> file.apply(new IpcWriter(channel))));
            ways.add(
                new Writers.Way(
                    "stream " + how,
                    batched,
                    path -> stream.apply(new IpcStreamWriter(path)),
                    out -> stream.apply(new IpcStreamWriter(out)),
                    channel -> stream.apply(new IpcStreamWriter(channel))));
          }
        }
      }
    }
    return Stream.concat(Writers.all(), ways.build());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void noByteOfOtherRows(Writers.Way way, @TempDir Path folder) throws IOException {
    boolean nested = !way.name().startsWith("Csv");
    Path whole = folder.resolve("whole");
    Path part = folder.resolve("part");
    try (DataFrame all = frame(nested && !way.name().startsWith("Ndjson"));
        DataFrame slice = all.slice(FROM, KEPT);
        DataFrame again = slice.slice(2, 3)) {
      way.write(whole, all);
      if (!way.name().contains("zstd")) {
        assertThat(occurs(whole)).isTrue();
      }
      for (DataFrame frame : List.of(slice, again)) {
        way.write(part, frame);
        assertThat(occurs(part)).isFalse();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        way.write(bytes, frame);
        Files.write(part, bytes.toByteArray());
        assertThat(occurs(part)).isFalse();
      }
    }
  }

  @Test
  void noByteOfRowsThatWereNotRead(@TempDir Path folder) throws IOException {
    Path whole = folder.resolve("whole");
    Path part = folder.resolve("part");
    try (DataFrame all = frame(true);
        DataFrame rest = all.slice(FROM, ROWS - FROM)) {
      for (CompatLevel level : CompatLevel.values()) {
        new IpcWriter(whole).withCompatLevel(level).finish(rest);
        for (boolean parallel : new boolean[] {true, false}) {
          try (DataFrame read = new IpcReader(whole).withNRows(KEPT).finish();
              DataFrame mapped = new IpcReader(whole).memoryMapped(true).withNRows(KEPT).finish();
              Batches batches = new IpcReader(whole).batches(KEPT);
              DataFrame batch = batches.next()) {
            for (DataFrame frame : List.of(read, mapped, batch)) {
              new IpcWriter(part).withParallel(parallel).finish(frame);
              assertThat(occurs(part)).isFalse();
              try (DataFrame back = new IpcReader(part).finish()) {
                assertThat(back.contentEquals(read)).isTrue();
              }
            }
          }
        }
      }
    }
  }

  @Test
  void manyBatchesTakeWhatOneTakes() throws IOException {
    List<Object> lists = new ArrayList<>();
    for (int row = 0; row < 20_000; row++) {
      lists.add(List.of("text number one of the row " + row, "text number two of the row " + row));
    }
    try (Series column = Series.of("l", DataType.list(DataType.STRING), lists);
        DataFrame frame = column.toFrame()) {
      long one = size(frame, 100_000);
      assertThat(size(frame, 200)).isLessThan(one * 3 / 2);
    }
  }

  private static long size(DataFrame frame, int rows) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new IpcWriter(bytes).withParallel(false).withRecordBatchSize(rows).finish(frame);
    try (DataFrame read = new IpcReader(bytes.toByteArray()).finish()) {
      assertThat(read.contentEquals(frame)).isTrue();
    }
    return bytes.size();
  }

  /** Whether the secret text or number stands in the file. */
  private static boolean occurs(Path file) throws IOException {
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    byte[] number = new byte[8];
    ByteBuffer.wrap(number).order(ByteOrder.LITTLE_ENDIAN).putLong(SECRET_NUMBER);
    return bytes.contains(SECRET.substring(0, 12))
        || bytes.contains(new String(number, StandardCharsets.ISO_8859_1))
        || bytes.contains(Long.toString(SECRET_NUMBER));
  }
}
