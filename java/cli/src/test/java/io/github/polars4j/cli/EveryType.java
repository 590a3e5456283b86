package io.github.polars4j.cli;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.Schema;
import io.github.polars4j.TimeUnit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** Rows with a column of each type: one of extreme values, one of nulls, one of plain ones. */
final class EveryType {
  private static final Schema SCHEMA =
      Schema.of(
          Field.of("id", DataType.INT32),
          Field.of("bool", DataType.BOOLEAN),
          Field.of("i8", DataType.INT8),
          Field.of("i64", DataType.INT64),
          Field.of("u64", DataType.UINT64),
          Field.of("i128", DataType.INT128),
          Field.of("f32", DataType.FLOAT32),
          Field.of("f64", DataType.FLOAT64),
          Field.of("dec", DataType.decimal(38, 2)),
          Field.of("text", DataType.STRING),
          Field.of("bytes", DataType.BINARY),
          Field.of("date", DataType.DATE),
          Field.of("time", DataType.TIME),
          Field.of("at", DataType.datetime(TimeUnit.NANOSECONDS)),
          Field.of("zoned", DataType.datetime(TimeUnit.MICROSECONDS, ZoneId.of("Europe/Berlin"))),
          Field.of("span", DataType.duration(TimeUnit.MICROSECONDS)),
          Field.of("cat", DataType.categorical()),
          Field.of("enum", DataType.enumeration("b", "a")),
          Field.of("list", DataType.list(DataType.STRING)),
          Field.of("array", DataType.array(DataType.INT16, 2)),
          Field.of(
              "struct",
              new DataType.Struct(
                  List.of(Field.of("x", DataType.INT64), Field.of("y", DataType.STRING)))),
          Field.of("none", DataType.NULL));

  private EveryType() {}

  /** The caller closes it. */
  static DataFrame frame() {
    DataFrame.Builder rows = DataFrame.builder(SCHEMA);
    rows.appendRow(
        1,
        true,
        Byte.MIN_VALUE,
        Long.MAX_VALUE,
        new BigInteger("18446744073709551615"),
        BigInteger.ONE.shiftLeft(100),
        Float.MIN_VALUE,
        0.1,
        new BigDecimal("123456789012345678901234567890.25"),
        "a \"quoted\", text\nof two lines",
        new byte[] {0, -1, 127},
        LocalDate.of(1582, 10, 4),
        LocalTime.of(23, 59, 59, 999_999_999),
        LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4),
        Instant.parse("2024-10-27T00:30:00.000001Z"),
        Duration.ofSeconds(-5, 1_000),
        "z",
        "a",
        List.of("x", ""),
        List.of((short) 1, (short) -2),
        Map.of("x", 7L, "y", "é"),
        null);
    Object[] nulls = new Object[SCHEMA.size()];
    nulls[0] = 2;
    rows.appendRow(nulls);
    rows.appendRow(
        3,
        false,
        (byte) 1,
        1L,
        BigInteger.ONE,
        BigInteger.TWO.negate(),
        1.5f,
        -2.5,
        new BigDecimal("-0.01"),
        "",
        new byte[0],
        LocalDate.of(2024, 2, 29),
        LocalTime.MIDNIGHT,
        LocalDateTime.of(1969, 12, 31, 23, 59),
        Instant.EPOCH,
        Duration.ZERO,
        "y",
        "b",
        List.of(),
        List.of((short) 3, (short) 4),
        Map.of("x", 8L, "y", "w"),
        null);
    return rows.build();
  }
}
