package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is beyond a limit is refused by file, number, limit and way out; what is within is read. */
class ReadLimitsTest {
  private static final ReadLimits DEFAULTS = ReadLimits.defaults();

  @TempDir Path folder;

  private static DataFrame frame(int rows) {
    String[] text = new String[rows];
    long[] numbers = new long[rows];
    for (int i = 0; i < rows; i++) {
      text[i] = "a text of " + i;
      numbers[i] = i;
    }
    try (Series a = Series.of("a", numbers);
        Series b = Series.of("b", text)) {
      return DataFrame.of(a, b);
    }
  }

  static Stream<Readers.Format> formats() {
    return Readers.all();
  }

  private interface Read {
    void by(FrameReader reader) throws IOException;
  }

  private static final Read FINISH = reader -> reader.finish().close();
  private static final Read BATCHES =
      reader -> {
        try (Batches batches = reader.batches(10)) {
          while (batches.hasNext()) {
            batches.next().close();
          }
        }
      };

  /** The file is read with a limit, and refused with a smaller one, whole and in batches. */
  private void check(
      Readers.Format format, byte[] bytes, ReadLimits enough, ReadLimits less, String... said)
      throws IOException {
    Path file = Files.write(folder.resolve("file"), bytes);
    for (Read read : List.of(FINISH, BATCHES)) {
      read.by(format.path().apply(file).withLimits(enough));
      assertThatThrownBy(() -> read.by(format.path().apply(file).withLimits(less)))
          .as(format.name())
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageStartingWith(file.toString())
          .hasMessageContaining("withLimits")
          .hasMessageContainingAll(said);
      assertThatThrownBy(() -> read.by(format.stream().apply(stream(bytes)).withLimits(less)))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContainingAll(said);
    }
  }

