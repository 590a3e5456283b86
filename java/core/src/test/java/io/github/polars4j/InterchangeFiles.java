package io.github.polars4j;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The files of docs/interchange.md, with what is in them as JSON: one for each option of the
 * writers, and three for each type.
 */
final class InterchangeFiles {
  private static final int ROWS = 1_000;

  private final Path folder;
  private final List<String> entries = new ArrayList<>();

  private InterchangeFiles(Path folder) {
    this.folder = folder;
  }

  /** Writes all files to the folder, and {@code files.json}, which says what they hold. */
  static void write(Path folder) throws IOException {
    InterchangeFiles files = new InterchangeFiles(folder);
    files.options();
    for (Map.Entry<String, Series> type : types().entrySet()) {
      try (Series series = type.getValue();
          DataFrame frame = frame(series)) {
        files.type(type.getKey(), frame);
      }
    }
    Files.writeString(
        folder.resolve("files.json"), files.entries.stream().collect(joined("[\n", "\n]\n")));
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joined(
      String begin, String end) {
    return Collectors.joining(",\n", begin, end);
  }

  /** What writes a frame to a path, or refuses it. */
  private interface Write {
    void to(Path path) throws IOException;
  }

  private void file(String table, String row, String column, DataFrame frame, Write write)
      throws IOException {
    String extension =
        switch (column) {
          case "Parquet" -> ".parquet";
          case "IPC stream" -> ".arrows";
          default -> ".arrow";
        };
    Path path = folder.resolve("file" + entries.size() + extension);
    String refusal = null;
    try {
      write.to(path);
    } catch (PolarsException e) {
      refusal = e.getMessage().replace(path + ": ", "");
    }
    String values =
        frame.schema().fields().stream()
            .map(field -> PlainJson.text(field.name()) + ": " + values(frame, field))
            .collect(joined("{", "}"));
    String nanos =
        frame.schema().fields().stream()
            .map(field -> PlainJson.text(field.name()) + ": " + nanos(field.dataType()))
            .collect(joined("{", "}"));
    entries.add(
        "{\"table\": %s, \"row\": %s, \"column\": %s, \"file\": %s, \"refused\": %s, \"rows\": %d, \"nanos\": %s, \"values\": %s}"
            .formatted(
                PlainJson.text(table),
                PlainJson.text(row),
                PlainJson.text(column),
                PlainJson.text(path.getFileName().toString()),
                refusal == null ? "null" : PlainJson.text(refusal),
                frame.height(),
                nanos,
                values));
  }

  private static String values(DataFrame frame, Field field) {
    try (Series series = frame.column(field.name())) {
      DataType type = field.dataType();
      return PlainJson.list(
          type instanceof DataType.Extension extension ? extension.storage() : type,
          series.toList());
    }
  }

  /** How many nanoseconds a number of {@link PlainJson}'s stands for. */
  private static long nanos(DataType type) {
    TimeUnit unit =
        type instanceof DataType.Datetime time
            ? time.unit()
            : type instanceof DataType.Duration span ? span.unit() : null;
    return unit == null ? 1 : 1_000_000_000L / unit.perSecond();
  }

  private void options() throws IOException {
    try (DataFrame frame = sample();
        DataFrame categories = categories(0);
        DataFrame more = categories(ROWS);
        DataFrame both = categories.vstack(more);
        DataFrame none = categories.head(0)) {
      for (CompatLevel level : CompatLevel.values()) {
        String name = level == CompatLevel.NEWEST ? "newest" : "oldest";
        for (IpcCompression codec : IpcOutputs.CODECS) {
          String row = name + ", " + codec.toString().replaceAll("\\(.*", "");
          ipc(row, frame, writer -> configure(writer, level, codec).write(frame));
          ipc(
              row + ", Categorical",
              categories,
              writer -> configure(writer, level, codec).write(categories));
        }
      }
      ipc(
          "oldest, batched, Categorical that grows",
          both,
          writer ->
              batched(
                  configure(writer, CompatLevel.OLDEST, IpcCompression.uncompressed()),
                  categories,
                  more));
      ipc(
          "oldest, no rows",
          none,
          writer ->
              configure(writer, CompatLevel.OLDEST, IpcCompression.uncompressed()).write(none));
      for (ParquetCompression codec :
          List.of(
              ParquetCompression.uncompressed(),
              ParquetCompression.snappy(),
              ParquetCompression.gzip(6),
              ParquetCompression.lz4Raw(),
              ParquetCompression.zstd(),
              ParquetCompression.brotli(5))) {
        String row = codec.toString().replaceAll("\\(.*", "");
        parquet(row, frame, writer -> writer.withCompression(codec));
      }
      parquet("zstd, no rows", none, writer -> writer);
      parquet("zstd, withStatistics(false)", frame, writer -> writer.withStatistics(false));
    }
  }

  /** The same as a file and as a stream. */
  private void ipc(String row, DataFrame frame, WriteWith write) throws IOException {
    file("IPC file", row, "IPC file", frame, path -> write.with(new IpcWriter(path)));
    file("IPC stream", row, "IPC stream", frame, path -> write.with(new IpcStreamWriter(path)));
  }

  private void parquet(String row, DataFrame frame, UnaryOperator<ParquetWriter> option)
      throws IOException {
    file(
        "Parquet",
        row,
        "Parquet",
        frame,
        path -> option.apply(new ParquetWriter(path).withRowGroupSize(300)).finish(frame));
  }

  private interface WriteWith {
    void with(FrameWriter writer) throws IOException;
  }

  private static FrameWriter configure(
      FrameWriter writer, CompatLevel level, IpcCompression codec) {
    return writer instanceof IpcWriter file
        ? file.withCompatLevel(level).withCompression(codec).withRecordBatchSize(300)
        : ((IpcStreamWriter) writer)
            .withCompatLevel(level)
            .withCompression(codec)
            .withRecordBatchSize(300);
  }

  private void type(String name, DataFrame frame) throws IOException {
    for (CompatLevel level : CompatLevel.values()) {
      String table = "Types, IPC " + (level == CompatLevel.NEWEST ? "newest" : "oldest");
      file(
          table,
          name,
          "IPC file",
          frame,
          path -> new IpcWriter(path).withCompatLevel(level).finish(frame));
      file(
          table,
          name,
          "IPC stream",
          frame,
          path -> new IpcStreamWriter(path).withCompatLevel(level).finish(frame));
    }
    file("Types, Parquet", name, "Parquet", frame, path -> new ParquetWriter(path).finish(frame));
  }

  private static void batched(FrameWriter writer, DataFrame... frames) throws IOException {
    try (writer;
        BatchedWriter batches = writer.batched(frames[0].schema())) {
      for (DataFrame frame : frames) {
        batches.writeBatch(frame);
      }
      batches.finish();
    }
  }

  /** Columns that everybody should read. */
  private static DataFrame sample() {
    List<Object> numbers = new ArrayList<>();
    List<Object> fractions = new ArrayList<>();
    List<Object> texts = new ArrayList<>();
    List<Object> days = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      numbers.add(row % 7 == 3 ? null : (Object) (row * 1_000_003L));
      fractions.add(row % 7 == 4 ? null : (Object) (row * 0.25));
      texts.add(row % 7 == 5 ? null : "a text longer than a view: " + row);
      days.add(LocalDate.ofEpochDay(row * 13L - 1_000));
    }
    try (Series number = Series.of("number", DataType.INT64, numbers);
        Series fraction = Series.of("fraction", DataType.FLOAT64, fractions);
        Series text = Series.of("text", DataType.STRING, texts);
        Series day = Series.of("day", DataType.DATE, days)) {
      return DataFrame.of(number, fraction, text, day);
    }
  }

