package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Collections and maps in records and beside them, and what messages say. */
class RecordContainersTest {
  private static final DataType ENTRIES =
      DataType.list(
          DataType.struct(Field.of("key", DataType.INT32), Field.of("value", DataType.STRING)));

  enum Color {
    RED,
    GREEN
  }

  public static final class Ids extends ArrayList<Long> {
    private static final long serialVersionUID = 1;
  }

  private record Collections(
      @Nullable Collection<Integer> any,
      @Nullable Queue<String> queue,
      @Nullable Deque<UUID> deque,
      @Nullable SortedSet<LocalDate> sorted,
      @Nullable ArrayList<Optional<Integer>> list,
      @Nullable HashSet<Color> set,
      @Nullable Ids ids) {}

  private record Maps(
      @Nullable Map<Color, @Nullable Integer> byColor,
      @Nullable NavigableMap<String, List<Map<UUID, BigInteger>>> deep,
      @Nullable HashMap<Integer, double[]> arrays,
      @Nullable ConcurrentMap<Character, Color> chars) {}

  private static <R extends Record> List<R> trip(Class<R> type, List<R> records) {
    try (DataFrame frame = DataFrame.fromRecords(type, records)) {
      return frame.toRecords(type);
    }
  }

  @Test
  void collections() {
    Ids ids = new Ids();
    ids.add(7L);
    Collections full =
        new Collections(
            Arrays.asList(1, null),
            new LinkedList<>(List.of("a", "b")),
            new LinkedList<>(List.of(new UUID(1, 2))),
            new TreeSet<>(Set.of(LocalDate.MIN.withYear(-4_000), LocalDate.EPOCH)),
            new ArrayList<>(List.of(Optional.of(1), Optional.empty())),
            new HashSet<>(Set.of(Color.GREEN)),
            ids);
    Collections none = new Collections(null, null, null, null, null, null, null);

    List<Collections> back = trip(Collections.class, List.of(full, none));

    assertThat(back).containsExactly(full, none);
    assertThat(back.get(0).ids()).isInstanceOf(Ids.class);
    assertThat(DataFrame.schemaOf(Collections.class).field("ids").dataType())
        .isEqualTo(DataType.list(DataType.INT64));
  }

  @Test
  void mapsAreListsOfEntries() {
    Map<Color, @Nullable Integer> byColor = new LinkedHashMap<>();
    byColor.put(Color.GREEN, 1);
    byColor.put(Color.RED, null);
    Maps full =
        new Maps(
            byColor,
            new TreeMap<>(
                Map.of("z", List.of(Map.of(new UUID(0, 1), BigInteger.TEN)), "a", List.of())),
            new HashMap<>(Map.of(1, new double[] {1.5}, -1, new double[0])),
            new ConcurrentHashMap<>(Map.of('x', Color.RED)));
    Maps none = new Maps(null, null, null, null);

    List<Maps> back = trip(Maps.class, List.of(none, full));

    assertThat(back).usingRecursiveComparison().isEqualTo(List.of(none, full));
    assertThat(back.get(1).byColor().keySet()).containsExactly(Color.GREEN, Color.RED);
    assertThat(DataFrame.schemaOf(Maps.class).field(0).dataType())
        .isEqualTo(
            DataType.list(
                DataType.struct(
                    Field.of("key", DataType.enumeration("RED", "GREEN")),
                    Field.of("value", DataType.INT32))));
  }

  @Test
  void mapsOfAStructsFields() {
    record Loose(Map<String, Integer> c) {}
    DataType type = DataType.struct(Field.of("a", DataType.INT32), Field.of("b", DataType.INT64));
    Schema schema = Schema.of(Field.of("c", type));
    List<Loose> records = List.of(new Loose(Map.of("b", 2)));
    try (DataFrame frame = DataFrame.fromRecords(Loose.class, schema, records)) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("a", null);
      row.put("b", 2L);
      assertThat(frame.toMaps()).containsExactly(Map.of("c", row));
      record Read(Map<String, Long> c) {}
      assertThat(frame.toRecords(Read.class)).containsExactly(new Read(cast(row)));
    }
    List<Loose> other = List.of(new Loose(Map.of("z", 2)));
    assertThatThrownBy(() -> DataFrame.fromRecords(Loose.class, schema, other))
        .hasMessageContaining("component \"c\"")
        .hasMessageContaining("is named z");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Long> cast(Map<String, Object> map) {
    return (Map<String, Long>) (Map<String, ?>) map;
  }

