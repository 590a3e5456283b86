package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way in takes the same Java classes, and the table of ValueOptions names them all. */
class JavaValuesTest {
  private static final Path PAGE = Path.of("src/main/java/io/github/polars4j/ValueOptions.java");
  private static final Pattern ROW =
      Pattern.compile("<tr><td>(.*?)</td><td>(.*?)</td>[\\s*]*<td>(.*?)</td></tr>", Pattern.DOTALL);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final UUID ID = new UUID(1, 2);
  private static final Instant AT = Instant.parse("2024-02-29T01:02:03.004005006Z");

  private enum Letter {
    x,
    y
  }

  private record Point(int x) {}

  private record OfBoolean(Boolean c) {}

  private record OfByte(Byte c) {}

  private record OfShort(Short c) {}

  private record OfInteger(Integer c) {}

  private record OfLong(Long c) {}

  private record OfBigInteger(BigInteger c) {}

  private record OfFloat(Float c) {}

  private record OfDouble(Double c) {}

  private record OfBigDecimal(BigDecimal c) {}

  private record OfString(String c) {}

  private record OfCharacter(Character c) {}

  private record OfUuid(UUID c) {}

  private record OfEnum(Letter c) {}

  private record OfBytes(byte[] c) {}

  private record OfDate(LocalDate c) {}

  private record OfTime(LocalTime c) {}

  private record OfLocal(LocalDateTime c) {}

  private record OfInstant(Instant c) {}

  private record OfOffset(OffsetDateTime c) {}

  private record OfZoned(ZonedDateTime c) {}

  private record OfDuration(Duration c) {}

  private record OfOptional(Optional<Integer> c) {}

  private record OfOptionalInt(OptionalInt c) {}

  private record OfOptionalLong(OptionalLong c) {}

  private record OfOptionalDouble(OptionalDouble c) {}

  private record OfCollection(Collection<Long> c) {}

  private record OfArray(long[] c) {}

  private record OfMap(Map<String, Long> c) {}

  private record OfRecord(Point c) {}

  private record OfRow(Row c) {}

  private record OfUnknown(Object c) {}

  /** A class as the table calls it, a value of it, and a record of one component, {@code c}. */
  record Sample(String name, Object value, Record record) {
    @Override
    public String toString() {
      return name + " " + record.getClass().getSimpleName();
    }
  }

  static List<Sample> samples() {
    Row row = new Row(Schema.of(Field.of("x", DataType.INT32)), List.of(1));
    String optionals = "Optional, OptionalInt, OptionalLong, OptionalDouble";
    return List.of(
        new Sample("Boolean", true, new OfBoolean(true)),
        new Sample("Byte", (byte) 5, new OfByte((byte) 5)),
        new Sample("Short", (short) 5, new OfShort((short) 5)),
        new Sample("Integer", 5, new OfInteger(5)),
        new Sample("Long", 5L, new OfLong(5L)),
        new Sample("BigInteger", BigInteger.TWO, new OfBigInteger(BigInteger.TWO)),
        new Sample("Float", 1.5f, new OfFloat(1.5f)),
        new Sample("Double", 1.5, new OfDouble(1.5)),
        new Sample("BigDecimal", BigDecimal.ONE, new OfBigDecimal(BigDecimal.ONE)),
        new Sample("String", "x", new OfString("x")),
        new Sample("Character", 'x', new OfCharacter('x')),
        new Sample("UUID", ID, new OfUuid(ID)),
        new Sample("Enum", Letter.x, new OfEnum(Letter.x)),
        new Sample("byte[]", new byte[] {1}, new OfBytes(new byte[] {1})),
        new Sample("LocalDate", LocalDate.EPOCH, new OfDate(LocalDate.EPOCH)),
        new Sample("LocalTime", LocalTime.NOON, new OfTime(LocalTime.NOON)),
        new Sample("LocalDateTime", local(), new OfLocal(local())),
        new Sample("Instant", AT, new OfInstant(AT)),
        new Sample("OffsetDateTime", offset(), new OfOffset(offset())),
        new Sample("ZonedDateTime", AT.atZone(BERLIN), new OfZoned(AT.atZone(BERLIN))),
        new Sample("Duration", Duration.ofNanos(1), new OfDuration(Duration.ofNanos(1))),
        new Sample(optionals, Optional.of(5), new OfOptional(Optional.of(5))),
        new Sample(optionals, OptionalInt.of(5), new OfOptionalInt(OptionalInt.of(5))),
        new Sample(optionals, OptionalLong.of(5), new OfOptionalLong(OptionalLong.of(5))),
        new Sample(optionals, OptionalDouble.of(5), new OfOptionalDouble(OptionalDouble.of(5))),
        new Sample("Collection", List.of(5L), new OfCollection(List.of(5L))),
        new Sample("other arrays", new long[] {5}, new OfArray(new long[] {5})),
        new Sample("Map", Map.of("x", 5L), new OfMap(Map.of("x", 5L))),
        new Sample("Record", new Point(5), new OfRecord(new Point(5))),
        new Sample("Row", row, new OfRow(row)));
  }

