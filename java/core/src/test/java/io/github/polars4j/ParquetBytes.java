package io.github.polars4j;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes small Parquet files of any schema by hand: such as older writers made, and such as nobody
 * should. Values are plain; a group's are a map, a repeated field's a list.
 */
final class ParquetBytes {
  static final int REQUIRED = 0;
  static final int OPTIONAL = 1;
  static final int REPEATED = 2;

  static final int BOOLEAN = 0;
  static final int INT32 = 1;
  static final int INT64 = 2;
  static final int INT96 = 3;
  static final int BYTE_ARRAY = 6;
  static final int FIXED = 7;

  static final int UTF8 = 0;
  static final int MAP = 1;
  static final int MAP_KEY_VALUE = 2;
  static final int LIST = 3;

  private ParquetBytes() {}

  /** A field: of a physical type, or a group with {@code type} -1. */
  record Node(
      String name,
      int repetition,
      int type,
      int length,
      int converted,
      byte @Nullable [] logical,
      int precision,
      List<Node> children) {
    Node converted(int converted) {
      return new Node(name, repetition, type, length, converted, logical, precision, children);
    }

    /** A {@code LogicalType} of this number, without parameters. */
    Node logical(int number) {
      byte[] bytes = {(byte) (number << 4 | 12), 0, 0};
      if (number > 15) {
        bytes = new byte[] {12, (byte) (number << 1), 0, 0};
      }
      return new Node(name, repetition, type, length, converted, bytes, precision, children);
    }

    Node decimal(int precision) {
      return new Node(name, repetition, type, length, 5, logical, precision, children);
    }
  }

  static Node leaf(int repetition, int type, String name) {
    return new Node(name, repetition, type, 0, -1, null, 0, List.of());
  }

  static Node fixed(int repetition, int length, String name) {
    return new Node(name, repetition, FIXED, length, -1, null, 0, List.of());
  }

  static Node group(int repetition, String name, Node... children) {
    return new Node(name, repetition, -1, 0, -1, null, 0, List.of(children));
  }

  private record Column(
      Node leaf, int maxRep, int maxDef, List<int[]> levels, List<Object> values) {}

  /** A file of one row group; each row is what its only column has. */
  static byte[] file(Node column, List<?> rows) {
    return file(column, rows, 0, page -> page);
  }

  /** Likewise, each page compressed by a codec. */
  static byte[] file(Node column, List<?> rows, int codec, UnaryOperator<byte[]> compress) {
    List<Column> columns = new ArrayList<>();
    columns(column, 0, 0, columns);
    for (Object row : rows) {
      int[] next = {0};
      shred(column, row, 0, 0, 0, columns, next);
    }
    Thrift file = new Thrift();
    file.out.writeBytes("PAR1".getBytes(StandardCharsets.US_ASCII));
    Thrift chunks = new Thrift();
    for (Column one : columns) {
      int start = file.out.size();
      byte[] plain = page(one);
      byte[] page = compress.apply(plain);
      Thrift header = new Thrift();
      header.number(1, 0).number(2, plain.length).number(3, page.length);
      Thrift data = new Thrift();
      data.number(1, one.levels.size()).number(2, 0).number(3, 3).number(4, 3);
      header.struct(5, data);
      file.out.writeBytes(header.end());
      file.out.writeBytes(page);
      int size = file.out.size() - start;
      Thrift meta = new Thrift();
      meta.number(1, one.leaf.type).list(2, 5, 1).varint(0);
      meta.list(3, 8, 1).text(one.leaf.name);
      meta.number(4, codec).wide(5, one.levels.size()).wide(6, size).wide(7, size).wide(9, start);
      Thrift chunk = new Thrift();
      chunk.wide(2, start).struct(3, meta);
      chunks.out.writeBytes(chunk.end());
    }
    Thrift footer = new Thrift();
    List<Thrift> elements = new ArrayList<>();
    elements(group(REQUIRED, "schema", column), true, elements);
    footer.number(1, 1).list(2, 12, elements.size());
    elements.forEach(element -> footer.out.writeBytes(element.end()));
    footer.wide(3, rows.size()).list(4, 12, 1);
    Thrift rowGroup = new Thrift();
    rowGroup.list(1, 12, columns.size()).out.writeBytes(chunks.out.toByteArray());
    rowGroup.wide(2, file.out.size()).wide(3, rows.size());
    footer.out.writeBytes(rowGroup.end());
    byte[] bytes = footer.end();
    file.out.writeBytes(bytes);
    file.out.writeBytes(little(bytes.length));
    file.out.writeBytes("PAR1".getBytes(StandardCharsets.US_ASCII));
    return file.out.toByteArray();
  }

