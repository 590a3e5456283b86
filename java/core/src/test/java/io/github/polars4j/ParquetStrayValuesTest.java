package io.github.polars4j;

import static io.github.polars4j.ParquetBytes.BOOLEAN;
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
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of Parquet files that their types do not have are refused by file, column and row. */
class ParquetStrayValuesTest {
  @TempDir Path folder;

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] int96(long julianDay, long nanoseconds) {
    ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putLong(nanoseconds).putInt((int) julianDay).array();
  }

  private static ParquetBytes.Node unknown(int type) {
    return leaf(OPTIONAL, type, "c").logical(11);
  }

  static Stream<Arguments> strays() {
    ParquetBytes.Node bytes = leaf(OPTIONAL, BYTE_ARRAY, "c");
    String digits = "of more digits than DECIMAL(3, 0) has";
    String nulls = ", where its type UNKNOWN says that all are null";
    return Stream.of(
        Arguments.of(bytes.decimal(3), hex("01"), hex(""), "a DECIMAL of no bytes"),
        Arguments.of(bytes.decimal(38), hex("ff"), hex(""), "a DECIMAL of no bytes"),
        Arguments.of(bytes.decimal(38), hex("01"), hex("01" + "00".repeat(16)), "of 17 bytes"),
        Arguments.of(bytes.decimal(38), hex("01"), hex("7f" + "ff".repeat(15)), "of more digits"),
        Arguments.of(bytes.decimal(3), hex("03e7"), hex("03e8"), "the decimal 1000, " + digits),
        Arguments.of(bytes.decimal(3), hex("fc19"), hex("fc18"), "the decimal -1000, " + digits),
        Arguments.of(
            fixed(OPTIONAL, 2, "c").decimal(3), hex("03e7"), hex("7fff"), "32767, " + digits),
        Arguments.of(leaf(OPTIONAL, INT32, "c").decimal(3), -999, 4_000_000, "4000000, " + digits),
        Arguments.of(leaf(OPTIONAL, INT64, "c").decimal(3), 999L, -1L << 63, digits),
        Arguments.of(unknown(INT32), null, 0, "the value 0" + nulls),
        Arguments.of(unknown(INT64), null, 7L, "the value 7" + nulls),
        Arguments.of(unknown(BYTE_ARRAY), null, "", "the value b\"\"" + nulls),
        Arguments.of(fixed(OPTIONAL, 2, "c").logical(11), null, hex("6161"), "b\"aa\"" + nulls),
        Arguments.of(
            leaf(OPTIONAL, INT96, "c"),
            int96(2_440_588, 0),
            int96(5_373_484, 86_399_999_999_000L),
            "9999-12-31T23:59:59.999999, an INT96"),
        Arguments.of(
            leaf(OPTIONAL, INT96, "c"),
            int96(2_440_588, 0),
            int96(0, 0),
            "-4713-11-24T00:00:00, an INT96"),
        Arguments.of(
            leaf(OPTIONAL, INT96, "c"),
            int96(2_440_588, 0),
            int96(0xffff_ffffL, 0),
            "the day 4292526707 from 1970 on, an INT96"));
  }

  @ParameterizedTest(name = "{0} {3}")
  @MethodSource("strays")
  void theyAreRefused(ParquetBytes.Node column, @Nullable Object good, Object stray, String what)
      throws IOException {
    Path file = folder.resolve("stray.parquet");
    List<Object> rows = Arrays.asList(good, null, stray, good);
    Files.write(file, ParquetBytes.file(column, rows));
    assertRefused(file, "row 2 has ", what);

    ParquetBytes.Node list = group(OPTIONAL, "c", group(REPEATED, "list", column)).converted(3);
    rows = Arrays.asList(list(good), null, list(), list(null, good, stray));
    Files.write(file, ParquetBytes.file(list, rows));
    assertRefused(file, "row 3 has ", what);

    ParquetBytes.Node struct = group(OPTIONAL, "c", leaf(OPTIONAL, INT32, "a"), column);
    rows = Arrays.asList(Map.of("a", 1), null, Map.of("c", stray));
    Files.write(file, ParquetBytes.file(struct, rows));
    assertRefused(file, "row 2 has ", what);
  }

  private static Map<String, ?> list(@Nullable Object... values) {
    return Map.of(
        "list",
        Stream.of(values).map(value -> value == null ? Map.of() : Map.of("c", value)).toList());
  }

  private static void assertRefused(Path file, String row, String what) {
    assertThatThrownBy(() -> new ParquetReader(file).finish())
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContainingAll(file.toString(), "column 'c': ", row, what, "withColumns");
    assertThatThrownBy(
            () -> {
              try (Batches batches = new ParquetReader(file).batches(1)) {
                batches.forEachRemaining(DataFrame::close);
              }
            })
        .hasMessageContainingAll("column 'c': ", row, what);
  }

  @Test
  void decimalsOfAnyLengthAreRead() throws IOException {
    ParquetBytes.Node column = leaf(REQUIRED, BYTE_ARRAY, "c").decimal(38);
    List<byte[]> values =
        List.of(
            hex("00"),
            hex("ffff"),
            hex("00".repeat(20) + "80"),
            hex("ff".repeat(20) + "80"),
            hex("4b3b4ca85a86c47a098a223fffffffff"),
            hex("ffffff" + "b4c4b357a5793b85f675ddc000000001"));
    try (DataFrame frame = new ParquetReader(ParquetBytes.file(column, values)).finish();
        Series series = frame.column(0)) {
      assertThat(series.dataType()).isEqualTo(DataType.decimal(38, 0));
      assertThat(series.toList())
          .containsExactly(
              BigDecimal.ZERO,
              BigDecimal.ONE.negate(),
              new BigDecimal(128),
              new BigDecimal(-128),
              new BigDecimal("9".repeat(38)),
              new BigDecimal("-" + "9".repeat(38)));
    }
  }

  @Test
  void allThatAreNullAre() throws IOException {
    List<Object> rows = Arrays.asList(null, null);
    for (ParquetBytes.Node column :
        List.of(unknown(BOOLEAN), unknown(INT32), unknown(BYTE_ARRAY))) {
      byte[] file = ParquetBytes.file(column, rows);
      try (DataFrame frame = new ParquetReader(file).finish()) {
        assertThat(frame.schema()).isEqualTo(new ParquetReader(file).schema());
        assertThat(frame.schema().field("c").dataType()).isEqualTo(DataType.NULL);
        assertThat(frame.height()).isEqualTo(2);
      }
    }
    ParquetBytes.Node list =
        group(OPTIONAL, "c", group(REPEATED, "list", unknown(INT64))).converted(3);
    byte[] file = ParquetBytes.file(list, Arrays.asList(list(null, null), null, list()));
    try (DataFrame frame = new ParquetReader(file).finish()) {
      assertThat(frame.toMaps().toString()).isEqualTo("[{c=[null, null]}, {c=null}, {c=[]}]");
    }
  }

  @Test
  void theFirstAndLastNanosecondOfInt96AreRead() throws IOException {
    LocalDateTime epoch = LocalDateTime.of(1970, 1, 1, 0, 0);
    long day = 86_400_000_000_000L;
    List<byte[]> values =
        Stream.of(Long.MIN_VALUE, -1L, Long.MAX_VALUE)
            .map(n -> int96(2_440_588 + Math.floorDiv(n, day), Math.floorMod(n, day)))
            .toList();
    byte[] file = ParquetBytes.file(leaf(REQUIRED, INT96, "c"), values);
    try (DataFrame frame = new ParquetReader(file).finish();
        Series series = frame.column(0)) {
      assertThat(series.toList())
          .containsExactly(
              LocalDateTime.parse("1677-09-21T00:12:43.145224192"),
              epoch.minusNanos(1),
              epoch.plusNanos(Long.MAX_VALUE));
    }
  }
}