  private static LocalDateTime local() {
    return LocalDateTime.ofInstant(AT, ZoneOffset.UTC);
  }

  private static OffsetDateTime offset() {
    return AT.atOffset(ZoneOffset.ofHoursMinutes(5, 30));
  }

  /** The types that may be given, under what the table calls them. */
  private static Map<String, List<DataType>> types() {
    TimeUnit unit = TimeUnit.NANOSECONDS;
    Map<String, List<DataType>> types = new LinkedHashMap<>();
    types.put("Boolean", List.of(DataType.BOOLEAN));
    types.put(
        "integers",
        List.of(
            DataType.INT8,
            DataType.INT16,
            DataType.INT32,
            DataType.INT64,
            DataType.INT128,
            DataType.UINT8,
            DataType.UINT16,
            DataType.UINT32,
            DataType.UINT64,
            DataType.UINT128));
    types.put("Decimal", List.of(DataType.decimal(10, 2), DataType.decimal(38, 0)));
    types.put("Float16", List.of(DataType.FLOAT16));
    types.put("Float32", List.of(DataType.FLOAT32));
    types.put("Float64", List.of(DataType.FLOAT64));
    types.put("String", List.of(DataType.STRING));
    types.put("Categorical", List.of(DataType.categorical()));
    types.put("Enum", List.of(DataType.enumeration("x", "y", ID.toString())));
    types.put("Binary", List.of(DataType.BINARY));
    types.put("Date", List.of(DataType.DATE));
    types.put("Time", List.of(DataType.TIME));
    types.put("Datetime", List.of(DataType.datetime(unit)));
    types.put("Datetime in UTC", List.of(DataType.datetime(unit, ZoneOffset.UTC)));
    types.put("Datetime in a zone", List.of(DataType.datetime(unit, BERLIN)));
    types.put("Duration", List.of(DataType.duration(unit)));
    types.put("List", List.of(DataType.list(DataType.INT64)));
    types.put("Array", List.of(DataType.array(DataType.INT64, 1)));
    types.put(
        "List(Struct(key, value))",
        List.of(
            DataType.list(
                DataType.struct(
                    Field.of("key", DataType.STRING), Field.of("value", DataType.INT64)))));
    types.put("Struct", List.of(DataType.struct(Field.of("x", DataType.INT64))));
    types.put("Null", List.of(DataType.NULL));
    return types;
  }

  private static String nameOf(DataType type) {
    if (type instanceof DataType.Datetime datetime) {
      boolean utc = ZoneId.of("UTC").equals(datetime.zone());
      return "Datetime" + (datetime.zone() == null ? "" : utc ? " in UTC" : " in a zone");
    } else if (type instanceof DataType.List list && list.inner() instanceof DataType.Struct) {
      return "List(Struct(key, value))";
    } else if (type.equals(DataType.decimal(38, 0))) {
      return type.toString();
    }
    return type.toString().replaceFirst("\\(.*", "");
  }

  /** What comes of a value that goes in as that type, or null if it is refused. */
  private static @Nullable List<@Nullable Object> taken(Way way, Sample sample, DataType type) {
    try (Series column = way.in(sample, type)) {
      assertThat(column.dataType()).isEqualTo(type);
      return column.toList();
    } catch (IllegalArgumentException | PolarsException e) {
      assertThat(e.getMessage()).contains("\"c");
      return null;
    }
  }

  /** A way in, of a type that is given. */
  interface Way {
    Series in(Sample sample, DataType type);
  }

  private static Map<String, Way> ways() {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("Series.of", (s, type) -> Series.of("c", type, List.of(s.value())));
    ways.put("Series.builder", (s, type) -> Series.builder("c", type).append(s.value()).build());
    ways.put(
        "DataFrame.builder",
        (s, type) -> only(DataFrame.builder(schema(type)).appendRow(s.value()).build()));
    ways.put(
        "fromRows",
        (s, type) -> only(DataFrame.fromRows(schema(type), List.of(List.of(s.value())))));
    ways.put(
        "Row",
        (s, type) ->
            only(
                DataFrame.fromRows(
                    schema(type), List.of(new Row(schema(type), List.of(s.value()))))));
    ways.put(
        "fromMaps",
        (s, type) -> only(DataFrame.fromMaps(schema(type), List.of(Map.of("c", s.value())))));
    ways.put("fromRecords", (s, type) -> records(s.record(), schema(type)));
    ways.put("Object in a record", (s, type) -> records(new OfUnknown(s.value()), schema(type)));
    return ways;
  }

  private static Schema schema(DataType type) {
    return Schema.of(Field.of("c", type));
  }

  private static Series only(DataFrame frame) {
    try (frame) {
      return frame.column("c");
    }
  }

  @SuppressWarnings("unchecked")
  private static Series records(Record record, Schema schema) {
    return only(DataFrame.fromRecords((Class<Record>) record.getClass(), schema, List.of(record)));
  }

