package io.github.polars4j.internal.record;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Schema;
import io.github.polars4j.Series;
import io.github.polars4j.ValueOptions;
import io.github.polars4j.internal.column.Bits;
import io.github.polars4j.internal.column.ColumnBuilder;
import io.github.polars4j.internal.jni.Handles;
import io.github.polars4j.internal.jni.NativeSeries;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records: rows of a frame, or of a struct column.
 *
 * @param type the struct
 * @param shape the record class
 * @param members its components, in their order
 */
public record RecordCodec(DataType.Struct type, RecordType shape, List<Member> members)
    implements Codec {
  /** Fewer rows are appended before another thread wakes. */
  private static final int SHARED = 1024;

  /** A component, how its values go into a column, and which field that is. */
  public record Member(RecordType.Component component, Codec codec, int field) {}

  /** To write; {@code fields} are those that there are, or null for those that the class makes. */
  public static RecordCodec writing(Class<?> type, @Nullable Schema fields, ValueOptions options) {
    return of(type, fields, new CodecFinder.Use(false, options));
  }

  /** To read rows of these fields. */
  public static RecordCodec reading(Class<?> type, Schema fields) {
    return of(type, fields, new CodecFinder.Use(true, ValueOptions.DEFAULT));
  }

  private static RecordCodec of(Class<?> type, @Nullable Schema fields, CodecFinder.Use use) {
    RecordType shape = RecordType.of(type);
    return CodecFinder.record(shape, fields, use, TypeArguments.NONE, 0, shape.name());
  }

  /** The fields. */
  public Schema schema() {
    return new Schema(type.fields());
  }

  /**
   * Appends {@code count} rows, column by column.
   *
   * @param arrays of {@link RecordType#arrays}, to use
   * @param shared whether another thread may help, if it is worth it
   */
  public void appendRows(
      Object[] records, int count, Object[] arrays, ColumnBuilder[] columns, boolean shared) {
    shape.split(records, count, arrays);
    if (count < SHARED || !shared) {
      for (int i = 0; i < arrays.length; i++) {
        append(i, arrays[i], count, columns);
      }
      return;
    }
    @Nullable RuntimeException[] faults = new RuntimeException[arrays.length];
    Sharing.forEach(
        arrays.length,
        i -> {
          try {
            append(i, arrays[i], count, columns);
          } catch (RuntimeException e) {
            faults[i] = e;
          }
        });
    for (RuntimeException fault : faults) {
      if (fault != null) {
        throw fault;
      }
    }
  }

  private void append(int index, Object values, int count, ColumnBuilder[] columns) {
    Member member = members.get(index);
    try {
      ChunkAppender.append(values, count, member.codec(), columns[member.field()]);
    } catch (IllegalArgumentException e) {
      throw refused(member, e);
    }
  }

  /** The rows of a frame from {@code offset} on. */
  public Object[] readRows(DataFrame frame, long offset, int count) {
    Object[] columns = new Object[members.size()];
    for (int i = 0; i < columns.length; i++) {
      Member member = members.get(i);
      try (Series column = frame.column(member.field())) {
        columns[i] = member.codec().read(column, offset, count, null);
      }
    }
    return make(columns, count, null);
  }

  @Override
  public void append(@Nullable Object value, ColumnBuilder to) {
    if (value == null) {
      to.appendNull();
      return;
    }
    for (Member member : members) {
      @Nullable Object part = member.component().get(value);
      try {
        member.codec().append(part, to.field(member.field()));
      } catch (IllegalArgumentException e) {
        throw refused(member, e);
      }
    }
    to.endStruct();
  }

  @Override
  public Object read(Series column, long offset, int count, byte @Nullable [] wanted) {
    if (count == 0) {
      return new Object[0];
    }
    byte[] valid = and(NativeSeries.exportValidity(Handles.key(column), offset, count), wanted);
    Object[] columns = new Object[members.size()];
    for (int i = 0; i < columns.length; i++) {
      Member member = members.get(i);
      try (Series field = Handles.child(column, member.field())) {
        columns[i] = member.codec().read(field, offset, count, valid);
      }
    }
    return make(columns, count, valid);
  }

  private @Nullable Object[] make(Object[] columns, int count, byte @Nullable [] valid) {
    @Nullable Object[] records = new Object[count];
    for (int i = 0; i < count; i++) {
      if (Bits.isSet(valid, i)) {
        records[i] = shape.make(columns, i);
      }
    }
    return records;
  }

  /** Names the component whose value was refused; of those that are nested, the innermost. */
  private static IllegalArgumentException refused(Member member, IllegalArgumentException e) {
    return e.getMessage().startsWith("component \"")
        ? e
        : new IllegalArgumentException(member.component() + ", " + e.getMessage(), e);
  }

  private static byte @Nullable [] and(byte @Nullable [] a, byte @Nullable [] b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    for (int i = 0; i < a.length; i++) {
      a[i] &= b[i];
    }
    return a;
  }
}
