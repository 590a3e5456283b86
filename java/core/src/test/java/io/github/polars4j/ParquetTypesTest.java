package io.github.polars4j;

import static io.github.polars4j.ParquetBytes.BYTE_ARRAY;
import static io.github.polars4j.ParquetBytes.INT32;
import static io.github.polars4j.ParquetBytes.INT64;
import static io.github.polars4j.ParquetBytes.INT96;
import static io.github.polars4j.ParquetBytes.OPTIONAL;
import static io.github.polars4j.ParquetBytes.REPEATED;
import static io.github.polars4j.ParquetBytes.REQUIRED;
import static io.github.polars4j.ParquetBytes.fixed;
import static io.github.polars4j.ParquetBytes.group;
import static io.github.polars4j.ParquetBytes.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Parquet's types, each read as docs/types.md says. */
class ParquetTypesTest {
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] int96(LocalDateTime time) {
    return ByteBuffer.allocate(12)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(time.toLocalTime().toNanoOfDay())
        .putInt((int) (time.toLocalDate().toEpochDay() + JULIAN_DAY_OF_EPOCH))
        .array();
  }

  private static Arguments type(
      String name, ParquetBytes.Node column, DataType type, Object in, Object out) {
    return Arguments.of(name, column, type, in, out);
  }

  static Stream<Arguments> types() {
    LocalDateTime time = LocalDateTime.parse("2020-02-03T04:05:06.000007008");
    return Stream.of(
        type("FLOAT16", fixed(OPTIONAL, 2, "c").logical(15), DataType.FLOAT16, hex("00c4"), -4f),
        type(
            "the least FLOAT16",
            fixed(OPTIONAL, 2, "c").logical(15),
            DataType.FLOAT16,
            hex("0100"),
            (float) Math.pow(2, -24)),
        type(
            "FLOAT16's NaN",
            fixed(OPTIONAL, 2, "c").logical(15),
            DataType.FLOAT16,
            hex("007e"),
            Float.NaN),
        type(
            "FLOAT16's infinity",
            fixed(OPTIONAL, 2, "c").logical(15),
            DataType.FLOAT16,
            hex("00fc"),
            Float.NEGATIVE_INFINITY),
        type("JSON", leaf(OPTIONAL, BYTE_ARRAY, "c").logical(12), DataType.STRING, "{}", "{}"),
        type(
            "older JSON", leaf(OPTIONAL, BYTE_ARRAY, "c").converted(19), DataType.STRING, "1", "1"),
        type("ENUM", leaf(OPTIONAL, BYTE_ARRAY, "c").logical(4), DataType.STRING, "é", "é"),
        type("older ENUM", leaf(OPTIONAL, BYTE_ARRAY, "c").converted(4), DataType.STRING, "e", "e"),
        type("UINT_8", leaf(OPTIONAL, INT32, "c").converted(11), DataType.UINT8, 255, (short) 255),
        type("UINT_16", leaf(OPTIONAL, INT32, "c").converted(12), DataType.UINT16, 65535, 65535),
        type(
            "UINT_32",
            leaf(OPTIONAL, INT32, "c").converted(13),
            DataType.UINT32,
            -1,
            4_294_967_295L),
        type(
            "UINT_64",
            leaf(OPTIONAL, INT64, "c").converted(14),
            DataType.UINT64,
            -1L,
            new java.math.BigInteger("18446744073709551615")),
        type("INT_8", leaf(OPTIONAL, INT32, "c").converted(15), DataType.INT8, -128, (byte) -128),
        type(
            "DECIMAL in INT32",
            leaf(OPTIONAL, INT32, "c").decimal(9),
            DataType.decimal(9, 0),
            -999_999_999,
            new BigDecimal(-999_999_999)),
        type(
            "DECIMAL in BYTE_ARRAY",
            leaf(OPTIONAL, BYTE_ARRAY, "c").decimal(38),
            DataType.decimal(38, 0),
            hex("ff00"),
            new BigDecimal(-256)),
        type(
            "DECIMAL in FIXED_LEN_BYTE_ARRAY",
            fixed(OPTIONAL, 16, "c").decimal(38),
            DataType.decimal(38, 0),
            hex("4b3b4ca85a86c47a098a223fffffffff"),
            new BigDecimal("9".repeat(38))),
        type(
            "INT96",
            leaf(OPTIONAL, INT96, "c"),
            DataType.datetime(TimeUnit.NANOSECONDS),
            int96(time),
            time),
        type(
            "TIME_MILLIS",
            leaf(OPTIONAL, INT32, "c").converted(7),
            DataType.TIME,
            86_399_999,
            LocalTime.parse("23:59:59.999")),
        type(
            "TIMESTAMP_MICROS",
            leaf(OPTIONAL, INT64, "c").converted(10),
            DataType.datetime(TimeUnit.MICROSECONDS),
            -62_135_596_800_000_000L,
            LocalDateTime.parse("0001-01-01T00:00:00")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void aValueIsReadAsItIs(
      String name, ParquetBytes.Node column, DataType type, Object in, Object out)
      throws IOException {
    byte[] file = ParquetBytes.file(column, Arrays.asList(in, null));
    try (DataFrame frame = new ParquetReader(file).finish();
        Series series = frame.column(0)) {
      assertThat(series.dataType()).isEqualTo(type);
      assertThat(series.get(0)).isEqualTo(out);
      assertThat(series.get(1)).isNull();
      assertThat(new ParquetReader(file).schema()).isEqualTo(frame.schema());
    }
  }

  static Stream<Arguments> binaries() {
    return Stream.of(
        Arguments.of("UUID", fixed(OPTIONAL, 16, "c").logical(14), new byte[16]),
        Arguments.of("BSON", leaf(OPTIONAL, BYTE_ARRAY, "c").logical(13), hex("0500000000")),
        Arguments.of("bytes", leaf(OPTIONAL, BYTE_ARRAY, "c"), hex("ff00")),
        Arguments.of("FIXED_LEN_BYTE_ARRAY", fixed(OPTIONAL, 3, "c"), hex("ff00ff")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("binaries")
  void bytesAreBinary(String name, ParquetBytes.Node column, byte[] value) throws IOException {
    byte[] file = ParquetBytes.file(column, Arrays.asList(value, null));
    try (DataFrame frame = new ParquetReader(file).finish();
        Series series = frame.column(0)) {
      assertThat(series.dataType()).isEqualTo(DataType.BINARY);
      assertThat((byte[]) series.get(0)).isEqualTo(value);
    }
  }

  static Stream<Arguments> refused() {
    ParquetBytes.Node bytes = leaf(OPTIONAL, BYTE_ARRAY, "c");
    ParquetBytes.Node value = leaf(OPTIONAL, BYTE_ARRAY, "value");
    return Stream.of(
        Arguments.of(bytes.logical(20), "", "number 20"),
        Arguments.of(bytes.converted(77), "", "number 77"),
        Arguments.of(bytes.decimal(39), "", "DECIMAL(39, 0)"),
        Arguments.of(fixed(OPTIONAL, 17, "c").decimal(39), new byte[17], "DECIMAL(39, 0)"),
        Arguments.of(fixed(OPTIONAL, 17, "c").decimal(38), new byte[17], "17 bytes"),
        Arguments.of(fixed(OPTIONAL, 12, "c").converted(21), new byte[12], "INTERVAL"),
        Arguments.of(fixed(OPTIONAL, 15, "c").logical(14), new byte[15], "UUID"),
        Arguments.of(fixed(OPTIONAL, 3, "c").logical(15), new byte[3], "FLOAT16"),
        Arguments.of(leaf(OPTIONAL, INT32, "c").logical(1), 1, "STRING in INT32"),
        Arguments.of(leaf(OPTIONAL, 9, "c"), "", "physical type 9"),
        Arguments.of(group(OPTIONAL, "c", value).logical(16), Map.of("value", ""), "VARIANT"),
        Arguments.of(group(OPTIONAL, "c", value, value), Map.of("value", ""), "two fields 'value'"),
        Arguments.of(group(OPTIONAL, "c", value).converted(3), Map.of("value", ""), "LIST"),
        Arguments.of(
            group(OPTIONAL, "c", leaf(REPEATED, INT32, "a"), leaf(REPEATED, INT32, "b"))
                .converted(3),
            Map.of("a", List.of(), "b", List.of()),
            "LIST of 2 fields"),
        Arguments.of(
            group(OPTIONAL, "c", leaf(REPEATED, INT32, "a")).converted(1),
            Map.of("a", List.of(1)),
            "MAP"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("refused")
  void whatCannotBeReadIsRefusedByName(ParquetBytes.Node column, Object value, String what)
      throws IOException {
    byte[] file = ParquetBytes.file(column, List.of(value));
    for (ThrowingCallable reading :
        List.<ThrowingCallable>of(
            () -> new ParquetReader(file).finish(), () -> new ParquetReader(file).batches(1))) {
      assertThatThrownBy(reading)
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("column 'c' has ")
          .hasMessageContaining(what)
          .hasMessageContaining("withColumns");
    }
    try (ParquetReader reader = new ParquetReader(file)) {
      assertThat(reader.schema().field("c").dataType())
          .isInstanceOfSatisfying(
              DataType.Unsupported.class, type -> assertThat(type.toString()).contains(what));
    }
  }

  private static void assertRefused(ParquetBytes.Node column, List<?> rows, String what) {
    byte[] file = ParquetBytes.file(column, rows);
    assertThatThrownBy(() -> new ParquetReader(file).finish())
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("column 'c': ")
        .hasMessageContaining(what);
    assertThatThrownBy(
            () -> {
              try (Batches batches = new ParquetReader(file).batches(1)) {
                batches.forEachRemaining(DataFrame::close);
              }
            })
        .hasMessageContaining("column 'c': ")
        .hasMessageContaining(what);
  }

  @Test
  void timesThatAreNoTimesOfTheDayAreRefused() {
    assertRefused(
        leaf(OPTIONAL, INT32, "c").converted(7), Arrays.asList(null, 86_400_000), "row 1");
    assertRefused(leaf(REQUIRED, INT64, "c").converted(8), List.of(86_400_000_000L), "a day");
    assertRefused(leaf(REQUIRED, INT64, "c").converted(8), List.of(-1L), "a day");
    assertRefused(
        group(OPTIONAL, "c", leaf(REPEATED, INT64, "array").converted(8)).converted(3),
        List.of(Map.of("array", List.of(0L, 86_400_000_000L))),
        "row 0 has a time of 86400000000 × 1000 ns");
  }

  @Test
  void timesInNestedTypesAreTheirs() throws IOException {
    ParquetBytes.Node time = leaf(OPTIONAL, INT64, "t").converted(8);
    ParquetBytes.Node millis = leaf(REPEATED, INT32, "m").converted(7);
    byte[] file =
        ParquetBytes.file(
            group(OPTIONAL, "c", group(REPEATED, "array", time, millis)).converted(3),
            Arrays.asList(
                Map.of("array", List.of(Map.of("t", 1L, "m", List.of(2, 3)), Map.of())),
                null,
                Map.of("array", List.of(Map.of("m", List.of())))));
    try (DataFrame frame = new ParquetReader(file).finish();
        Series series = frame.column(0)) {
      assertThat(series.dataType().toString()).isEqualTo("List(Struct(t: Time, m: List(Time)))");
      assertThat(String.valueOf(series.get(0)))
          .isEqualTo("[{t=00:00:00.000001, m=[00:00:00.002, 00:00:00.003]}, {t=null, m=[]}]");
      assertThat(series.get(1)).isNull();
      assertThat(String.valueOf(series.get(2))).isEqualTo("[{t=null, m=[]}]");
      assertThat(new ParquetReader(file).schema()).isEqualTo(frame.schema());
    }
  }

  /** Python's pyarrow: {@code pa.timestamp('us', 'UTC')}. */
  @Test
  void anInstantIsInUtc() throws IOException {
    // TIMESTAMP(isAdjustedToUTC=true, MICROS)
    ParquetBytes.Node column =
        new ParquetBytes.Node("c", OPTIONAL, INT64, 0, -1, hex("8c111c2c00000000"), 0, List.of());
    try (DataFrame frame = new ParquetReader(ParquetBytes.file(column, List.of(0L))).finish();
        Series series = frame.column(0)) {
      assertThat(series.dataType())
          .isEqualTo(DataType.datetime(TimeUnit.MICROSECONDS, ZoneId.of("UTC")));
      assertThat(series.get(0)).isEqualTo(Instant.EPOCH.atZone(ZoneId.of("UTC")));
    }
  }

  @Test
  void theOtherColumnsOfARefusedOneAreRead() throws IOException {
    byte[] file =
        ParquetBytes.file(
            group(OPTIONAL, "c", leaf(OPTIONAL, INT32, "a")).logical(16), List.of(Map.of("a", 1)));
    try (DataFrame frame = new ParquetReader(file).withColumns().withRowIndex("i").finish()) {
      assertThat(frame.columnNames()).containsExactly("i");
    }
  }

  @Test
  void anEncryptedFileIsCalledThat() {
    byte[] file = ParquetBytes.file(leaf(OPTIONAL, INT32, "c"), List.of(1));
    file[file.length - 1] = 'E';
    file[3] = 'E';
    assertThatThrownBy(() -> new ParquetReader(file).finish())
        .hasMessageContaining("the file is encrypted");
  }

  @Test
  void textThatIsNotUtf8IsRefusedByColumn() {
    byte[] file =
        ParquetBytes.file(leaf(OPTIONAL, BYTE_ARRAY, "c").converted(0), List.of(hex("fffe")));
    assertThatThrownBy(() -> new ParquetReader(file).finish())
        .isInstanceOf(PolarsException.class)
        .hasMessageContaining("column 'c': ")
        .hasMessageNotContaining(".rs");
  }

  @Test
  void messagesAreShort() {
    String name = "x".repeat(100_000);
    byte[] file = ParquetBytes.file(leaf(OPTIONAL, BYTE_ARRAY, name).logical(20), List.of(""));
    assertThatThrownBy(() -> new ParquetReader(file).finish())
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
  }

  private static Path duckDb(Path folder, String select) throws SQLException {
    Path file = folder.resolve("duck.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
    }
    return file;
  }

  @Test
  void duckDbsTypesAreRead(@TempDir Path folder) throws Exception {
    Path file =
        duckDb(
            folder,
            """
            SELECT 255::UTINYINT a, 1.5::DECIMAL(20, 3) b, TIME '12:34:56.789' c,
              DATE '1582-10-01' d, TIMESTAMP '9999-12-31 23:59:59.999999' e,
              TIMESTAMPTZ '2020-01-01 00:00:00+00' f, [1, NULL, 2] g, {'x': 1, 'y': ['q']} h,
              MAP {'k': 1} i, '{"a":1}'::JSON j, TIMESTAMP_NS '2020-01-01 00:00:00.123456789' k
            """);
    try (DataFrame frame = new ParquetReader(file).finish()) {
      List<String> values =
          frame.columns().stream()
              .map(
                  series -> {
                    try (series) {
                      return series.dataType() + " " + series.get(0);
                    }
                  })
              .toList();
      assertThat(values)
          .containsExactly(
              "UInt8 255",
              "Decimal(20, 3) 1.500",
              "Time 12:34:56.789",
              "Date 1582-10-01",
              "Datetime(MICROSECONDS) 9999-12-31T23:59:59.999999",
              "Datetime(MICROSECONDS, UTC) 2020-01-01T00:00Z[UTC]",
              "List(Int32) [1, null, 2]",
              "Struct(x: Int32, y: List(String)) {x=1, y=[q]}",
              "List(Struct(key: String, value: Int32)) [{key=k, value=1}]",
              "String {\"a\":1}",
              "Datetime(NANOSECONDS) 2020-01-01T00:00:00.123456789");
    }
  }

  @Test
  void aDayOf24HoursOfDuckDbsIsRefused(@TempDir Path folder) throws Exception {
    Path file = duckDb(folder, "SELECT TIME '24:00:00' t");
    assertThatThrownBy(() -> new ParquetReader(file).finish())
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("column 't': row 0 has a time of 86400000000 × 1000 ns");
  }

  /** The lines of the page's table of Parquet. */
  static Stream<Arguments> page() throws IOException {
    String page = Files.readString(Path.of("../../docs/types.md"));
    String table = page.substring(page.indexOf("## Out of Parquet"));
    return table
        .lines()
        .dropWhile(line -> !line.startsWith("|---"))
        .skip(1)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.split(" *\\| *"))
        .map(cells -> Arguments.of(cells[1], cells[2], cells[3]));
  }

  @ParameterizedTest(name = "{0} in {1}: {2}")
  @MethodSource("page")
  void thePageSaysWhatIsRead(String annotation, String stored, String type) throws IOException {
    byte[] file = ParquetBytes.file(annotate(stored(stored, annotation), annotation), List.of());
    if (type.equals("refused")) {
      assertThat(new ParquetReader(file).schema().field("c").dataType())
          .isInstanceOf(DataType.Unsupported.class);
      assertThatThrownBy(() -> new ParquetReader(file).finish())
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("column 'c' has ")
          .hasMessageContaining(annotation.replaceFirst("\\(.*", ""));
      return;
    }
    assertThat(new ParquetReader(file).schema().field("c").dataType()).hasToString(type);
    try (DataFrame frame = new ParquetReader(file).finish()) {
      assertThat(frame.schema().field("c").dataType()).hasToString(type);
    }
  }

  private static ParquetBytes.Node stored(String stored, String annotation) {
    List<String> types =
        List.of("BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY");
    ParquetBytes.Node value = leaf(OPTIONAL, INT32, "value");
    return switch (stored) {
      case "a group" ->
          switch (annotation) {
            case "LIST" -> group(OPTIONAL, "c", group(REPEATED, "list", value));
            case "MAP" ->
                group(
                    OPTIONAL,
                    "c",
                    group(
                        REPEATED,
                        "key_value",
                        leaf(REQUIRED, BYTE_ARRAY, "key").converted(0),
                        value));
            default -> group(OPTIONAL, "c", leaf(OPTIONAL, INT32, "a"));
          };
      case "a repeated INT32" -> leaf(REPEATED, INT32, "c");
      default ->
          stored.startsWith("FIXED_LEN_BYTE_ARRAY(")
              ? fixed(OPTIONAL, Integer.parseInt(stored.replaceAll("\\D", "")), "c")
              : leaf(OPTIONAL, types.indexOf(stored), "c");
    };
  }

  private static ParquetBytes.Node annotate(ParquetBytes.Node node, String annotation) {
    List<String> converted =
        List.of(
            "UTF8",
            "MAP",
            "MAP_KEY_VALUE",
            "LIST",
            "",
            "",
            "DATE",
            "TIME_MILLIS",
            "TIME_MICROS",
            "TIMESTAMP_MILLIS",
            "TIMESTAMP_MICROS",
            "UINT_8",
            "UINT_16",
            "UINT_32",
            "UINT_64",
            "INT_8",
            "INT_16",
            "INT_32",
            "INT_64",
            "",
            "",
            "INTERVAL");
    List<String> logical =
        List.of(
            "",
            "STRING",
            "",
            "",
            "ENUM",
            "",
            "",
            "",
            "",
            "",
            "",
            "UNKNOWN",
            "JSON",
            "BSON",
            "UUID",
            "FLOAT16",
            "VARIANT",
            "GEOMETRY",
            "GEOGRAPHY");
    if (annotation.equals("none")) {
      return node;
    }
    if (annotation.startsWith("DECIMAL(")) {
      return node.decimal(Integer.parseInt(annotation.replaceAll("\\D", "")));
    }
    if (logical.contains(annotation)) {
      return node.logical(logical.indexOf(annotation));
    }
    if (converted.contains(annotation)) {
      return node.converted(converted.indexOf(annotation));
    }
    String bytes =
        switch (annotation) {
          case "TIME(NANOS)" -> "7c121c3c00000000";
          case "TIMESTAMP(MICROS)" -> "8c121c2c00000000";
          case "TIMESTAMP(MICROS, UTC)" -> "8c111c2c00000000";
          case "TIMESTAMP(NANOS, UTC)" -> "8c111c3c00000000";
          default -> throw new AssertionError(annotation);
        };
    return new ParquetBytes.Node(
        "c", node.repetition(), node.type(), node.length(), -1, hex(bytes), 0, List.of());
  }
}