  private static ByteArrayInputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private void check(
      Readers.Format format,
      byte[] bytes,
      UnaryOperator<ReadLimits> enough,
      UnaryOperator<ReadLimits> less,
      String... said)
      throws IOException {
    check(format, bytes, enough.apply(DEFAULTS), less.apply(DEFAULTS), said);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void rows(Readers.Format format) throws IOException {
    try (DataFrame frame = frame(95)) {
      check(
          format,
          format.write(frame),
          limits -> limits.withRows(95),
          limits -> limits.withRows(94),
          "95 rows",
          "the limit is 94",
          "ReadLimits.withRows");
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void columns(Readers.Format format) throws IOException {
    try (DataFrame frame = frame(5)) {
      check(
          format,
          format.write(frame),
          limits -> limits.withColumns(2),
          limits -> limits.withColumns(1),
          "2 columns",
          "the limit is 1");
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void memory(Readers.Format format) throws IOException {
    try (DataFrame frame = frame(1000)) {
      check(
          format,
          format.write(frame),
          limits -> limits.withMemoryBytes(1_000_000),
          limits -> limits.withMemoryBytes(100),
          "bytes of memory",
          "the limit is 100");
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void nesting(Readers.Format format) throws IOException {
    if (format.name().equals("CSV")) {
      return; // it has no nested types
    }
    try (Series list =
            Series.of(
                "a", DataType.list(DataType.list(DataType.INT64)), List.of(List.of(List.of(1L))));
        DataFrame frame = DataFrame.of(list)) {
      check(
          format,
          format.write(frame),
          limits -> limits.withNestingDepth(3),
          limits -> limits.withNestingDepth(2),
          "3 levels",
          "the limit is 2");
    }
  }

  private static Readers.Format format(String name) {
    return formats().filter(format -> format.name().equals(name)).findFirst().orElseThrow();
  }

  private static byte[] written(FrameWriter writer, ByteArrayOutputStream out, int rows)
      throws IOException {
    try (DataFrame frame = frame(rows)) {
      writer.finish(frame);
    }
    return out.toByteArray();
  }

  private static byte[] ipc(boolean stream, int rows, int batch, IpcCompression codec)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return stream
        ? written(
            new IpcStreamWriter(out).withRecordBatchSize(batch).withCompression(codec), out, rows)
        : written(new IpcWriter(out).withRecordBatchSize(batch).withCompression(codec), out, rows);
  }

  private static byte[] parquet(int rows, int group) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return written(
        new ParquetWriter(out).withRowGroupSize(group).withCompression(ParquetCompression.zstd()),
        out,
        rows);
  }

  @Test
  void recordBatches() throws IOException {
    UnaryOperator<ReadLimits> enough = limits -> limits.withRecordBatches(10);
    UnaryOperator<ReadLimits> less = limits -> limits.withRecordBatches(9);
    IpcCompression plain = IpcCompression.uncompressed();
    String said = "10 record batches or row groups";
    check(format("IPC"), ipc(false, 100, 10, plain), enough, less, said);
    check(format("IPC stream"), ipc(true, 100, 10, plain), enough, less, said);
    check(format("Parquet"), parquet(100, 10), enough, less, said);
  }

  @Test
  void metadata() throws IOException {
    UnaryOperator<ReadLimits> enough = limits -> limits.withMetadataBytes(2000);
    UnaryOperator<ReadLimits> less = limits -> limits.withMetadataBytes(100);
    IpcCompression plain = IpcCompression.uncompressed();
    String said = "bytes of metadata in one piece, and the limit is 100";
    check(format("IPC"), ipc(false, 10, 10, plain), enough, less, said);
    check(format("IPC stream"), ipc(true, 10, 10, plain), enough, less, said);
    check(format("Parquet"), parquet(10, 10), enough, less, said);
  }

  @Test
  void buffers() throws IOException {
    UnaryOperator<ReadLimits> enough = limits -> limits.withBufferBytes(100_000);
    UnaryOperator<ReadLimits> less = limits -> limits.withBufferBytes(500);
    String said = "bytes in one buffer or page, and the limit is 500";
    for (IpcCompression codec : List.of(IpcCompression.lz4(), IpcCompression.zstd())) {
      check(format("IPC"), ipc(false, 1000, 1000, codec), enough, less, said);
      check(format("IPC stream"), ipc(true, 1000, 1000, codec), enough, less, said);
    }
    check(format("Parquet"), parquet(1000, 1000), enough, less, said);
  }

  private static byte[] zeros(FrameWriter writer, ByteArrayOutputStream out) throws IOException {
    try (Series zeros = Series.of("zeros", new long[100_000]);
        DataFrame frame = DataFrame.of(zeros)) {
      writer.finish(frame);
    }
    return out.toByteArray();
  }

  @Test
  void ratio() throws IOException {
    UnaryOperator<ReadLimits> enough = limits -> limits.withUnpackRatio(1 << 20);
    UnaryOperator<ReadLimits> less = limits -> limits.withUnpackRatio(10);
    String said = "times as many bytes as are packed, and the limit is 10";
    for (IpcCompression codec : List.of(IpcCompression.lz4(), IpcCompression.zstd())) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] file = zeros(new IpcWriter(out).withCompression(codec), out);
      check(format("IPC"), file, enough, less, said);
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] text = "{\"a\":1}\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text);
    }
    check(format("NDJSON"), packed.toByteArray(), enough, less, said);
  }

  @Test
  void dictionaries() throws IOException {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      values.add("category " + i);
    }
    try (Series series = Series.of("c", DataType.categorical(), values);
        DataFrame frame = DataFrame.of(series)) {
      for (String name : List.of("IPC", "IPC stream")) {
        check(
            format(name),
            format(name).write(frame),
            limits -> limits.withDictionaryValues(300),
            limits -> limits.withDictionaryValues(299),
            "300 values in a dictionary");
      }
    }
  }

  @Test
  void lines() throws IOException {
    String csv = "a,b\n1,x\n2," + "y".repeat(50) + "\n3,z\n";
    String json = "{\"a\":1}\n{\"a\":2,\"b\":\"" + "y".repeat(50) + "\"}\n";
    check(
        format("CSV"),
        csv.getBytes(StandardCharsets.UTF_8),
        limits -> limits.withLineBytes(53),
        limits -> limits.withLineBytes(40),
        "line 3",
        "53 bytes in one row");
    check(
        format("NDJSON"),
        json.getBytes(StandardCharsets.UTF_8),
        limits -> limits.withLineBytes(100),
        limits -> limits.withLineBytes(40),
        "line 2",
        "bytes in one row");
  }

  @Test
  void fields() throws IOException {
    String csv = "a,b\n1,x\n2," + "y".repeat(50) + "\n3,z\n";
    String json = "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"" + "y".repeat(50) + "\"}\n";
    for (String name : List.of("CSV", "NDJSON")) {
      check(
          format(name),
          (name.equals("CSV") ? csv : json).getBytes(StandardCharsets.UTF_8),
          limits -> limits.withFieldBytes(50),
          limits -> limits.withFieldBytes(49),
          "column 'b'",
          "50 bytes in one text");
    }
  }

  @Test
  void namesOfColumnsAreTextsToo() {
    byte[] csv = ("x".repeat(50) + "\n1\n").getBytes(StandardCharsets.UTF_8);
    for (byte[] file : List.of(csv, Arrays.copyOf(csv, csv.length - 2))) {
      assertThatThrownBy(() -> new CsvReader(file).withLimits(DEFAULTS.withFieldBytes(49)).finish())
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContainingAll("the name of a column", "50 bytes in one text");
    }
  }

  /** Rows of two bytes, or a few more, that lack thousands of values. */
  @Test
  void valuesThatRowsLack() {
    byte[] csv = (",".repeat(5_000) + "\n" + "1\n".repeat(5_000)).getBytes(StandardCharsets.UTF_8);
    StringBuilder objects = new StringBuilder("{\"a\":[");
    for (int i = 0; i < 6_000; i++) {
      objects.append("{\"k").append(i).append("\":1},");
    }
    objects.append("{}]}\n");
    byte[] json = objects.toString().getBytes(StandardCharsets.UTF_8);
    for (FrameReader reader : List.of(new CsvReader(csv), new NdjsonReader(json))) {
      assertThatThrownBy(() -> reader.withLimits(DEFAULTS).finish())
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContainingAll(
              "values that rows lack for each of their bytes", "100", "withMissingRatio");
    }
    byte[] few = Arrays.copyOf(csv, csv.length - 2 * 4_000);
    assertThatCode(() -> new CsvReader(few).finish().close()).doesNotThrowAnyException();
  }

  @Test
  void limitsAreValues() {
    assertThat(DEFAULTS.withRows(7)).isEqualTo(DEFAULTS.withRows(7)).isNotEqualTo(DEFAULTS);
    assertThat(DEFAULTS.withRows(7).rows()).isEqualTo(7);
    assertThat(DEFAULTS.rows()).isEqualTo(Long.MAX_VALUE);
    assertThat(DEFAULTS.withColumns(3).withLineBytes(4).columns()).isEqualTo(3);
    assertThatThrownBy(() -> DEFAULTS.withRows(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rows 0: must be at least 1");
    assertThatThrownBy(() -> DEFAULTS.withNestingDepth(101))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("101");
  }

  @Test
  void docsHaveTheDefaults() throws IOException, ReflectiveOperationException {
    Path page = Path.of(System.getProperty("test.root"), "docs/options.md");
    String text = Files.readString(page);
    for (var method : ReadLimits.class.getDeclaredMethods()) {
      if (method.getName().matches("with[A-Z]\\w+")) {
        String name = method.getName().substring(4);
        String getter = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        long value = ((Number) ReadLimits.class.getMethod(getter).invoke(DEFAULTS)).longValue();
        String shown = value == Long.MAX_VALUE ? "none" : String.format("%,d", value);
        assertThat(text).contains("| `" + method.getName() + "` | " + shown + " |");
      }
    }
  }
}