  /** The type by itself, and the others that are taken, as the table has them. */
  private static List<String> found(Sample sample) {
    List<String> others = new ArrayList<>();
    String own = byItself(sample);
    types()
        .forEach(
            (name, types) -> {
              List<Boolean> takes = new ArrayList<>();
              for (DataType type : types) {
                List<@Nullable Object> first = null;
                for (Map.Entry<String, Way> way : ways().entrySet()) {
                  List<@Nullable Object> taken = taken(way.getValue(), sample, type);
                  if (way.getKey().equals("Series.of")) {
                    first = taken;
                  }
                  assertThat(taken)
                      .as("%s of %s as %s", way.getKey(), sample, type)
                      .usingRecursiveComparison()
                      .isEqualTo(first);
                }
                takes.add(first != null);
              }
              assertThat(takes.stream().distinct()).as("%s as %s", sample, name).hasSize(1);
              if (takes.get(0) && !name.equals(own)) {
                others.add(name);
              }
            });
    return List.of(own, String.join(", ", others));
  }

  private static String byItself(Sample sample) {
    if (sample.value() instanceof Row) {
      try (Series column = Series.of("c", List.of(sample.value()))) {
        return nameOf(column.dataType());
      }
    }
    String own = nameOf(DataFrame.schemaOf(sample.record().getClass()).field(0).dataType());
    try (Series column = Series.of("c", List.of(sample.value()));
        Series map = only(DataFrame.fromMaps(List.of(Map.of("c", sample.value()))))) {
      String inferred = nameOf(column.dataType());
      assertThat(map.dataType()).isEqualTo(column.dataType());
      switch (sample.name()) {
        case "Map" -> assertThat(inferred).isEqualTo("Struct"); // by its String keys
        case "ZonedDateTime" -> assertThat(inferred).isEqualTo("Datetime in a zone"); // all in one
        case "BigDecimal" -> assertThat(column.dataType()).isEqualTo(DataType.decimal(1, 0));
        default -> assertThat(inferred).as("%s", sample).isEqualTo(own);
      }
    }
    return own;
  }

  private static Map<String, List<String>> table() throws IOException {
    Map<String, List<String>> table = new LinkedHashMap<>();
    ROW.matcher(Files.readString(PAGE))
        .results()
        .forEach(row -> table.put(row.group(1), List.of(row.group(2), row.group(3))));
    return table;
  }

  @Test
  void theTableNamesAllOfThem() throws IOException {
    assertThat(table().keySet())
        .containsExactlyElementsOf(
            samples().stream()
                .map(Sample::name)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyWayInTakesWhatTheTableSays(Sample sample) throws IOException {
    List<String> found = found(sample);
    List<String> said = table().get(sample.name());
    if (sample.name().startsWith("Optional")) {
      assertThat(said).containsExactly("what is in it", "what is in it");
      return;
    }
    assertThat(String.join("; ", found))
        .isEqualTo(
            String.join("; ", said)
                .replace("Datetime in its zone", "Datetime in a zone")
                .replace("Struct, by String keys", "Struct"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aRecordGetsItsComponentBack(Sample sample) {
    Schema schema =
        sample.value() instanceof Row row
            ? schema(new DataType.Struct(row.schema().fields()))
            : DataFrame.schemaOf(sample.record().getClass());
    try (Series column = records(sample.record(), schema);
        DataFrame frame = column.toFrame()) {
      Record back = frame.toRecords(sample.record().getClass()).get(0);
      if (sample.record() instanceof OfZoned zoned) {
        assertThat(((OfZoned) back).c()).isEqualTo(zoned.c().withZoneSameInstant(ZoneId.of("UTC")));
      } else if (sample.record() instanceof OfOffset offset) {
        assertThat(((OfOffset) back).c())
            .isEqualTo(offset.c().withOffsetSameInstant(ZoneOffset.UTC));
      } else if (sample.record() instanceof OfBigDecimal number) {
        assertThat(((OfBigDecimal) back).c()).isEqualByComparingTo(number.c());
      } else {
        assertThat(back).usingRecursiveComparison().isEqualTo(sample.record());
      }
    }
  }

  static Stream<Object> unknown() {
    return Stream.of(
        new Date(0),
        Year.of(2000),
        OffsetTime.MAX,
        Period.ofDays(1),
        URI.create("a:b"),
        new AtomicInteger(5),
        new StringBuilder("x"),
        new Object(),
        Integer.class,
        Path.of("x"));
  }

  /** Nothing is ever written as what its toString gives. */
  @ParameterizedTest
  @MethodSource("unknown")
  void whatTheTableLacksIsRefusedByEveryWay(Object value) {
    Sample sample = new Sample("", value, new OfUnknown(value));
    ways()
        .forEach(
            (name, way) -> {
              for (DataType type : types().values().stream().flatMap(List::stream).toList()) {
                assertThat(taken(way, sample, type)).as("%s of %s", name, value).isNull();
              }
            });
    assertThatThrownBy(() -> Series.of("c", List.of(value)))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("\"c\", row 0")
        .hasMessageContaining(value.getClass().getTypeName())
        .hasMessageContaining("ValueOptions");
  }
}