  private static DataFrame categories(int start) {
    List<Object> categories = new ArrayList<>();
    for (int row = start; row < start + ROWS; row++) {
      categories.add(row % 7 == 6 ? null : "category " + row / 100);
    }
    try (Series category = Series.of("category", DataType.categorical(), categories)) {
      return DataFrame.of(category);
    }
  }

  private static DataFrame frame(Series series) {
    String uuid = "extension arrow.uuid";
    String json = "extension arrow.json";
    if (!series.name().equals(uuid) && !series.name().equals(json)) {
      return series.toFrame();
    }
    String name = series.name().equals(uuid) ? "arrow.uuid" : "arrow.json";
    try (DataFrame plain = series.toFrame()) {
      DataType type = DataType.extension(name, series.dataType(), "");
      return plain.withSchema(Schema.of(Field.of(series.name(), type)));
    }
  }

  private static Map<String, Series> types() {
    Map<String, Series> types = new LinkedHashMap<>();
    add(types, "Boolean", DataType.BOOLEAN, true, false, null);
    add(types, "Int8", DataType.INT8, -128, 127, null);
    add(types, "Int16", DataType.INT16, -32768, 32767, null);
    add(types, "Int32", DataType.INT32, Integer.MIN_VALUE, Integer.MAX_VALUE, null);
    add(types, "Int64", DataType.INT64, Long.MIN_VALUE, Long.MAX_VALUE, null);
    add(types, "Int64 without null", DataType.INT64, Long.MIN_VALUE, Long.MAX_VALUE, 1L);
    BigInteger big = BigInteger.TWO.pow(127);
    add(types, "Int128", DataType.INT128, big.negate(), big.subtract(BigInteger.ONE), null);
    add(types, "UInt8", DataType.UINT8, 0, 255, null);
    add(types, "UInt16", DataType.UINT16, 0, 65535, null);
    add(types, "UInt32", DataType.UINT32, 0, (1L << 32) - 1, null);
    BigInteger most = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    add(types, "UInt64", DataType.UINT64, BigInteger.ZERO, most, null);
    add(types, "UInt128", DataType.UINT128, BigInteger.ZERO, big, null);
    add(types, "Float16", DataType.FLOAT16, 1.5f, -65504f, null);
    add(types, "Float32", DataType.FLOAT32, 1.5f, -1e-3f, null);
    add(types, "Float64", DataType.FLOAT64, 0.1, -1.7976931348623157e308, null);
    decimals(types, DataType.decimal(9, 2), "1234567.89", "-0.01");
    decimals(types, DataType.decimal(38, 5), "123456789012345678901234567890123.45678", "-0.00001");
    add(types, "String", DataType.STRING, "short", "größer als eine View 🦜", "", null);
    byte[] bytes = {0, (byte) 255, 1};
    add(types, "Binary", DataType.BINARY, bytes, new byte[20], new byte[0], null);
    LocalDate day = LocalDate.of(1969, 7, 20);
    add(types, "Date", DataType.DATE, day, LocalDate.of(2026, 1, 31), null);
    LocalTime time = LocalTime.of(23, 59, 59);
    add(types, "Time", DataType.TIME, time.plusNanos(123_456_789), time, null);
    times(types);
    add(types, "Categorical", DataType.categorical(), "x", "y", null, "x");
    add(types, "Enum", DataType.enumeration("x", "y", "z"), "z", "x", null);
    add(types, "List(Int64)", DataType.list(DataType.INT64), List.of(1, 2), List.of(), null);
    add(
        types,
        "List(String)",
        DataType.list(DataType.STRING),
        Arrays.asList("x", null, "a text longer than a view"),
        null);
    add(
        types,
        "List(Categorical)",
        DataType.list(DataType.categorical()),
        List.of("x", "y"),
        List.of(),
        null);
    DataType array = DataType.array(DataType.INT64, 2);
    add(types, "Array(Int64, 2)", array, List.of(1, 2), Arrays.asList(3, null), null);
    DataType struct =
        DataType.struct(Field.of("a", DataType.INT64), Field.of("b", DataType.STRING));
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("a", 1);
    row.put("b", null);
    add(types, "Struct", struct, row, Map.of("a", 2, "b", "x"));
    add(types, "List(Struct)", DataType.list(struct), List.of(row, row), List.of());
    add(types, "Null", DataType.NULL, null, null);
    UUID uuid = new UUID(0x0123_4567_89ab_cdefL, 0x8000_0000_0000_0001L);
    byte[] sixteen =
        java.nio.ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array();
    add(types, "extension arrow.uuid", DataType.BINARY, sixteen, null);
    add(types, "extension arrow.json", DataType.STRING, "{\"a\": [1, null]}", null);
    return types;
  }

