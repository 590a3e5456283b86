package io.github.polars4j;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Types, and values of them as toList gives them back: what is common, and what is at the edges.
 */
final class Generated {
  private static final int ROWS = 6;
  private static final BigInteger MAX_UINT64 = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
  private static final List<ZoneId> ZONES =
      List.of(ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"), ZoneId.of("America/St_Johns"));

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "007",
          "1.2.3",
          "null",
          "NaN",
          "true",
          "2024-02-30",
          "a,b;c\td",
          "\"",
          "it's \"quoted\"",
          "\\n",
          "line\nbreak\r\n",
          "\u0000",
          "in\u0000between",
          "größer",
          "e\u0301",
          "日本語のテキスト",
          "\ud83e\udd9c\ud83c\udff4",
          "\ufeff",
          "\u2028",
          "\uffff",
          "שלום",
          "a text of more than twelve bytes");

  private Generated() {}

  /** A column: a type, and values of it. */
  record Column(DataType type, List<@Nullable Object> values) {
    @Override
    public String toString() {
      return type + " " + PlainJson.list(type, values);
    }

    /** The values, after as many nulls as are missing. */
    Column padded(int rows) {
      List<@Nullable Object> all = new ArrayList<>(values);
      while (all.size() < rows) {
        all.add(0, null);
      }
      return new Column(type, all);
    }
  }

  /** Columns of one length, named {@code c0} and so on. */
  record Table(List<Column> columns) {
    static Table of(List<Column> columns) {
      int rows = columns.stream().mapToInt(c -> c.values().size()).max().orElse(0);
      return new Table(columns.stream().map(c -> c.padded(rows)).toList());
    }

    Schema schema() {
      List<Field> fields = new ArrayList<>();
      columns.forEach(c -> fields.add(Field.of("c" + fields.size(), c.type())));
      return new Schema(fields);
    }

    int rows() {
      return columns.get(0).values().size();
    }

    List<@Nullable Object> row(int index) {
      List<@Nullable Object> row = new ArrayList<>();
      columns.forEach(c -> row.add(c.values().get(index)));
      return row;
    }

    /** Whether there is such a value, at any depth. */
    boolean holds(Predicate<Object> value) {
      return columns.stream().anyMatch(c -> any(c.values(), value));
    }

    private static boolean any(@Nullable Object in, Predicate<Object> value) {
      if (in instanceof List<?> list) {
        return list.stream().anyMatch(element -> any(element, value));
      } else if (in instanceof Map<?, ?> map) {
        return map.values().stream().anyMatch(element -> any(element, value));
      }
      return in != null && value.test(in);
    }

    /** Everything, as {@link Oracle} compares it. */
    String json() {
      StringBuilder json = new StringBuilder("{");
      for (int c = 0; c < columns.size(); c++) {
        Column column = columns.get(c);
        json.append(c == 0 ? "" : ", ").append("\"c").append(c).append("\": ");
        json.append(PlainJson.list(column.type(), column.values()));
      }
      return json.append("}").toString();
    }
  }

  /** Tables of columns of some types. */
  static Arbitrary<Table> tables(Arbitrary<DataType> types) {
    return types.flatMap(Generated::column).list().ofMinSize(1).ofMaxSize(8).map(Table::of);
  }

  static Arbitrary<Column> column(DataType type) {
    return values(type).list().ofMaxSize(ROWS).map(values -> new Column(type, values));
  }

  /** Every type that other readers know, nested up to {@code depth}. */
  static Arbitrary<DataType> types(int depth) {
    Arbitrary<DataType> flat = Arbitraries.oneOf(flat(), decimals(), times());
    return depth == 0 ? flat : nested(flat, Arbitraries.lazy(() -> types(depth - 1)));
  }

  private static Arbitrary<DataType> nested(Arbitrary<DataType> flat, Arbitrary<DataType> inner) {
    Arbitrary<DataType> lists = inner.map(DataType::list);
    Arbitrary<DataType> arrays =
        Combinators.combine(inner, Arbitraries.integers().between(1, 3)).as(DataType::array);
    Arbitrary<DataType> structs =
        inner
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(
                types -> {
                  List<Field> fields = new ArrayList<>();
                  types.forEach(type -> fields.add(Field.of("f" + fields.size(), type)));
                  return new DataType.Struct(fields);
                });
    return Arbitraries.frequencyOf(
        Tuple.of(6, flat), Tuple.of(2, lists), Tuple.of(1, arrays), Tuple.of(2, structs));
  }

