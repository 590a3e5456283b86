package io.github.polars4j.spark;

import io.github.polars4j.DataFrame;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.unsafe.Platform;
import org.jspecify.annotations.Nullable;

/**
 * A frame behind Arrow's C data interface: the addresses of its buffers, which are not copied. The
 * frame stays open as long, so that {@code NativeMemory} counts it.
 */
final class ArrowBatch implements AutoCloseable {
  private static final int ARRAY_BYTES = 80;
  private static final int SCHEMA_BYTES = 72;

  private final Map<String, ArrowColumn> columns = new HashMap<>();
  private final DataFrame frame;
  private long memory;

  /** One of a frame, which it closes. */
  ArrowBatch(DataFrame frame) {
    this.frame = frame;
    this.memory = Platform.allocateMemory(ARRAY_BYTES + SCHEMA_BYTES);
    Platform.setMemory(memory, (byte) 0, ARRAY_BYTES + SCHEMA_BYTES);
    try {
      frame.exportTo(memory, memory + ARRAY_BYTES);
      ArrowColumn root = new ArrowColumn(memory, memory + ARRAY_BYTES);
      for (int i = 0; i < root.children(); i++) {
        ArrowColumn child = root.child(i);
        columns.put(child.name(), child);
      }
    } catch (Throwable e) {
      Platform.freeMemory(memory);
      frame.close();
      throw e;
    }
  }

  ArrowColumn column(String name) {
    ArrowColumn column = columns.get(name);
    if (column == null) {
      throw new IllegalStateException("column \"" + name + "\" was not read");
    }
    return column;
  }

  /** Gives the buffers back; vectors on them must not be used any more. */
  @Override
  public void close() {
    if (memory != 0) {
      long given = memory;
      memory = 0;
      // Whoever imports the structures owns them, and ends them.
      DataFrame.importFrom(given, given + ARRAY_BYTES).close();
      Platform.freeMemory(given);
      frame.close();
    }
  }

  /** What {@code struct ArrowArray} and {@code struct ArrowSchema} say of a column. */
  static final class ArrowColumn {
    private final long array;
    private final long schema;

    ArrowColumn(long array, long schema) {
      this.array = array;
      this.schema = schema;
    }

    long length() {
      return Platform.getLong(null, array);
    }

    long nulls() {
      return Platform.getLong(null, array + 8);
    }

    long offset() {
      return Platform.getLong(null, array + 16);
    }

    int children() {
      return (int) Platform.getLong(null, array + 32);
    }

    /** The address of a buffer, or 0. */
    long buffer(int index) {
      return Platform.getLong(null, Platform.getLong(null, array + 40) + 8L * index);
    }

    /** The address of the addresses of buffers from {@code index} on. */
    long buffers(int index) {
      return Platform.getLong(null, array + 40) + 8L * index;
    }

    ArrowColumn child(int index) {
      return new ArrowColumn(
          Platform.getLong(null, Platform.getLong(null, array + 48) + 8L * index),
          Platform.getLong(null, Platform.getLong(null, schema + 40) + 8L * index));
    }

    @Nullable ArrowColumn dictionary() {
      long values = Platform.getLong(null, array + 56);
      return values == 0 ? null : new ArrowColumn(values, Platform.getLong(null, schema + 48));
    }

    String format() {
      return text(Platform.getLong(null, schema));
    }

    String name() {
      return text(Platform.getLong(null, schema + 8));
    }

    private static String text(long address) {
      int length = 0;
      while (Platform.getByte(null, address + length) != 0) {
        length++;
      }
      byte[] bytes = new byte[length];
      Platform.copyMemory(null, address, bytes, Platform.BYTE_ARRAY_OFFSET, length);
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}
