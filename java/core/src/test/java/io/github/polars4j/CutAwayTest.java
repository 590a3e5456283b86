package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
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
  private static final int SECRET_SMALL_NUMBER = 0x7AB3_C4D5;

  private static final DataType STRUCT =
      DataType.struct(Field.of("t", DataType.STRING), Field.of("n", DataType.INT64));

  private static final Map<String, DataType> FLAT =
      Map.of(
          "text", DataType.STRING,
          "bytes", DataType.BINARY,
          "category", DataType.categorical(),
          "number", DataType.INT64);

  private static final Map<String, DataType> NESTED =
      Map.ofEntries(
          Map.entry("list", DataType.list(DataType.STRING)),
          Map.entry("lists", DataType.list(DataType.list(DataType.BINARY))),
          Map.entry("struct", STRUCT),
          Map.entry("structs", DataType.list(STRUCT)),
          Map.entry("array", DataType.array(DataType.STRING, 2)),
          Map.entry("categories", DataType.list(DataType.categorical())),
          Map.entry("category within", DataType.struct(Field.of("c", DataType.categorical()))),
          Map.entry(
              "deep", DataType.struct(Field.of("a", DataType.array(DataType.list(STRUCT), 1)))),
          Map.entry("small number", DataType.INT32),
          Map.entry("fraction", DataType.FLOAT64),
          Map.entry("decimal", DataType.decimal(38, 2)),
          Map.entry("time", DataType.datetime(TimeUnit.MICROSECONDS)),
          Map.entry("span", DataType.list(DataType.duration(TimeUnit.NANOSECONDS))),
          Map.entry("small numbers", DataType.array(DataType.INT32, 3)),
          Map.entry("large numbers", DataType.list(DataType.list(DataType.INT64))));

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
    long number = isKept(row) ? row : SECRET_NUMBER;
    if (type == DataType.INT32) {
      return isKept(row) ? row : SECRET_SMALL_NUMBER;
    } else if (type == DataType.FLOAT64) {
      return Double.longBitsToDouble(number);
    } else if (type instanceof DataType.Decimal) {
      return BigDecimal.valueOf(number, 2);
    } else if (type instanceof DataType.Datetime) {
      long seconds = Math.floorDiv(number, 1_000_000);
      int nanos = (int) Math.floorMod(number, 1_000_000L) * 1_000;
      return LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
    } else if (type instanceof DataType.Duration) {
      return Duration.ofNanos(number);
    }
    return type == DataType.INT64 ? (Object) number : text;
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
        Series kept = mask();
        DataFrame slice = all.slice(FROM, KEPT);
        DataFrame again = slice.slice(2, 3);
        DataFrame filtered = all.filter(kept);
        DataFrame taken = all.take(FROM + 5, FROM, FROM + 5);
        DataFrame stacked = again.vstack(filtered);
        DataFrame stackedPart = stacked.slice(2, 4);
        DataFrame none = slice.head(0)) {
      way.write(whole, all);
      if (!way.name().contains("zstd")) {
        assertThat(occurs(whole)).isTrue();
      }
      way.write(part, slice);
      assertThat(occurs(part)).isFalse();
      for (DataFrame frame : List.of(slice, again, filtered, taken, stacked, stackedPart, none)) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        way.write(bytes, frame);
        assertThat(occurs(bytes.toByteArray())).isFalse();
      }
    }
  }

  /** Each type by itself: one secret is not to be overlooked beside another. */
  @ParameterizedTest
  @MethodSource("types")
  void everyTypeIsFound(String column, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("file");
    try (DataFrame all = frame(true);
        DataFrame one = all.select(column)) {
      new IpcWriter(file).finish(one);
      assertThat(occurs(file)).isTrue();
    }
  }

  static Stream<String> types() {
    return Stream.concat(FLAT.keySet().stream(), NESTED.keySet().stream()).sorted();
  }

  private static Series mask() {
    boolean[] kept = new boolean[ROWS];
    for (int row = 0; row < ROWS; row++) {
      kept[row] = isKept(row);
    }
    return Series.of("kept", kept);
  }

  @Test
  void noByteOfOtherBatches(@TempDir Path folder) throws IOException {
    Path whole = folder.resolve("whole");
    Path part = folder.resolve("part");
    List<DataFrame> read = new ArrayList<>();
    try (DataFrame all = frame(true);
        DataFrame before = all.head(FROM);
        DataFrame kept = all.slice(FROM, KEPT);
        DataFrame after = all.slice(FROM + KEPT, ROWS - FROM - KEPT)) {
      for (CompatLevel level : CompatLevel.values()) {
        for (IpcCompression codec : IpcOutputs.CODECS) {
          IpcWriter writer = new IpcWriter(whole).withCompatLevel(level).withCompression(codec);
          try (BatchedWriter batches = writer.batched(all.schema())) {
            for (DataFrame frame : List.of(before, kept, after)) {
              batches.writeBatch(frame);
            }
            batches.finish();
          }
          read.add(new IpcReader(whole).readBatch(1));
          read.add(new IpcReader(Files.readAllBytes(whole)).withSlice(FROM + 2, 5).finish());
          read.add(new IpcReader(whole).withSlice(FROM, KEPT).finish());
          if (codec.equals(IpcCompression.uncompressed())) {
            read.add(new IpcReader(whole).memoryMapped(true).readBatch(1));
            read.add(new IpcReader(whole).memoryMapped(true).withSlice(FROM, KEPT).finish());
          }
          try (Batches batches = new IpcReader(whole).batches()) {
            batches.next().close();
            read.add(batches.next());
          }
        }
      }
      new ParquetWriter(whole).withRowGroupSize(FROM).finish(all);
      try (DataFrame group = new ParquetReader(whole).readRowGroup(1)) {
        read.add(group.slice(0, KEPT));
      }
      read.add(new ParquetReader(whole).withSlice(FROM, KEPT).finish());
      for (DataFrame frame : read) {
        for (CompatLevel level : CompatLevel.values()) {
          for (boolean parallel : new boolean[] {true, false}) {
            new IpcWriter(part).withCompatLevel(level).withParallel(parallel).finish(frame);
            assertThat(occurs(part)).isFalse();
          }
        }
      }
    } finally {
      read.forEach(DataFrame::close);
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

  /** Whether the secret text or a secret number stands in the file. */
  private static boolean occurs(Path file) throws IOException {
    return occurs(Files.readAllBytes(file));
  }

  private static boolean occurs(byte[] file) {
    String bytes = new String(file, StandardCharsets.ISO_8859_1);
    return bytes.contains(SECRET.substring(0, 12))
        || bytes.contains(Long.toString(SECRET_NUMBER))
        || Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN) // Parquet has decimals so
            .anyMatch(
                order ->
                    bytes.contains(text(buffer(order).putLong(SECRET_NUMBER)))
                        || bytes.contains(text(buffer(order).putInt(SECRET_SMALL_NUMBER))));
  }

  private static ByteBuffer buffer(ByteOrder order) {
    return ByteBuffer.allocate(8).order(order);
  }

  private static String text(ByteBuffer bytes) {
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
  }
}
