package io.github.polars4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Finds numbers in Thrift's compact protocol, and puts others in their place. */
final class ThriftPlaces {
  /** Sizes and counts at which something may go wrong. */
  private static final long[] NUMBERS = {
    0,
    1,
    2,
    7,
    8,
    63,
    64,
    127,
    128,
    255,
    256,
    1000,
    32767,
    65536,
    1L << 20,
    1L << 24,
    Integer.MAX_VALUE,
    1L << 31,
    1L << 32,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Integer.MIN_VALUE,
    -1,
    -2,
    -64,
    -128,
    -65536
  };

  /** Bytes of a kind of value: a number with a sign, one without, others. */
  record Place(int at, int length, Kind kind) {}

  enum Kind {
    NUMBER,
    LENGTH,
    OTHER
  }

  private final byte[] bytes;
  private final List<Place> places = new ArrayList<>();

  private ThriftPlaces(byte[] bytes) {
    this.bytes = bytes;
  }

  /** What lies in a structure, and {@code end} of where it ends, or -1. */
  static List<Place> of(byte[] bytes, int at, int[] end) {
    ThriftPlaces walk = new ThriftPlaces(bytes);
    end[0] = walk.structure(at);
    return walk.places;
  }

  private int structure(int start) {
    int at = start;
    while (at >= 0 && at < bytes.length) {
      int header = bytes[at] & 255;
      if (header == 0) {
        return at + 1;
      }
      places.add(new Place(at, 1, Kind.OTHER));
      at = header >> 4 == 0 ? varint(at + 1) : at + 1;
      at = value(at, header & 15, false);
    }
    return -1;
  }

  private int varint(int start) {
    int at = start;
    while (at < bytes.length && bytes[at] < 0) {
      at++;
    }
    return at < bytes.length ? at + 1 : -1;
  }

  private int value(int at, int kind, boolean item) {
    if (at < 0 || at >= bytes.length) {
      return -1;
    }
    switch (kind) {
      case 1, 2:
        return item ? at + 1 : at;
      case 3:
        places.add(new Place(at, 1, Kind.OTHER));
        return at + 1;
      case 4, 5, 6:
        {
          int end = varint(at);
          if (end > 0) {
            places.add(new Place(at, end - at, Kind.NUMBER));
          }
          return end;
        }
      case 7:
        return at + 8;
      case 8:
        {
          int end = varint(at);
          long length = end < 0 ? -1 : read(bytes, at);
          if (length < 0 || end + length > bytes.length) {
            return -1;
          }
          places.add(new Place(at, end - at, Kind.LENGTH));
          return (int) (end + length);
        }
      case 9, 10:
        return list(at);
      case 12:
        return structure(at);
      default:
        return -1;
    }
  }

  private int list(int start) {
    places.add(new Place(start, 1, Kind.OTHER));
    int kind = bytes[start] & 15;
    long size = (bytes[start] & 255) >> 4;
    int at = start + 1;
    if (size == 15) {
      size = read(bytes, at);
      int end = varint(at);
      if (end < 0) {
        return -1;
      }
      places.add(new Place(at, end - at, Kind.LENGTH));
      at = end;
    }
    for (long i = 0; i < size && at >= 0; i++) {
      at = value(at, kind, true);
    }
    return at;
  }

  private static long read(byte[] bytes, int start) {
    long value = 0;
    int shift = 0;
    for (int at = start; at < bytes.length; at++) {
      value |= (long) (bytes[at] & 127) << shift;
      shift += 7;
      if (bytes[at] >= 0) {
        break;
      }
    }
    return value;
  }

  /** The number at a place that has a sign. */
  static long number(byte[] bytes, Place place) {
    long value = read(bytes, place.at);
    return value >>> 1 ^ -(value & 1);
  }

  /** Puts another value of the same length there, which may be a damaged one. */
  static void change(byte[] bytes, Place place, Random random) {
    if (place.kind == Kind.OTHER) {
      flip(bytes, place.at, random);
      return;
    }
    long value = NUMBERS[random.nextInt(NUMBERS.length)];
    boolean signed = place.kind == Kind.NUMBER;
    if (random.nextInt(3) == 0) {
      value = (signed ? number(bytes, place) : read(bytes, place.at)) + random.nextInt(9) - 4;
    }
    byte[] encoded = encode(signed ? value << 1 ^ value >> 63 : value, place.length);
    System.arraycopy(encoded, 0, bytes, place.at, place.length);
    if (random.nextBoolean()) {
      bytes[place.at + place.length - 1] &= 127;
    }
  }

  /** Puts a number there, if it is not longer. */
  static boolean put(byte[] bytes, Place place, long number) {
    byte[] encoded = encode(number << 1 ^ number >> 63, place.length);
    if (place.kind != Kind.NUMBER || encoded.length != place.length) {
      return false;
    }
    System.arraycopy(encoded, 0, bytes, place.at, place.length);
    return true;
  }

  private static byte[] encode(long value, int least) {
    byte[] encoded = new byte[10];
    int length = 0;
    for (long left = value; length < 10; left >>>= 7) {
      boolean last = (left & ~127L) == 0 && length + 1 >= least;
      encoded[length++] = (byte) (left & 127 | (last ? 0 : 128));
      if (last) {
        break;
      }
    }
    return Arrays.copyOf(encoded, length);
  }

  /** Changes a bit, or the byte. */
  static void flip(byte[] bytes, int at, Random random) {
    byte[] values = {0, 1, 127, -128, -1};
    bytes[at] =
        switch (random.nextInt(3)) {
          case 0 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
          case 1 -> values[random.nextInt(values.length)];
          default -> (byte) random.nextInt(256);
        };
  }
}
