package io.github.polars4j;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A frame of every type that this library makes from Java values, and the values it is made of. */
final class Sample {
  static final Map<String, String> METADATA = Map.of("first_name", "John", "last_name", "Doe");
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  static final List<String> COLORS = List.of("red", "green", "blue");

  private Sample() {}

  /** One column: what goes in is what every reader must give back. */
  record Column(String name, DataType type, List<Object> values) {
    Series series() {
      return Series.of(name, type, values);
    }
  }

  /** Columns of {@code rows} rows; every 7th value or so is null. */
  static List<Column> columns(int rows, int start) {
    List<Column> columns = new ArrayList<>();
    LocalDate day = LocalDate.of(1969, 12, 25);
    LocalDateTime noon = LocalDateTime.of(1969, 12, 31, 12, 0, 0, 123_456_789);
    Instant instant = Instant.parse("1969-12-31T23:59:58.999999999Z");
    IntStream indices = IntStream.range(start, start + rows);
    int[] is = indices.toArray();
    add(columns, is, "boolean", new DataType.Boolean(), i -> i % 3 == 0);
    add(columns, is, "int8", new DataType.Int8(), i -> (byte) (i * 31));
    add(columns, is, "int16", new DataType.Int16(), i -> (short) (i * 7919));
    add(columns, is, "int32", new DataType.Int32(), i -> i * 104_729);
    add(columns, is, "int64", new DataType.Int64(), i -> i * -1_299_709_000_000L);
    add(columns, is, "float32", new DataType.Float32(), i -> i / 3f);
    add(columns, is, "float64", new DataType.Float64(), i -> i / 7.0 - 1);
    add(columns, is, "short string", new DataType.String(), i -> "s" + i);
    add(columns, is, "long string", new DataType.String(), i -> "größer als eine View 🦜 " + i);
    add(columns, is, "binary", new DataType.Binary(), i -> new byte[] {(byte) i, 0, (byte) 255});
    add(columns, is, "date", new DataType.Date(), day::plusDays);
    add(columns, is, "time", new DataType.Time(), i -> LocalTime.ofNanoOfDay(i * 86_399_111L));
    add(
        columns,
        is,
        "datetime",
        new DataType.Datetime(TimeUnit.NANOSECONDS, null),
        i -> noon.plusSeconds(i * 3601L));
    add(
        columns,
        is,
        "datetime berlin",
        new DataType.Datetime(TimeUnit.MILLISECONDS, BERLIN),
        i -> Instant.ofEpochMilli(i * 86_400_001L - 5).atZone(BERLIN));
    add(
        columns,
        is,
        "instant",
        new DataType.Datetime(TimeUnit.NANOSECONDS, ZoneId.of("UTC")),
        i -> instant.plusNanos(i * 1_000_000_007L).atZone(ZoneId.of("UTC")));
    add(
        columns,
        is,
        "duration",
        new DataType.Duration(TimeUnit.MICROSECONDS),
        i -> Duration.ofNanos(i * -1_000_000_001_000L));
    add(columns, is, "category", new DataType.Categorical(), i -> "category " + i % 5);
    add(columns, is, "enum", new DataType.Enum(COLORS), i -> COLORS.get(i % 3));
    return columns;
  }

  private static void add(
      List<Column> columns, int[] indices, String name, DataType type, IntFunction<Object> value) {
    int salt = columns.size();
    Object[] values =
        Arrays.stream(indices).mapToObj(i -> (i + salt) % 7 == 0 ? null : value.apply(i)).toArray();
    columns.add(new Column(name, type, Arrays.asList(values)));
  }

  /** The frame of these columns. */
  static DataFrame frame(List<Column> columns) {
    List<Series> series = columns.stream().map(Column::series).toList();
    try {
      return DataFrame.of(series);
    } finally {
      series.forEach(Series::close);
    }
  }

  /** A frame of {@code rows} rows from {@code start} on. */
  static DataFrame frame(int rows, int start) {
    return frame(columns(rows, start));
  }
}