  private static void decimals(Map<String, Series> types, DataType type, String... values) {
    List<Object> decimals = new ArrayList<>(Arrays.stream(values).map(BigDecimal::new).toList());
    decimals.add(null);
    add(types, type.toString(), type, decimals.toArray());
  }

  private static void times(Map<String, Series> types) {
    for (TimeUnit unit : TimeUnit.values()) {
      long step = 1_000_000_000L / unit.perSecond();
      LocalDateTime local = LocalDateTime.of(1969, 7, 20, 20, 17, 40).plusNanos(step);
      DataType type = DataType.datetime(unit);
      add(types, type.toString(), type, local, local.plusYears(60).plusNanos(6 * step), null);
    }
    Instant instant = Instant.parse("2026-10-25T00:30:00.000001Z");
    for (String zone : List.of("UTC", "Europe/Berlin")) {
      DataType type = DataType.datetime(TimeUnit.MICROSECONDS, ZoneId.of(zone));
      add(types, type.toString(), type, instant, instant.plusSeconds(3600), null);
    }
    for (TimeUnit unit : TimeUnit.values()) {
      Duration span = Duration.ofDays(400).plusNanos(1_000_000_000L / unit.perSecond());
      DataType type = DataType.duration(unit);
      add(types, type.toString(), type, span, span.negated(), null);
    }
  }

  private static void add(Map<String, Series> types, String name, DataType type, Object... values) {
    types.put(name, Series.of(name, type, Arrays.asList(values)));
  }
}
