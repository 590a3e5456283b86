package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/types.md says what goes in and out of each type, and what others see of it in a file. */
class TypesPageTest {
  private static final Path PAGE = Path.of("../../docs/types.md");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** A type, what is to be known of it, and equal values of all classes that it takes. */
  record Type(DataType type, String notes, Object... values) {
    @Override
    public String toString() {
      return type.toString();
    }
  }

  private enum Letter {
    x,
    y
  }

  static Stream<Type> types() {
    BigInteger five = BigInteger.valueOf(5);
    Instant instant = Instant.parse("2020-01-02T03:04:05Z");
    LocalDateTime local = LocalDateTime.of(2020, 1, 2, 3, 4, 5);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("a", 1L);
    DataType struct = DataType.struct(io.github.polars4j.Field.of("a", DataType.INT64));
    return Stream.of(
        new Type(DataType.BOOLEAN, "", true),
        new Type(DataType.INT8, "", (byte) 5, (short) 5, 5, 5L, five),
        new Type(DataType.INT16, "", (byte) 5, (short) 5, 5, 5L, five),
        new Type(DataType.INT32, "", (byte) 5, (short) 5, 5, 5L, five),
        new Type(DataType.INT64, "", (byte) 5, (short) 5, 5, 5L, five),
        new Type(
            DataType.INT128,
            "polars' own: others cannot read it",
            (byte) 5,
            (short) 5,
            5,
            5L,
            five),
        new Type(DataType.UINT8, "", (byte) 5, (short) 5, 5, 5L, five),
        new Type(DataType.UINT16, "", (byte) 5, (short) 5, 5, 5L, five),
        new Type(DataType.UINT32, "", (byte) 5, (short) 5, 5, 5L, five),
        new Type(DataType.UINT64, "", (byte) 5, (short) 5, 5, 5L, five),
        new Type(
            DataType.UINT128,
            "polars' own: others cannot read it",
            (byte) 5,
            (short) 5,
            5,
            5L,
            five),
        new Type(DataType.FLOAT16, "half precision", 1.5f),
        new Type(DataType.FLOAT32, "", 5f, (byte) 5, (short) 5),
        new Type(DataType.FLOAT64, "", 5.0, 5f, (byte) 5, (short) 5, 5),
        new Type(
            DataType.decimal(10, 2),
            "refused, never rounded",
            new BigDecimal("5.00"),
            (byte) 5,
            (short) 5,
            5,
            5L,
            five),
        new Type(DataType.STRING, "a lone surrogate is refused", "x", 'x', Letter.x),
        new Type(DataType.BINARY, "", (Object) new byte[] {1}),
        new Type(DataType.DATE, "", LocalDate.of(2020, 1, 2)),
        new Type(DataType.TIME, "nanoseconds", LocalTime.of(3, 4, 5)),
        new Type(DataType.datetime(TimeUnit.MILLISECONDS), "finer values are refused", local),
        new Type(DataType.datetime(TimeUnit.MICROSECONDS), "finer values are refused", local),
        new Type(DataType.datetime(TimeUnit.NANOSECONDS), "1677 to 2262", local),
        new Type(
            DataType.datetime(TimeUnit.MICROSECONDS, BERLIN),
            "the zone of a ZonedDateTime must be the type's",
            instant.atZone(BERLIN),
            instant,
            instant.atOffset(ZoneOffset.ofHoursMinutes(5, 30))),
        new Type(DataType.duration(TimeUnit.MILLISECONDS), "", Duration.ofSeconds(5)),
        new Type(DataType.duration(TimeUnit.MICROSECONDS), "", Duration.ofSeconds(5)),
        new Type(DataType.duration(TimeUnit.NANOSECONDS), "", Duration.ofSeconds(5)),
        new Type(DataType.categorical(), "metadata tells polars which", "x", 'x', Letter.x),
        new Type(DataType.enumeration("x", "y"), "metadata tells polars which", "x", 'x', Letter.x),
        new Type(
            DataType.list(DataType.INT64),
            "of any Collection and array",
            List.of(1L),
            Set.of(1L),
            new Object[] {1L},
            new long[] {1}),
        new Type(
            DataType.array(DataType.INT64, 2),
            "of any Collection and array",
            List.of(1L, 2L),
            new LinkedHashSet<>(List.of(1L, 2L)),
            new Object[] {1L, 2L},
            new long[] {1, 2}),
        new Type(
            struct,
            "a null is null in all fields too",
            row,
            new Row(Schema.of(io.github.polars4j.Field.of("a", DataType.INT64)), List.of(1L))),
        new Type(DataType.NULL, ""));
  }

  private static String row(Type type) {
    Object[] values = type.values().length == 0 ? new Object[] {null} : type.values();
    String out = null;
    try (Series series = Series.of("c", type.type(), Arrays.asList(values));
        DataFrame frame = series.toFrame()) {
      List<Object> read = series.toList();
      for (Object value : read) { // whatever class went in, the same comes out
        assertThat(value).as("%s", type).isEqualTo(values[0] == null ? null : read.get(0));
      }
      out = nameOf(read.get(0));
      return "| "
          + String.join(
              " | ",
              type.toString(),
              arrow(frame, CompatLevel.NEWEST),
              arrow(frame, CompatLevel.OLDEST),
              Stream.of(values).map(TypesPageTest::nameOf).collect(Collectors.joining(", ")),
              out,
              type.notes())
          + " |";
    }
  }

  private static String nameOf(Object value) {
    if (value == null) {
      return "null";
    }
    for (Class<?> type : List.of(List.class, Set.class, Map.class, Enum.class)) {
      if (type.isInstance(value)) {
        return type.getSimpleName();
      }
    }
    return value.getClass().getSimpleName();
  }

  /** What Arrow Java takes the column for. */
  private static String arrow(DataFrame frame, CompatLevel level) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new IpcStreamWriter(bytes).withCompatLevel(level).finish(frame);
    } catch (InvalidOperationException e) {
      return "refused";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    var in = Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray()));
    try (RootAllocator allocator = new RootAllocator();
        ArrowStreamReader reader = new ArrowStreamReader(in, allocator)) {
      Field field = reader.getVectorSchemaRoot().getSchema().getFields().get(0);
      if (field.getDictionary() == null) {
        return show(field);
      }
      var encoding = field.getDictionary();
      Field values = reader.getDictionaryVectors().get(encoding.getId()).getVector().getField();
      return "Dictionary<" + encoding.getIndexType() + ", " + show(values) + ">";
    } catch (Exception e) {
      return "unreadable";
    }
  }

  private static String show(Field field) {
    ArrowType type = field.getType();
    String children =
        field.getChildren().stream().map(TypesPageTest::show).collect(Collectors.joining(", "));
    return type + (children.isEmpty() ? "" : "<" + children + ">");
  }

  @ParameterizedTest
  @MethodSource("types")
  void aTypeIsWhatThePageSays(Type type) throws IOException {
    assertThat(Files.readAllLines(PAGE)).contains(row(type));
  }
}
