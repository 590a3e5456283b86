package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records in and out of frames. */
class RecordsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  enum Color {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "green, like grass";
      }
    }
  }

  private record Primitives(
      boolean bit, byte tiny, short small, int normal, long big, float single, double twice) {}

  private record Boxes(
      @Nullable Boolean bit,
      @Nullable Byte tiny,
      @Nullable Short small,
      @Nullable Integer normal,
      @Nullable Long big,
      @Nullable Float single,
      @Nullable Double twice,
      @Nullable String text,
      @Nullable Color color,
      @Nullable BigInteger huge) {}

  private record Times(
      LocalDate date, LocalTime time, LocalDateTime local, Instant instant, Duration span) {}

  private record Optionals(
      Optional<String> text,
      Optional<Integer> number,
      OptionalInt normal,
      OptionalLong big,
      OptionalDouble twice) {}

  private record Price(@Decimal(precision = 10, scale = 2) @Nullable BigDecimal amount) {}

  private record Named(@Column("the id") long id, @Column("ids") List<@Nullable Integer> more) {}

  private record Point(int x, @Nullable String label) {}

  private record Pair<A, B>(A left, B right) {}

  private record Shape(
      @Nullable Point center,
      List<@Nullable Point> corners,
      Pair<String, List<Pair<Integer, Double>>> pair,
      List<? extends List<Color>> colors) {}

  private record Arrays2(int[] ints, double[] @Nullable [] grid, String[] texts, byte[] bytes) {}

  private record Tree(int value, List<Tree> children) {}

  private record Nothing() {}

  private record Odd(Thread thread) {}

  private record Texts(UUID id, char letter, @Nullable Character maybe, Set<UUID> ids) {}

  private record Word(char[] letters) {}

  private record Zoned(@Nullable ZonedDateTime at) {}

  private record Small(int value) {}

  private record Wide(long value) {}

  private record Any(@Nullable Object value) {}

  private record Positive(int value) {
    Positive {
      if (value <= 0) {
        throw new IllegalArgumentException("not positive: " + value);
      }
    }
  }

  private record Failing(int value) {
    @Override
    public int value() {
      throw new IllegalStateException("no value today");
    }
  }

  /** Through a frame and back. */
  private static <R extends Record> List<R> trip(Class<R> type, List<R> records) {
    try (DataFrame frame = DataFrame.fromRecords(type, records)) {
      assertThat(frame.schema()).isEqualTo(DataFrame.schemaOf(type));
      assertThat(frame.height()).isEqualTo(records.size());
      return frame.toRecords(type);
    }
  }

  private static <R extends Record> void survives(Class<R> type, List<R> records) {
    assertThat(trip(type, records)).isEqualTo(records);
  }

  @Test
  void primitives() {
    survives(
        Primitives.class,
        List.of(
            new Primitives(
                true,
                Byte.MIN_VALUE,
                Short.MIN_VALUE,
                Integer.MIN_VALUE,
                Long.MIN_VALUE,
                -0f,
                Double.NaN),
            new Primitives(
                false,
                Byte.MAX_VALUE,
                Short.MAX_VALUE,
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                Float.MIN_VALUE,
                Double.NEGATIVE_INFINITY)));
  }

  @Test
  void boxesWithNulls() {
    survives(
        Boxes.class,
        List.of(
            new Boxes(null, null, null, null, null, null, null, null, null, null),
            new Boxes(
                true,
                (byte) 1,
                (short) 2,
                3,
                4L,
                5f,
                6.0,
                "sieben \ud83d\ude00",
                Color.GREEN,
                BigInteger.TEN.pow(38).subtract(BigInteger.ONE))));
  }

  @Test
  void times() {
    survives(
        Times.class,
        List.of(
            new Times(
                LocalDate.of(-1, 2, 3),
                LocalTime.MAX,
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_999),
                Instant.ofEpochSecond(-1, 1),
                Duration.ofNanos(-1))));
  }

  @Test
  void optionals() {
    survives(
        Optionals.class,
        List.of(
            new Optionals(
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty()),
            new Optionals(
                Optional.of("x"),
                Optional.of(1),
                OptionalInt.of(2),
                OptionalLong.of(3),
                OptionalDouble.of(4))));
  }

  @Test
  void nestedRecordsListsAndTypeArguments() {
    List<Shape> shapes =
        List.of(
            new Shape(
                new Point(1, null),
                Arrays.asList(new Point(2, "a"), null),
                new Pair<>("l", List.of(new Pair<>(1, 2.0))),
                List.of(List.of(Color.RED), List.of())),
            new Shape(null, List.of(), new Pair<>(null, null), List.of()));

    survives(Shape.class, shapes);
    assertThat(DataFrame.schemaOf(Shape.class).field("pair").dataType())
        .isEqualTo(
            DataType.struct(
                Field.of("left", DataType.STRING),
                Field.of(
                    "right",
                    DataType.list(
                        DataType.struct(
                            Field.of("left", DataType.INT32),
                            Field.of("right", DataType.FLOAT64))))));
  }

  @Test
  void javaArrays() {
    Arrays2 first =
        new Arrays2(
            new int[] {1, 2},
            new double[][] {{1.5}, {}, null},
            new String[] {"a", null},
            new byte[] {0, -1});
    Arrays2 second = new Arrays2(new int[0], null, null, new byte[0]);

    List<Arrays2> back = trip(Arrays2.class, List.of(first, second));

    assertThat(back).usingRecursiveComparison().isEqualTo(List.of(first, second));
    assertThat(DataFrame.schemaOf(Arrays2.class).field("grid").dataType())
        .isEqualTo(DataType.list(DataType.list(DataType.FLOAT64)));
  }

  @Test
  void enumsBecomeTheEnumOfTheirConstants() {
    assertThat(DataFrame.schemaOf(Boxes.class).field("color").dataType())
        .isEqualTo(DataType.enumeration("RED", "GREEN"));
  }

  @Test
  void columnsAreRenamed() {
    assertThat(DataFrame.schemaOf(Named.class).names()).containsExactly("the id", "ids");
    survives(Named.class, List.of(new Named(1, Arrays.asList(1, null))));
  }

  @Test
  void decimals() {
    assertThat(DataFrame.schemaOf(Price.class).field(0).dataType())
        .isEqualTo(DataType.decimal(10, 2));
    survives(Price.class, List.of(new Price(new BigDecimal("-12345678.90")), new Price(null)));
    Price tooFine = new Price(new BigDecimal("0.001"));
    assertThatThrownBy(() -> DataFrame.fromRecords(Price.class, List.of(new Price(null), tooFine)))
        .hasMessageContaining("\"amount\"")
        .hasMessageContaining("row 1")
        .hasMessageContaining("0.001")
        .hasMessageContaining("Decimal(10, 2)");
  }

  @Test
  void manyRowsOverSeveralFetches() {
    List<Point> points =
        IntStream.range(0, 10_000)
            .mapToObj(i -> new Point(i, i % 3 == 0 ? null : "p" + i))
            .toList();

    survives(Point.class, points);
    try (DataFrame frame = DataFrame.fromRecords(Point.class, points);
        DataFrame two = frame.vstack(frame)) {
      assertThat(two.slice(9_990, 20).toRecords(Point.class))
          .startsWith(points.get(9_990))
          .endsWith(points.get(9))
          .hasSize(20);
      assertThat(two.records(Point.class).skip(15_000).findFirst()).contains(points.get(5_000));
    }
  }

  @Test
  void noRecordsMakeAnEmptyFrame() {
    survives(Shape.class, List.of());
  }

  @Test
  void aSchemaChoosesTypesAndOrder() {
    Schema schema =
        Schema.of(Field.of("label", DataType.categorical()), Field.of("x", DataType.UINT8));
    List<Point> points = List.of(new Point(255, "a"), new Point(0, null));

    try (DataFrame frame = DataFrame.fromRecords(Point.class, schema, points)) {
      assertThat(frame.schema()).isEqualTo(schema);
      assertThat(frame.toRecords(Point.class)).isEqualTo(points);
    }
    assertThatThrownBy(
            () -> DataFrame.fromRecords(Point.class, schema, List.of(new Point(256, "a"))))
        .hasMessageContaining("\"x\"")
        .hasMessageContaining("row 0")
        .hasMessageContaining("256");
    Schema more = Schema.of(schema.field(0), schema.field(1), Field.of("y", DataType.DATE));
    assertThatThrownBy(() -> DataFrame.fromRecords(Point.class, more, points))
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining("y: Date");
    assertThatThrownBy(() -> DataFrame.fromRecords(Point.class, Schema.of(schema.field(0)), points))
        .isInstanceOf(ColumnNotFoundException.class)
        .hasMessageContaining("\"x\"");
  }

  @Test
  void aZoneComesFromASchema() {
    ZonedDateTime at =
        ZonedDateTime.of(2024, 10, 27, 2, 30, 0, 0, BERLIN).withLaterOffsetAtOverlap();
    Schema schema = Schema.of(Field.of("at", DataType.datetime(TimeUnit.MICROSECONDS, BERLIN)));
    List<Zoned> records = List.of(new Zoned(at), new Zoned(null));

    try (DataFrame frame = DataFrame.fromRecords(Zoned.class, schema, records)) {
      assertThat(frame.toRecords(Zoned.class)).isEqualTo(records);
    }
    try (DataFrame frame = DataFrame.fromRecords(Zoned.class, records)) {
      assertThat(frame.schema().field(0).dataType())
          .isEqualTo(DataType.datetime(TimeUnit.NANOSECONDS, ZoneOffset.UTC));
      assertThat(frame.toRecords(Zoned.class))
          .containsExactly(new Zoned(at.withZoneSameInstant(ZoneId.of("UTC"))), new Zoned(null));
    }
  }

  @Test
  void narrowerColumnsWiden() {
    try (DataFrame frame = Series.of("value", new byte[] {-1, 7}).toFrame()) {
      assertThat(frame.toRecords(Wide.class)).containsExactly(new Wide(-1), new Wide(7));
      assertThat(frame.toRecords(Any.class)).containsExactly(new Any((byte) -1), new Any((byte) 7));
    }
  }

  @Test
  void uuidsCharsAndSets() {
    UUID a = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");
    UUID b = new UUID(0, 0);
    Texts first = new Texts(b, 'ü', null, new LinkedHashSet<>(List.of(b, a)));
    Texts second = new Texts(null, 'z', '"', null);
    try (DataFrame frame = DataFrame.fromRecords(Texts.class, List.of(first, second))) {
      assertThat(frame.schema())
          .isEqualTo(
              Schema.of(
                  Field.of("id", DataType.STRING),
                  Field.of("letter", DataType.STRING),
                  Field.of("maybe", DataType.STRING),
                  Field.of("ids", DataType.list(DataType.STRING))));
      List<Texts> read = frame.toRecords(Texts.class);
      assertThat(read).containsExactly(first, second);
      assertThat(read.get(0).ids()).containsExactly(b, a);
    }
    Word word = new Word(new char[] {'h', 'i'});
    try (DataFrame frame = DataFrame.fromRecords(Word.class, List.of(word))) {
      assertThat(frame.toRecords(Word.class).get(0).letters()).containsExactly('h', 'i');
    }
  }

  @Test
  void textThatIsNoUuidOrCharNamesItsRow() {
    record Id(UUID id) {}
    record Letter(char id) {}
    record Ids(Set<String> id) {}
    try (DataFrame frame = Series.of("id", new UUID(0, 0).toString(), "no").toFrame()) {
      assertThatThrownBy(() -> frame.toRecords(Id.class))
          .hasMessageContaining("component \"id\"")
          .hasMessageContaining("row 1")
          .hasMessageContaining("no");
      assertThatThrownBy(() -> frame.toRecords(Letter.class))
          .hasMessageContaining("row 0")
          .hasMessageContaining("not one char");
    }
    try (DataFrame frame = Series.of("id", Arrays.asList("a", null)).toFrame()) {
      assertThatThrownBy(() -> frame.toRecords(Letter.class))
          .hasMessageContaining("row 1 is null, which a char cannot be");
    }
    try (DataFrame frame = Series.of("id", List.of(List.of("a", "a"))).toFrame()) {
      assertThatThrownBy(() -> frame.toRecords(Ids.class))
          .hasMessageContaining("row 0: a value is twice in [a, a]");
    }
  }

  /** Every value of these columns is a float or a double, and a decimal number. */
  @Test
  void integersWidenToFloatingPointAndDecimals() {
    record Numbers(
        double i32, Double u32, float i16, Float u16, BigDecimal i64, OptionalDouble f) {}
    try (DataFrame frame =
        DataFrame.of(
            Series.of("i32", new int[] {Integer.MIN_VALUE}),
            Series.of("u32", DataType.UINT32, List.of(4_294_967_295L)),
            Series.of("i16", new short[] {-5}),
            Series.of("u16", DataType.UINT16, List.of(65_535)),
            Series.of("i64", new long[] {Long.MAX_VALUE}),
            Series.of("f", new float[] {1.5f}))) {
      assertThat(frame.toRecords(Numbers.class))
          .containsExactly(
              new Numbers(
                  -2147483648d,
                  4294967295d,
                  -5f,
                  65_535f,
                  BigDecimal.valueOf(Long.MAX_VALUE),
                  OptionalDouble.of(1.5)));
    }
  }

  @Test
  void numbersWidenInASchemaOnlyWhereNoneIsRounded() {
    record Numbers(int x, short y) {}
    Schema schema = Schema.of(Field.of("x", DataType.FLOAT64), Field.of("y", DataType.FLOAT32));
    try (DataFrame frame =
        DataFrame.fromRecords(Numbers.class, schema, List.of(new Numbers(-7, (short) 5)))) {
      assertThat(frame.toMaps()).containsExactly(Map.of("x", -7.0, "y", 5f));
    }
    Schema narrow = Schema.of(Field.of("x", DataType.FLOAT32), schema.field(1));
    assertThatThrownBy(() -> DataFrame.fromRecords(Numbers.class, narrow, List.of()))
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining("Float32");
  }

  @Test
  void aMismatchNamesTheComponentAndBothTypes() {
    try (DataFrame frame = Series.of("value", new long[] {1}).toFrame()) {
      assertThatThrownBy(() -> frame.toRecords(Small.class))
          .isInstanceOf(SchemaMismatchException.class)
          .hasMessageContaining("component \"value\"")
          .hasMessageContaining("Small")
          .hasMessageContaining("int")
          .hasMessageContaining("Int64");
      assertThatThrownBy(() -> frame.toRecords(Point.class))
          .isInstanceOf(ColumnNotFoundException.class)
          .hasMessageContaining("component \"x\"")
          .hasMessageContaining("[value]");
    }
  }

  @Test
  void aNullIsNoPrimitive() {
    try (DataFrame frame = Series.of("value", Arrays.asList(1, null)).toFrame()) {
      assertThatThrownBy(() -> frame.toRecords(Small.class))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("component \"value\"")
          .hasMessageContaining("row 1 is null, which an int cannot be");
    }
  }

  @Test
  void anUnknownConstantNamesItsRow() {
    record Colored(Color color) {}
    try (DataFrame frame = Series.of("color", "RED", "BLUE").toFrame()) {
      assertThatThrownBy(() -> frame.toRecords(Colored.class))
          .hasMessageContaining("row 1")
          .hasMessageContaining("BLUE")
          .hasMessageContaining("Color");
    }
  }

  @Test
  void classesThatMakeNoColumnsAreRefused() {
    assertThatThrownBy(() -> DataFrame.schemaOf(Tree.class))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("Tree holds itself");
    assertThatThrownBy(() -> DataFrame.schemaOf(Nothing.class))
        .isInstanceOf(InvalidOperationException.class);
    assertThatThrownBy(() -> DataFrame.schemaOf(Odd.class))
        .hasMessageContaining("\"thread\"")
        .hasMessageContaining("java.lang.Thread")
        .hasMessageNotContaining("Schema");
    assertThatThrownBy(() -> DataFrame.schemaOf(Any.class)).hasMessageContaining("Object");
  }

  @Test
  void aNullRecordNamesItsRow() {
    assertThatThrownBy(
            () -> DataFrame.fromRecords(Point.class, Arrays.asList(new Point(1, ""), null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("row 1");
  }

  @Test
  void whatARecordThrowsComesBackAsItIs() {
    try (DataFrame frame = Series.of("value", new int[] {1, 0}).toFrame()) {
      assertThatThrownBy(() -> frame.toRecords(Positive.class))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("not positive: 0");
    }
    assertThatThrownBy(() -> DataFrame.fromRecords(Failing.class, List.of(new Failing(1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no value today");
  }

  @Test
  void anInstantBeyondNanosecondsNamesItsPlace() {
    record At(Instant at) {}
    assertThatThrownBy(() -> DataFrame.fromRecords(At.class, List.of(new At(Instant.MAX))))
        .hasMessageContaining("\"at\"")
        .hasMessageContaining("row 0");
  }

  @Test
  void streamsOfRecordsAreTakenOnce() {
    Stream<Point> points = Stream.of(new Point(1, "a"));
    List<Point> back = new ArrayList<>();
    try (DataFrame frame = DataFrame.fromRecords(Point.class, points::iterator)) {
      frame.records(Point.class).forEach(back::add);
    }
    assertThat(back).containsExactly(new Point(1, "a"));
  }
}
