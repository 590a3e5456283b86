package io.github.polars4j;

import io.github.polars4j.internal.Bits;
import io.github.polars4j.internal.Boxed;
import io.github.polars4j.internal.Handle;
import io.github.polars4j.internal.TypeTag;
import io.github.polars4j.internal.VarBlock;
import io.github.polars4j.internal.WireWriter;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a series of boxed values. */
final class SeriesBuilder {
  private final String name;
  private final DataType type;
  private final @Nullable Object[] values;
  private final @Nullable Class<?> only;

  /** The values may be null; the others must be of the class {@code only} if that is given. */
  private SeriesBuilder(
      String name, DataType type, @Nullable Object[] values, @Nullable Class<?> only) {
    this.name = name;
    this.type = type;
    this.values = values;
    this.only = only;
  }

  /** A series of a given type. */
  static Series build(String name, DataType type, @Nullable Object[] values) {
    Objects.requireNonNull(type, "type");
    return new SeriesBuilder(name, type, values, null).build();
  }

  /** A series of the type that the first value has. */
  static Series build(String name, @Nullable Object[] values) {
    for (int row = 0; row < values.length; row++) {
      Object first = values[row];
      if (first != null) {
        DataType type = Boxed.typeOf(first);
        if (type == null) {
          throw new InvalidOperationException(
              at(name, row) + "no column type follows from a " + first.getClass().getTypeName());
        }
        return new SeriesBuilder(name, type, values, first.getClass()).build();
      }
    }
    return build(name, DataType.NULL, values);
  }

  private Series build() {
    byte[] valid = Bits.of(values);
    byte[] wire = WireWriter.of(type);
    long key =
        switch (TypeTag.of(type)) {
          case BOOLEAN -> Series.fromBooleans(name, booleans(), valid);
          case INT8, UINT8 -> Series.fromBytes(name, wire, bytes(), valid);
          case INT16, UINT16 -> Series.fromShorts(name, wire, shorts(), valid);
          case INT32, UINT32, DATE -> Series.fromInts(name, wire, ints(), valid);
          case INT64, UINT64, TIME, DATETIME, DURATION ->
              Series.fromLongs(name, wire, longs(), valid);
          case FLOAT32 -> Series.fromFloats(name, floats(), valid);
          case FLOAT64 -> Series.fromDoubles(name, doubles(), valid);
          case STRING, CATEGORICAL -> strings(wire, null);
          case ENUM -> strings(wire, Set.copyOf(((DataType.Enum) type).categories()));
          case BINARY -> binaries(wire);
          case NULL -> nulls();
          case INT128, UINT128, FLOAT16, DECIMAL, LIST, ARRAY, STRUCT ->
              throw new InvalidOperationException(
                  "column \"" + name + "\": " + type + " cannot be made of Java values");
        };
    return new Series(key);
  }

  private boolean[] booleans() {
    boolean[] out = new boolean[values.length];
    each((row, value) -> out[row] = Boxed.toBoolean(type, value));
    return out;
  }

  private byte[] bytes() {
    byte[] out = new byte[values.length];
    each((row, value) -> out[row] = (byte) Boxed.toLong(type, value));
    return out;
  }

  private short[] shorts() {
    short[] out = new short[values.length];
    each((row, value) -> out[row] = (short) Boxed.toLong(type, value));
    return out;
  }

  private int[] ints() {
    int[] out = new int[values.length];
    each((row, value) -> out[row] = (int) Boxed.toLong(type, value));
    return out;
  }

  private long[] longs() {
    long[] out = new long[values.length];
    each((row, value) -> out[row] = Boxed.toLong(type, value));
    return out;
  }

  private float[] floats() {
    float[] out = new float[values.length];
    each((row, value) -> out[row] = Boxed.toFloat(type, value));
    return out;
  }

  private double[] doubles() {
    double[] out = new double[values.length];
    each((row, value) -> out[row] = Boxed.toDouble(type, value));
    return out;
  }

  private long nulls() {
    each(
        (row, value) -> {
          throw Boxed.misfit(type, value);
        });
    return Series.fromNulls(name, values.length);
  }

  private long strings(byte[] wire, @Nullable Collection<String> categories) {
    long chars = 0;
    for (Object value : values) {
      chars += value instanceof String text ? text.length() : 0;
    }
    return variable(
        wire,
        3 * chars,
        (block, value) -> {
          if (!(value instanceof String text)) {
            throw Boxed.misfit(type, value);
          }
          if (categories != null && !categories.contains(text)) {
            throw new IllegalArgumentException("\"" + text + "\" is no category of " + type);
          }
          block.add(text);
        });
  }

  private long binaries(byte[] wire) {
    long bytes = 0;
    for (Object value : values) {
      bytes += value instanceof byte[] binary ? binary.length : 0;
    }
    return variable(
        wire,
        bytes,
        (block, value) -> {
          if (!(value instanceof byte[] binary)) {
            throw Boxed.misfit(type, value);
          }
          block.add(binary);
        });
  }

  private long variable(byte[] wire, long bytes, VarStep step) {
    try (Handle column = new Handle("the column builder", Series.varOpen())) {
      VarBlock block =
          new VarBlock(
              (bytesOfRows, used, lengths, rows) ->
                  Series.varAppend(column.get(), bytesOfRows, used, lengths, rows),
              values.length,
              bytes);
      for (int row = 0; row < values.length; row++) {
        Object value = values[row];
        if (value == null) {
          block.addNull();
        } else {
          step(row, value, (r, v) -> step.add(block, v));
        }
      }
      block.flush();
      return Series.varFinish(column.get(), name, wire);
    }
  }

  private void each(Step step) {
    for (int row = 0; row < values.length; row++) {
      Object value = values[row];
      if (value != null) {
        step(row, value, step);
      }
    }
  }

  /** Runs a step on one value; what it refuses is told with its place. */
  private void step(int row, Object value, Step step) {
    if (only != null && value.getClass() != only) {
      throw new IllegalArgumentException(
          at(name, row)
              + "a "
              + value.getClass().getTypeName()
              + " among values of "
              + only.getTypeName()
              + ", which make a column of "
              + type);
    }
    try {
      step.take(row, value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(at(name, row) + e.getMessage(), e);
    }
  }

  private static String at(String name, int row) {
    return "column \"" + name + "\", row " + row + ": ";
  }

  private interface Step {
    void take(int row, Object value);
  }

  private interface VarStep {
    void add(VarBlock block, Object value);
  }
}
