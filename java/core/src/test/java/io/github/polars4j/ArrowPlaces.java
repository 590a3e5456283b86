package io.github.polars4j;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Finds the numbers of an Arrow file or stream: of its messages, its footer and its buffers. */
final class ArrowPlaces {
  /** A number of {@code width} bytes. */
  record Place(int at, int width) {}

  private final ByteBuffer bytes;
  private final List<Place> meta = new ArrayList<>();
  private final List<Place> body = new ArrayList<>();

  private ArrowPlaces(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Of messages, and of a footer if there is one; what cannot be followed is left out. */
  static ArrowPlaces of(byte[] bytes) {
    ArrowPlaces places = new ArrowPlaces(bytes);
    try {
      boolean file = bytes.length > 16 && bytes[0] == 'A' && bytes[1] == 'R';
      places.messages(file ? 8 : 0);
      if (file) {
        int length = bytes.length - 10;
        places.meta.add(new Place(length, 4));
        places.footer(length - places.bytes.getInt(length));
      }
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      return places; // a damaged one to begin with
    }
    return places;
  }

  /** Lengths, counts, kinds and types. */
  List<Place> meta() {
    return meta;
  }

  /** The words of the buffers. */
  List<Place> body() {
    return body;
  }

  private void messages(int start) {
    int at = start;
    while (at + 8 <= bytes.limit()) {
      meta.add(new Place(at, 4));
      int length = bytes.getInt(at);
      at += 4;
      if (length == -1) {
        meta.add(new Place(at, 4));
        length = bytes.getInt(at);
        at += 4;
      }
      if (length <= 0) {
        return;
      }
      int message = at + bytes.getInt(at);
      at += length;
      at += (int) message(message, at);
    }
  }

  /** Walks through a message whose body is there; returns how long that is. */
  private long message(int table, int data) {
    number(table, 0, 2);
    number(table, 1, 1);
    number(table, 3, 8);
    int kind = field(table, 1);
    int header = below(table, 2);
    int length = field(table, 3);
    if (header != 0 && kind != 0) {
      switch (bytes.get(kind)) {
        case 1 -> schema(header);
        case 2 -> {
          number(header, 0, 8);
          number(header, 2, 1);
          int batch = below(header, 1);
          if (batch != 0) {
            batch(batch, data);
          }
        }
        case 3 -> batch(header, data);
        default -> {}
      }
    }
    return length == 0 ? 0 : bytes.getLong(length);
  }

  private void batch(int table, int data) {
    number(table, 0, 8);
    vector(table, 1, 8, 2);
    int buffers = vector(table, 2, 8, 2);
    vector(table, 4, 8, 1);
    int codec = below(table, 3);
    if (codec != 0) {
      number(codec, 0, 1);
      number(codec, 1, 1);
    }
    for (int i = 0; buffers != 0 && i < bytes.getInt(buffers); i++) {
      int start = data + (int) bytes.getLong(buffers + 4 + 16 * i);
      long end = start + bytes.getLong(buffers + 12 + 16 * i);
      for (int at = start; at < end && at + 8 <= bytes.limit() && at < start + 4096; at += 4) {
        body.add(new Place(at, (at - start) % 8 == 0 ? 8 : 4));
        body.add(new Place(at, 4));
      }
    }
  }

  private void footer(int start) {
    meta.add(new Place(start, 4));
    int table = start + bytes.getInt(start);
    number(table, 0, 2);
    int schema = below(table, 1);
    if (schema != 0) {
      schema(schema);
    }
    vector(table, 2, 8, 3);
    vector(table, 3, 8, 3);
  }

  private void schema(int table) {
    number(table, 0, 2);
    fields(table, 1, 0);
    vector(table, 2, 4, 1);
    vector(table, 3, 8, 1);
  }

  private void fields(int table, int slot, int depth) {
    int vector = vector(table, slot, 4, 1);
    for (int i = 0; vector != 0 && depth < 20 && i < bytes.getInt(vector); i++) {
      int place = vector + 4 + 4 * i;
      int field = place + bytes.getInt(place);
      number(field, 0, 4);
      number(field, 1, 1);
      number(field, 2, 1);
      int type = below(field, 3);
      for (int slotOfType = 0; type != 0 && slotOfType < 4; slotOfType++) {
        number(type, slotOfType, 4);
        number(type, slotOfType, 2);
      }
      int dictionary = below(field, 4);
      if (dictionary != 0) {
        number(dictionary, 0, 8);
        int keys = below(dictionary, 1);
        if (keys != 0) {
          number(keys, 0, 4);
          number(keys, 1, 1);
        }
      }
      fields(field, 5, depth + 1);
      vector(field, 6, 4, 1);
    }
  }

  /** Where a field of a table lies; 0 if it is not there. */
  private int field(int table, int slot) {
    int entries = table - bytes.getInt(table);
    int at = 4 + 2 * slot;
    int offset = at < bytes.getShort(entries) ? bytes.getShort(entries + at) : 0;
    return offset == 0 ? 0 : table + offset;
  }

  private void number(int table, int slot, int width) {
    int at = field(table, slot);
    if (at != 0 && at + width <= bytes.limit()) {
      meta.add(new Place(at, width));
    }
  }

  private int below(int table, int slot) {
    int at = field(table, slot);
    return at == 0 ? 0 : at + bytes.getInt(at);
  }

  /** A vector of structures of so many numbers of a width. */
  private int vector(int table, int slot, int width, int numbers) {
    int at = field(table, slot);
    if (at == 0) {
      return 0;
    }
    meta.add(new Place(at, 4));
    int vector = at + bytes.getInt(at);
    meta.add(new Place(vector, 4));
    int count = Math.min(bytes.getInt(vector), 2000) * numbers;
    for (int i = 0; i < count; i++) {
      meta.add(new Place(vector + 4 + width * i, width));
    }
    return vector;
  }
}