  private static Arbitrary<DataType> flat() {
    return Arbitraries.of(
        DataType.BOOLEAN,
        DataType.INT8,
        DataType.INT16,
        DataType.INT32,
        DataType.INT64,
        DataType.UINT8,
        DataType.UINT16,
        DataType.UINT32,
        DataType.UINT64,
        DataType.FLOAT16,
        DataType.FLOAT32,
        DataType.FLOAT64,
        DataType.STRING,
        DataType.STRING,
        DataType.BINARY,
        DataType.categorical(),
        DataType.enumeration("low", "größte", "", "🦜"),
        DataType.NULL);
  }

  /** Types whose values every text format has, in lists and structs up to {@code depth}. */
  static Arbitrary<DataType> plain(int depth) {
    Arbitrary<DataType> flat =
        Arbitraries.of(DataType.BOOLEAN, DataType.INT32, DataType.INT64, DataType.STRING);
    return depth == 0 ? flat : nested(flat, Arbitraries.lazy(() -> plain(depth - 1)));
  }

  static Arbitrary<DataType> decimals() {
    return Arbitraries.integers()
        .between(1, 38)
        .flatMap(
            precision ->
                Arbitraries.integers()
                    .between(0, precision)
                    .map(scale -> DataType.decimal(precision, scale)));
  }

  private static Arbitrary<DataType> times() {
    Arbitrary<TimeUnit> units = Arbitraries.of(TimeUnit.class);
    return Arbitraries.oneOf(
        Arbitraries.of(DataType.DATE, DataType.TIME),
        units.map(DataType::datetime),
        Combinators.combine(units, Arbitraries.of(ZONES)).as(DataType::datetime),
        units.map(DataType::duration));
  }

  /** Values of a type, some of them null. */
  static Arbitrary<@Nullable Object> values(DataType type) {
    return type instanceof DataType.Null ? Arbitraries.just(null) : present(type).injectNull(0.15);
  }

  private static Arbitrary<Object> present(DataType type) {
    if (type instanceof DataType.Boolean) {
      return Arbitraries.of(true, false);
    } else if (type instanceof DataType.Int8) {
      return whole(8, true).map(Long::byteValue);
    } else if (type instanceof DataType.Int16) {
      return whole(16, true).map(Long::shortValue);
    } else if (type instanceof DataType.Int32) {
      return whole(32, true).map(Long::intValue);
    } else if (type instanceof DataType.Int64) {
      return whole(64, true).map(n -> n);
    } else if (type instanceof DataType.UInt8) {
      return whole(8, false).map(Long::shortValue);
    } else if (type instanceof DataType.UInt16) {
      return whole(16, false).map(Long::intValue);
    } else if (type instanceof DataType.UInt32) {
      return whole(32, false).map(n -> n);
    } else if (type instanceof DataType.UInt64) {
      return whole(64, true).map(n -> BigInteger.valueOf(n).and(MAX_UINT64));
    } else if (type instanceof DataType.Float16) {
      return Arbitraries.oneOf(
          Arbitraries.of(Float.NaN, -0f, 65_504f, Float.NEGATIVE_INFINITY, 0x1p-24f),
          Arbitraries.integers().between(-2_048, 2_048).map(n -> n / 16f));
    } else if (type instanceof DataType.Float32) {
      return Arbitraries.oneOf(
          Arbitraries.of(
              Float.NaN, -0f, Float.MIN_VALUE, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY, 0.1f),
          bits().map(n -> Float.intBitsToFloat(n.intValue())));
    } else if (type instanceof DataType.Float64) {
      return Arbitraries.oneOf(
          Arbitraries.of(
              Double.NaN, -0.0, Double.MIN_VALUE, -Double.MAX_VALUE, Double.POSITIVE_INFINITY, 0.1),
          bits().map(Double::longBitsToDouble));
    } else if (type instanceof DataType.Decimal t) {
      return decimals(t);
    } else if (type instanceof DataType.String || type instanceof DataType.Categorical) {
      return texts().map(text -> text);
    } else if (type instanceof DataType.Enum t) {
      return Arbitraries.of(t.categories()).map(text -> text);
    } else if (type instanceof DataType.Binary) {
      return Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(bytes -> bytes);
    }
    return temporal(type);
  }