  @Test
  void mapsWithOtherKeysAreEntriesInListsAndMapsToo() {
    Map<Integer, String> map = new TreeMap<>(Map.of(1, "a", 2, "b"));
    List<Object> entries = List.of(Map.of("key", 1, "value", "a"), Map.of("key", 2, "value", "b"));
    try (Series column = Series.of("c", Arrays.asList(null, Map.of(), map))) {
      assertThat(column.dataType()).isEqualTo(ENTRIES);
      assertThat(column.toList()).containsExactly(null, List.of(), entries);
    }
    try (DataFrame frame = DataFrame.fromMaps(List.of(Map.of("c", map)))) {
      assertThat(frame.toMaps()).containsExactly(Map.of("c", entries));
    }
    assertThatThrownBy(() -> Series.of("c", List.of(map, Map.of("x", "y"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"c\", row 1: a key of a map is a java.lang.String among others");
    assertThatThrownBy(() -> Series.of("c", List.of(Map.of("x", "y"), map)))
        .hasMessageContaining("row 1: a key of a map is a java.lang.Integer among Strings");
  }

  @Test
  void recordsInListsMapsAndRows() {
    record Point(int x, Optional<Color> color) {}
    Point point = new Point(1, Optional.of(Color.RED));
    Map<String, Object> read = Map.of("x", 1, "color", "RED");
    try (Series column = Series.of("c", List.of(List.of(point)));
        DataFrame maps = DataFrame.fromMaps(List.of(Map.of("c", point)))) {
      assertThat(column.toList()).containsExactly(List.of(read));
      assertThat(maps.toMaps()).containsExactly(Map.of("c", read));
      Schema schema = maps.schema();
      try (DataFrame rows = DataFrame.builder(schema).appendRow(point).build()) {
        assertThat(rows.contentEquals(maps)).isTrue();
      }
      record Other(int y) {}
      assertThatThrownBy(() -> DataFrame.builder(schema).appendRow(new Other(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("column \"c\", row 0: component \"y\"")
          .hasMessageContaining("Other");
    }
  }

  @Test
  void pointsInTimeOfSeveralZonesAreInUtc() {
    Instant at = Instant.parse("2024-10-27T00:30:00Z");
    List<Object> values =
        List.of(
            at,
            at.atZone(ZoneId.of("Europe/Berlin")),
            at.atZone(ZoneId.of("Asia/Tokyo")),
            at.atOffset(ZoneOffset.ofHoursMinutes(5, 30)));
    for (int first = 0; first < values.size(); first++) {
      List<Object> turned = new ArrayList<>(values);
      java.util.Collections.rotate(turned, first);
      try (Series column = Series.of("c", turned)) {
        assertThat(column.dataType())
            .isEqualTo(DataType.datetime(TimeUnit.NANOSECONDS, ZoneOffset.UTC));
        assertThat(column.toList()).containsOnly(at.atZone(ZoneId.of("UTC")));
      }
    }
  }

  @Test
  void whatACollectionCannotHoldNamesItsRow() {
    record Queued(ArrayDeque<Integer> c) {}
    record Sorted(TreeSet<Integer> c) {}
    try (DataFrame frame =
        Series.of("c", List.of(List.of(1, 2), Arrays.asList(3, null))).toFrame()) {
      for (Class<? extends Record> type : List.of(Queued.class, Sorted.class)) {
        assertThatThrownBy(() -> frame.toRecords(type))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("component \"c\"")
            .hasMessageContaining("row 1")
            .hasMessageContaining("does not take null");
      }
    }
    record Keyed(Map<Integer, String> c) {}
    Map<String, Object> entry = Map.of("key", 1, "value", "a");
    try (DataFrame frame =
        Series.of("c", ENTRIES, List.of(List.of(entry), List.of(entry, entry))).toFrame()) {
      assertThatThrownBy(() -> frame.toRecords(Keyed.class))
          .hasMessageContaining("component \"c\"")
          .hasMessageContaining("row 1: the key 1 is twice");
    }
  }

  @Test
  void aCollectionThatCannotBeMadeIsWrittenAndNotRead() {
    record Odd(BlockingQueue<Integer> c) {}
    Odd odd = new Odd(new LinkedBlockingQueue<>(List.of(1)));
    try (DataFrame frame = DataFrame.fromRecords(Odd.class, List.of(odd))) {
      assertThat(frame.toMaps()).containsExactly(Map.of("c", List.of(1)));
      assertThatThrownBy(() -> frame.toRecords(Odd.class))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("component \"c\"")
          .hasMessageContaining("BlockingQueue<java.lang.Integer>");
    }
  }

  @Test
  void wholeNumbersOfAnySizeAreDecimals() {
    record Big(BigInteger c) {}
    BigInteger most = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
    assertThat(trip(Big.class, List.of(new Big(most), new Big(most.negate()))))
        .containsExactly(new Big(most), new Big(most.negate()));
    BigInteger more = most.add(BigInteger.ONE);
    assertThatThrownBy(() -> DataFrame.fromRecords(Big.class, List.of(new Big(more))))
        .hasMessageContaining("component \"c\"")
        .hasMessageContaining("row 0: " + more + " has more digits than Decimal(38, 0) keeps")
        .hasMessageContaining("Int128");
    Schema wide = Schema.of(Field.of("c", DataType.INT128));
    try (DataFrame frame = DataFrame.fromRecords(Big.class, wide, List.of(new Big(more)))) {
      assertThat(frame.toRecords(Big.class)).containsExactly(new Big(more));
    }
    record Narrow(@Decimal(precision = 3, scale = 0) BigInteger c) {}
    assertThat(DataFrame.schemaOf(Narrow.class).field(0).dataType())
        .isEqualTo(DataType.decimal(3, 0));
    try (DataFrame frame = Series.of("c", List.of(new BigDecimal("1.5"))).toFrame()) {
      assertThatThrownBy(() -> frame.toRecords(Big.class))
          .isInstanceOf(SchemaMismatchException.class)
          .hasMessageContaining("BigInteger")
          .hasMessageContaining("Decimal(2, 1)");
    }
  }

  /** Calls that are refused, of values and names that are long. */
  static Stream<Runnable> refused() {
    String name = "n".repeat(70_000);
    String text = "ü".repeat(70_000);
    BigInteger big = BigInteger.TEN.pow(20_000);
    BigDecimal fine = BigDecimal.ONE.movePointLeft(20_000);
    List<String> many = IntStream.range(0, 5_000).mapToObj(i -> "field" + i).toList();
    DataType categories = new DataType.Enum(many);
    DataType struct =
        new DataType.Struct(many.stream().map(f -> Field.of(f, DataType.INT8)).toList());
    Schema wide = new Schema(many.stream().map(f -> Field.of(f, DataType.INT8)).toList());
    record Small(int c) {}
    return Stream.of(
        () -> Series.of(name, DataType.INT8, List.of(text)),
        () -> Series.of(name, DataType.INT8, List.of(big)),
        () -> Series.of(name, DataType.INT128, List.of(big)),
        () -> Series.of(name, List.of(big)),
        () -> Series.of(name, List.of(fine)),
        () -> Series.of(name, DataType.decimal(5, 2), List.of(fine)),
        () -> Series.of(name, categories, List.of(text)),
        () -> Series.of(name, categories, List.of(1)),
        () -> Series.of(name, struct, List.of(Map.of(text, 1))),
        () -> Series.of(name, struct, List.of(new Small(1))),
        () -> Series.of(name, DataType.array(struct, 2), List.of(List.of())),
        () -> Series.of(name, List.of(new Object())),
        () -> Series.of(name, List.of(1, text)),
        () -> Series.of(name, List.of(Map.of(text, 1), "x")),
        () -> Series.of(name, List.of(Map.of(text, 1), Map.of(text, text))),
        () -> Series.of(name, DataType.datetime(TimeUnit.NANOSECONDS), List.of(Instant.MAX)),
        () -> Series.of(name, List.of(Instant.MAX)),
        () -> DataFrame.builder(wide).appendRow(1),
        () -> DataFrame.fromRows(wide, List.of(new Row(Schema.of(), List.of()))),
        () -> DataFrame.fromMaps(wide, List.of(Map.of(text, 1))),
        () -> DataFrame.fromRecords(Small.class, wide, List.of()),
        () -> DataFrame.empty(wide).toRecords(Small.class),
        () -> Series.of("c", struct, List.of()).toFrame().toRecords(Small.class),
        () -> {
          record Colored(Color c) {}
          Series.of("c", text).toFrame().toRecords(Colored.class);
        },
        () -> {
          record Letter(char c) {}
          Series.of("c", text).toFrame().toRecords(Letter.class);
        },
        () -> {
          record Id(UUID c) {}
          Series.of("c", text).toFrame().toRecords(Id.class);
        },
        () -> {
          record Texts(Set<String> c) {}
          Series.of("c", List.of(List.of(text, text))).toFrame().toRecords(Texts.class);
        });
  }

  @ParameterizedTest
  @MethodSource("refused")
  void noMessageIsLong(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfAny(IllegalArgumentException.class, PolarsException.class)
        .satisfies(
            e ->
                assertThat(e.getMessage().getBytes(StandardCharsets.UTF_8).length)
                    .as(e.getMessage())
                    .isLessThan(1_000));
  }
}
