package io.github.polars4j;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
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
import java.util.Random;
import java.util.function.Supplier;

/** Random types, and values of them as toList gives them back. */
final class RandomData {
  private static final List<ZoneId> ZONES =
      List.of(ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"), ZoneId.of("America/St_Johns"));
  private static final String[] TEXTS = {
    "", "a", "twelve chars", "thirteen char", "größer", "日本語のテキスト", "🦜 parrots 🦜", "nul \0 in it"
  };

  private final Random random;
  private final boolean wide;

  /** 128-bit integers come up if {@code wide}. */
  RandomData(long seed, boolean wide) {
    this.random = new Random(seed);
    this.wide = wide;
  }

  /** A schema of up to six columns. */
  Schema schema() {
    List<Field> fields = new ArrayList<>();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      fields.add(Field.of("c" + i, type(3)));
    }
    return new Schema(fields);
  }

  DataType type(int depth) {
    switch (random.nextInt(depth == 0 ? 25 : 34)) {
      case 0:
        return DataType.BOOLEAN;
      case 1:
        return DataType.INT8;
      case 2:
        return DataType.INT16;
      case 3:
        return DataType.INT32;
      case 4:
        return DataType.INT64;
      case 5:
        return wide ? DataType.INT128 : DataType.INT64;
      case 6:
        return DataType.UINT8;
      case 7:
        return DataType.UINT16;
      case 8:
        return DataType.UINT32;
      case 9:
        return DataType.UINT64;
      case 10:
        return wide ? DataType.UINT128 : DataType.UINT64;
      case 11:
        return DataType.FLOAT16;
      case 12:
        return DataType.FLOAT32;
      case 13:
        return DataType.FLOAT64;
      case 14, 15:
        return DataType.STRING;
      case 16:
        return DataType.BINARY;
      case 17:
        return DataType.DATE;
      case 18:
        return DataType.TIME;
      case 19:
        return DataType.datetime(unit(), random.nextBoolean() ? null : any(ZONES));
      case 20:
        return DataType.duration(unit());
      case 21:
        int precision = 1 + random.nextInt(38);
        return DataType.decimal(precision, random.nextInt(precision + 1));
      case 22:
        return DataType.categorical();
      case 23:
        return DataType.enumeration("low", "middle", "high", "größte");
      case 24:
        return random.nextInt(3) == 0 ? DataType.NULL : DataType.INT64;
      case 25, 26, 27:
        return DataType.list(type(depth - 1));
      case 28, 29, 30:
        return DataType.array(type(depth - 1), 1 + random.nextInt(3));
      default:
        List<Field> fields = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
          fields.add(Field.of("f" + i, type(depth - 1)));
        }
        return new DataType.Struct(fields);
    }
  }

  /** Values of a type, some of them null. */
  List<Object> values(DataType type, int rows) {
    int nulls = random.nextInt(3) == 0 ? 0 : 2 + random.nextInt(5);
    return many(rows, () -> nulls > 0 && random.nextInt(nulls) == 0 ? null : value(type));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  private Object value(DataType type) {
    if (type instanceof DataType.Boolean) {
      return random.nextBoolean();
    } else if (type instanceof DataType.Int8) {
      return (byte) bits(8, true);
    } else if (type instanceof DataType.Int16) {
      return (short) bits(16, true);
    } else if (type instanceof DataType.Int32) {
      return (int) bits(32, true);
    } else if (type instanceof DataType.Int64) {
      return bits(64, true);
    } else if (type instanceof DataType.UInt8) {
      return (short) bits(8, false);
    } else if (type instanceof DataType.UInt16) {
      return (int) bits(16, false);
    } else if (type instanceof DataType.UInt32) {
      return bits(32, false);
    } else if (type instanceof DataType.UInt64) {
      return new BigInteger(64, random);
    } else if (type instanceof DataType.Int128) {
      BigInteger value = new BigInteger(127, random);
      return random.nextBoolean() ? value : value.not();
    } else if (type instanceof DataType.UInt128) {
      return new BigInteger(128, random);
    } else if (type instanceof DataType.Float16) {
      return (random.nextInt(4096) - 2048) / 16f;
    } else if (type instanceof DataType.Float32) {
      return extreme(Float.NaN, -0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, random.nextFloat());
    } else if (type instanceof DataType.Float64) {
      return extreme(
          Double.NaN, -0.0, Double.MAX_VALUE, Double.NEGATIVE_INFINITY, random.nextGaussian());
    } else if (type instanceof DataType.String || type instanceof DataType.Categorical) {
      return TEXTS[random.nextInt(TEXTS.length)];
    } else if (type instanceof DataType.Enum t) {
      return any(t.categories());
    } else if (type instanceof DataType.Binary) {
      byte[] bytes = new byte[random.nextInt(30)];
      random.nextBytes(bytes);
      return bytes;
    }
    return temporalOrNested(type);
  }

  private Object temporalOrNested(DataType type) {
    if (type instanceof DataType.Date) {
      return LocalDate.ofEpochDay(random.nextInt(200_000) - 100_000);
    } else if (type instanceof DataType.Time) {
      return LocalTime.ofNanoOfDay((long) (random.nextDouble() * 86_400e9));
    } else if (type instanceof DataType.Datetime t) {
      LocalDateTime time =
          LocalDateTime.ofEpochSecond(random.nextInt(), nanos(t.unit()), ZoneOffset.UTC);
      return t.zone() == null ? time : time.toInstant(ZoneOffset.UTC).atZone(t.zone());
    } else if (type instanceof DataType.Duration t) {
      return Duration.ofSeconds(random.nextInt(), nanos(t.unit()));
    } else if (type instanceof DataType.Decimal t) {
      BigInteger digits = new BigInteger(127, random).mod(BigInteger.TEN.pow(t.precision()));
      return new BigDecimal(random.nextBoolean() ? digits : digits.negate(), t.scale());
    } else if (type instanceof DataType.List t) {
      return Collections.unmodifiableList(values(t.inner(), random.nextInt(4)));
    } else if (type instanceof DataType.Array t) {
      return Collections.unmodifiableList(values(t.inner(), t.width()));
    } else if (type instanceof DataType.Struct t) {
      Map<String, Object> map = new LinkedHashMap<>();
      t.fields().forEach(f -> map.put(f.name(), values(f.dataType(), 1).get(0)));
      return map;
    }
    return null;
  }

  private long bits(int width, boolean signed) {
    long bits = random.nextLong();
    return signed ? bits >> (64 - width) : bits >>> (64 - width);
  }

  private int nanos(TimeUnit unit) {
    int step = (int) (1_000_000_000 / unit.perSecond());
    return random.nextInt(1_000_000_000) / step * step;
  }

  private TimeUnit unit() {
    return any(Arrays.asList(TimeUnit.values()));
  }

  private Object extreme(Object... values) {
    return values[random.nextInt(8) == 0 ? random.nextInt(values.length) : values.length - 1];
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static List<Object> many(int count, Supplier<Object> value) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(value.get());
    }
    return values;
  }
}