  /** Text that is Unicode. */
  static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.of(TEXTS),
        Arbitraries.integers()
            .between(0, Character.MAX_CODE_POINT)
            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
            .list()
            .ofMaxSize(15)
            .map(
                points -> {
                  StringBuilder text = new StringBuilder();
                  points.forEach(text::appendCodePoint);
                  return text.toString();
                }));
  }

  private static Arbitrary<Object> decimals(DataType.Decimal type) {
    BigInteger most = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
    return Arbitraries.oneOf(
            Arbitraries.of(most, most.negate(), BigInteger.ZERO, BigInteger.ONE),
            Arbitraries.bigIntegers().between(most.negate(), most))
        .map(digits -> new BigDecimal(digits, type.scale()));
  }

  private static Arbitrary<Object> temporal(DataType type) {
    if (type instanceof DataType.Date) {
      return Arbitraries.oneOf(
          Arbitraries.of("-4712-01-01", "0000-02-29", "1582-10-04", "1900-02-28", "9999-12-31")
              .map(LocalDate::parse),
          Arbitraries.integers().between(-800_000, 3_000_000).map(LocalDate::ofEpochDay),
          whole(32, true).map(LocalDate::ofEpochDay));
    } else if (type instanceof DataType.Time) {
      return Arbitraries.oneOf(
          Arbitraries.of(LocalTime.MIN, LocalTime.MAX, LocalTime.NOON, LocalTime.of(2, 30)),
          Arbitraries.longs().between(0, 86_399_999_999_999L).map(LocalTime::ofNanoOfDay));
    } else if (type instanceof DataType.Datetime t) {
      return counts(t.unit())
          .map(
              span -> {
                Instant at = Instant.EPOCH.plus(span);
                return t.zone() == null
                    ? LocalDateTime.ofInstant(at, ZoneOffset.UTC)
                    : at.atZone(t.zone());
              });
    } else if (type instanceof DataType.Duration t) {
      return counts(t.unit()).map(span -> span);
    }
    return nested(type);
  }

  /** Counts of a unit, from the years 1 to 9999 and around, or of all 64 bits. */
  private static Arbitrary<Duration> counts(TimeUnit unit) {
    int nanos = (int) (1_000_000_000 / unit.perSecond());
    long century = unit == TimeUnit.NANOSECONDS ? 9_000_000_000L : 253_402_300_799L;
    Arbitrary<Duration> near =
        Combinators.combine(
                Arbitraries.longs().between(-century, century),
                Arbitraries.integers().between(0, (int) unit.perSecond() - 1))
            .as((seconds, units) -> Duration.ofSeconds(seconds, (long) units * nanos));
    Arbitrary<Duration> far =
        whole(64, true)
            .map(
                count ->
                    Duration.ofSeconds(
                        Math.floorDiv(count, unit.perSecond()),
                        Math.floorMod(count, unit.perSecond()) * nanos));
    // 1927 in St. John's, the last hour of summer time twice in Berlin, before 1970
    Arbitrary<Duration> known =
        Arbitraries.of(-1_354_752_000L, 1_729_989_000L, 1_729_992_600L, -1L, 0L, 951_782_400L)
            .map(Duration::ofSeconds);
    return Arbitraries.oneOf(near, near, known, far);
  }

  private static Arbitrary<Object> nested(DataType type) {
    if (type instanceof DataType.List t) {
      return values(t.inner()).list().ofMaxSize(3).map(Collections::unmodifiableList);
    } else if (type instanceof DataType.Array t) {
      return values(t.inner()).list().ofSize(t.width()).map(Collections::unmodifiableList);
    }
    List<Field> fields = ((DataType.Struct) type).fields();
    return Combinators.combine(fields.stream().map(f -> values(f.dataType())).toList())
        .as(
            values -> {
              Map<String, @Nullable Object> map = new LinkedHashMap<>();
              for (int f = 0; f < fields.size(); f++) {
                map.put(fields.get(f).name(), values.get(f));
              }
              return map;
            });
  }

  /** Whole numbers of so many bits: the extremes, small ones, and any. */
  static Arbitrary<Long> whole(int bits, boolean signed) {
    int shift = Long.SIZE - bits;
    List<Long> edges =
        Arrays.asList(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L, 1L << (Long.SIZE - 2));
    return Arbitraries.oneOf(
            Arbitraries.of(edges),
            Arbitraries.longs().between(-100, 100).map(n -> n << shift),
            bits())
        .map(n -> signed ? n >> shift : n >>> shift);
  }

  private static Arbitrary<Long> bits() {
    return Arbitraries.longs().withDistribution(RandomDistribution.uniform());
  }
}