  private static void columns(Node node, int rep, int def, List<Column> into) {
    int maxRep = rep + (node.repetition == REPEATED ? 1 : 0);
    int maxDef = def + (node.repetition == REQUIRED ? 0 : 1);
    if (node.type >= 0) {
      into.add(new Column(node, maxRep, maxDef, new ArrayList<>(), new ArrayList<>()));
    }
    node.children.forEach(child -> columns(child, maxRep, maxDef, into));
  }

  /** Cuts a value into columns, as Dremel does. */
  private static void shred(
      Node node,
      @Nullable Object value,
      int rep,
      int def,
      int depth,
      List<Column> columns,
      int[] next) {
    if (node.repetition == REPEATED) {
      List<?> items = value == null ? List.of() : (List<?>) value;
      int first = next[0];
      if (items.isEmpty()) {
        one(node, null, rep, def, depth + 1, columns, next);
      }
      for (int i = 0; i < items.size(); i++) {
        next[0] = first;
        one(node, items.get(i), i == 0 ? rep : depth + 1, def + 1, depth + 1, columns, next);
      }
    } else {
      boolean there = value != null && node.repetition == OPTIONAL;
      one(node, value, rep, there ? def + 1 : def, depth, columns, next);
    }
  }

  private static void one(
      Node node,
      @Nullable Object value,
      int rep,
      int def,
      int depth,
      List<Column> columns,
      int[] next) {
    if (node.type >= 0) {
      Column column = columns.get(next[0]++);
      column.levels.add(new int[] {rep, def});
      if (value != null) {
        column.values.add(value);
      }
      return;
    }
    for (Node child : node.children) {
      Object field = value == null ? null : ((Map<?, ?>) value).get(child.name);
      shred(child, field, rep, def, depth, columns, next);
    }
  }

  private static byte[] page(Column column) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    levels(column, 0, column.maxRep, out);
    levels(column, 1, column.maxDef, out);
    for (Object value : column.values) {
      if (value instanceof Integer number) {
        out.writeBytes(little(number));
      } else if (value instanceof Long number) {
        out.writeBytes(
            ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array());
      } else {
        byte[] bytes =
            value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
        if (column.leaf.type == BYTE_ARRAY) {
          out.writeBytes(little(bytes.length));
        }
        out.writeBytes(bytes);
      }
    }
    return out.toByteArray();
  }

  /** Each level as a run of its own. */
  private static void levels(Column column, int which, int most, ByteArrayOutputStream out) {
    if (most > 0) {
      out.writeBytes(little(2 * column.levels.size()));
      for (int[] level : column.levels) {
        out.write(1 << 1);
        out.write(level[which]);
      }
    }
  }

  private static void elements(Node node, boolean root, List<Thrift> into) {
    Thrift element = new Thrift();
    if (node.type >= 0) {
      element.number(1, node.type);
    }
    if (node.length > 0) {
      element.number(2, node.length);
    }
    if (!root) {
      element.number(3, node.repetition);
    }
    element.field(4, 8).text(node.name);
    if (node.type < 0) {
      element.number(5, node.children.size());
    }
    if (node.converted >= 0) {
      element.number(6, node.converted);
    }
    if (node.precision > 0) {
      element.number(7, 0).number(8, node.precision);
    }
    byte[] logical = node.logical;
    if (logical != null) {
      element.field(10, 12).out.writeBytes(logical);
    }
    into.add(element);
    node.children.forEach(child -> elements(child, false, into));
  }

  private static byte[] little(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
  }

  /** A structure in Thrift's compact protocol. */
  private static final class Thrift {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int last;

    Thrift field(int id, int kind) {
      out.write(id - last << 4 | kind);
      last = id;
      return this;
    }

    Thrift number(int id, long value) {
      field(id, 5);
      varint(value << 1 ^ value >> 63);
      return this;
    }

    Thrift wide(int id, long value) {
      field(id, 6);
      varint(value << 1 ^ value >> 63);
      return this;
    }

    Thrift list(int id, int kind, int size) {
      field(id, 9);
      if (size < 15) {
        out.write(size << 4 | kind);
      } else {
        out.write(0xf0 | kind);
        varint(size);
      }
      return this;
    }

    Thrift struct(int id, Thrift value) {
      field(id, 12);
      out.writeBytes(value.end());
      return this;
    }

    void text(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      varint(bytes.length);
      out.writeBytes(bytes);
    }

    void varint(long value) {
      long left = value;
      while ((left & ~127L) != 0) {
        out.write((int) (left & 127 | 128));
        left >>>= 7;
      }
      out.write((int) left);
    }

    byte[] end() {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(out.toByteArray());
      whole.write(0);
      return whole.toByteArray();
    }
  }
}
