package io.github.polars4j;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Damages files where it hurts: numbers of Arrow and Parquet, words of text. */
final class Mutations {
  private static final long[] NUMBERS = {
    0,
    1,
    2,
    3,
    4,
    7,
    8,
    9,
    15,
    16,
    31,
    32,
    63,
    64,
    100,
    127,
    128,
    255,
    256,
    1000,
    32767,
    32768,
    65535,
    65536,
    1L << 20,
    1L << 24,
    1L << 30,
    Integer.MAX_VALUE,
    1L << 31,
    (1L << 32) - 1,
    1L << 32,
    1L << 40,
    1L << 61,
    Long.MAX_VALUE - 7,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Integer.MIN_VALUE,
    -1,
    -2,
    -8,
    -64,
    -128,
    -65536
  };

  private static final String[] WORDS = {
    "\"",
    "\"\"",
    ",",
    ";",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\\",
    "'",
    "#",
    "\0",
    "\uFEFF",
    "sep=;\n",
    "null",
    "NaN",
    "Infinity",
    "-inf",
    "true",
    "FALSE",
    "1e999",
    "-0",
    "0x1",
    "00",
    "1.5",
    ".",
    "-",
    "9223372036854775808",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    "1e-400",
    "123456789012345678901234567890.5",
    "2020-02-30",
    "2020-01-02T03:04:05.123456789Z",
    "10000-01-01",
    "24:00:00",
    "PT1S",
    "{",
    "}",
    "[",
    "]",
    ":",
    "{}",
    "[]",
    "{\"a\":",
    "\\ud800",
    "\\u0000",
    "\\udc00",
    "\\x",
    "/*",
    "é",
    "🦜",
    "\u2028",
    "\u001a",
    "aaaaaaaaaaaaaaaaaaaaaaaa"
  };

  private final Map<byte[], ArrowPlaces> arrow = new HashMap<>();
  private final Map<byte[], ParquetMutationTest.@Nullable Whole> parquet = new HashMap<>();

  /** A damaged copy. */
  byte[] mutate(Seed seed, List<Seed> others, Random random) {
    byte[] mutant = seed.bytes().clone();
    int changes = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 1;
    for (int i = 0; i < changes && mutant.length > 0; i++) {
      if (random.nextInt(12) == 0) {
        return reshape(mutant, others.get(random.nextInt(others.size())).bytes(), random);
      }
      switch (seed.kind()) {
        case IPC, IPC_STREAM -> arrow(seed, mutant, random);
        case PARQUET -> parquet(seed, mutant, random);
        case CSV, NDJSON -> mutant = text(mutant, random);
      }
    }
    return mutant;
  }

  /** Cuts, repeats, drops or moves a part, or takes one of another file. */
  private static byte[] reshape(byte[] bytes, byte[] other, Random random) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(1 << random.nextInt(11)));
    byte[] head = Arrays.copyOf(bytes, from);
    byte[] tail = Arrays.copyOfRange(bytes, to, bytes.length);
    byte[] part = Arrays.copyOfRange(bytes, from, to);
    return switch (random.nextInt(6)) {
      case 0 -> head;
      case 1 -> Arrays.copyOfRange(bytes, from, bytes.length);
      case 2 -> join(head, tail);
      case 3 -> join(head, part, part, tail);
      case 4 -> {
        int at = random.nextInt(other.length + 1);
        int end = Math.min(other.length, at + to - from);
        yield join(head, Arrays.copyOfRange(other, at, end), tail);
      }
      default -> join(head, new byte[1 << random.nextInt(8)], tail);
    };
  }

  private static byte[] join(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteBuffer all = ByteBuffer.allocate(length);
    Arrays.stream(parts).forEach(all::put);
    return all.array();
  }

  private void arrow(Seed seed, byte[] mutant, Random random) {
    ArrowPlaces places = arrow.computeIfAbsent(seed.bytes(), ArrowPlaces::of);
    int way = random.nextInt(10);
    if (way < 5 && !places.meta().isEmpty()) {
      put(mutant, places.meta().get(random.nextInt(places.meta().size())), random);
    } else if (way < 8 && !places.body().isEmpty()) {
      put(mutant, places.body().get(random.nextInt(places.body().size())), random);
    } else {
      ThriftPlaces.flip(mutant, random.nextInt(mutant.length), random);
    }
  }

  private static void put(byte[] bytes, ArrowPlaces.Place place, Random random) {
    int width = place.width();
    if (place.at() < 0 || place.at() + width > bytes.length) {
      return;
    }
    ByteBuffer word = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    word.put(0, bytes, place.at(), width);
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    if (random.nextInt(3) == 0) {
      number = word.getLong(0) + random.nextInt(17) - 8;
    } else if (random.nextInt(8) == 0) {
      number = random.nextLong() >>> random.nextInt(64);
    }
    word.putLong(0, number);
    System.arraycopy(word.array(), 0, bytes, place.at(), width);
  }

  private void parquet(Seed seed, byte[] mutant, Random random) {
    if (!parquet.containsKey(seed.bytes())) {
      parquet.put(seed.bytes(), whole(seed.bytes()));
    }
    ParquetMutationTest.Whole whole = parquet.get(seed.bytes());
    if (whole == null) {
      ThriftPlaces.flip(mutant, random.nextInt(mutant.length), random);
    } else {
      whole.change(mutant, random);
    }
  }

  private static ParquetMutationTest.@Nullable Whole whole(byte[] bytes) {
    try {
      return ParquetMutationTest.Whole.of(bytes);
    } catch (RuntimeException | AssertionError e) {
      return null; // a damaged one to begin with
    }
  }

  private static byte[] text(byte[] bytes, Random random) {
    if (random.nextInt(4) == 0) {
      ThriftPlaces.flip(bytes, random.nextInt(bytes.length), random);
      return bytes;
    }
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + (random.nextBoolean() ? 0 : random.nextInt(6)));
    byte[] word = WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(20) == 0) {
      byte[] one = word;
      word = new byte[one.length * (1 + random.nextInt(300))];
      for (int i = 0; i < word.length; i++) {
        word[i] = one[i % one.length];
      }
    }
    return join(Arrays.copyOf(bytes, from), word, Arrays.copyOfRange(bytes, to, bytes.length));
  }
}
