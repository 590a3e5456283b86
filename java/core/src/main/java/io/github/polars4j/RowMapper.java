package io.github.polars4j;

import io.github.polars4j.internal.column.ColumnBuilder;
import io.github.polars4j.internal.record.FetchSpliterator;
import io.github.polars4j.internal.record.RowAppender;
import io.github.polars4j.internal.record.Rows;
import io.github.polars4j.internal.wire.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says which columns the objects of a class have, and how to make objects of rows: for beans, and
 * classes of Lombok, Kotlin and Scala. Records need none.
 *
 * <pre>{@code
 * RowMapper<Customer> customers =
 *     RowMapper.of(Customer.class)
 *         .column("id", DataType.INT64, Customer::getId, Customer::setId)
 *         .column("name", DataType.STRING, Customer::getName, Customer::setName)
 *         .withConstructor(Customer::new);
 * DataFrame frame = DataFrame.fromRows(list, customers);
 * List<Customer> back = frame.toRows(customers);
 * }</pre>
 *
 * <p>A value may be of every class that a column of its type takes; {@link ValueOptions} lists
 * them. A mapper never changes: each method returns another one. Any thread may use it.
 *
 * @param <T> the class
 */
public final class RowMapper<T> {
  private final Class<T> type;
  private final List<Member<T>> members;
  private final @Nullable Supplier<? extends T> constructor;
  private final @Nullable Function<? super Row, ? extends T> reader;

  private RowMapper(
      Class<T> type,
      List<Member<T>> members,
      @Nullable Supplier<? extends T> constructor,
      @Nullable Function<? super Row, ? extends T> reader) {
    this.type = type;
    this.members = members;
    this.constructor = constructor;
    this.reader = reader;
  }

  /** Returns a mapper of no columns. */
  public static <T> RowMapper<T> of(Class<T> type) {
    return new RowMapper<>(Objects.requireNonNull(type, "type"), List.of(), null, null);
  }

  /**
   * Adds a column.
   *
   * @param getter gives an object's value, which may be null
   * @throws DuplicateException if there is a column of that name
   */
  public <V> RowMapper<T> column(
      String name, DataType dataType, Function<? super T, ? extends @Nullable V> getter) {
    return with(new Member<>(Field.of(name, dataType), getter, null));
  }

  /**
   * Adds a column that is read, too, where {@link #withConstructor} makes an object without values.
   *
   * @param getter gives an object's value, which may be null
   * @param setter takes a value of the class that {@link Series#toList} has for the type, or null
   * @throws DuplicateException if there is a column of that name
   */
  @SuppressWarnings("unchecked") // a value of another class is refused when it comes
  public <V> RowMapper<T> column(
      String name,
      DataType dataType,
      Function<? super T, ? extends @Nullable V> getter,
      BiConsumer<? super T, ? super V> setter) {
    return with(new Member<>(Field.of(name, dataType), getter, (BiConsumer<T, Object>) setter));
  }

  /** Makes objects by a constructor of no arguments; the setters of the columns fill them. */
  public RowMapper<T> withConstructor(Supplier<? extends T> constructor) {
    Objects.requireNonNull(constructor, "constructor");
    return new RowMapper<>(type, members, constructor, null);
  }

  /** Makes each object of its row. */
  public RowMapper<T> withReader(Function<? super Row, ? extends T> reader) {
    Objects.requireNonNull(reader, "reader");
    return new RowMapper<>(type, members, null, reader);
  }

  /** Returns the names and types of the columns. */
  public Schema schema() {
    return new Schema(members.stream().map(Member::field).toList());
  }

  private RowMapper<T> with(Member<T> member) {
    Objects.requireNonNull(member.getter(), "getter");
    String name = member.field().name();
    if (members.stream().anyMatch(other -> other.field().name().equals(name))) {
      throw new DuplicateException("two columns are named \"" + Shown.cut(name) + "\"");
    }
    List<Member<T>> all = new ArrayList<>(members);
    all.add(member);
    return new RowMapper<>(type, List.copyOf(all), constructor, reader);
  }

  DataFrame frame(Iterable<? extends T> rows) {
    DataFrame.Builder builder = DataFrame.builder(schema());
    RowAppender<T> appender = appender();
    for (T row : rows) {
      if (row == null) {
        throw new NullPointerException("row " + builder.rows() + ": the object is null");
      }
      appender.hold(row);
      builder.added(appender.pass(builder.columns()));
    }
    return builder.build();
  }

  RowAppender<T> appender() {
    return new Apart<>(members);
  }

  Stream<T> rows(DataFrame frame) {
    if (constructor == null && reader == null) {
      throw new IllegalStateException(
          "this RowMapper of "
              + Shown.cut(type.getTypeName())
              + " makes no objects: give it withConstructor or withReader");
    }
    List<String> names = schema().names();
    for (String name : names) {
      if (!frame.schema().contains(name)) {
        throw new ColumnNotFoundException(
            "no column is named \""
                + Shown.cut(name)
                + "\"; there are "
                + Shown.cut(frame.schema().names().toString()));
      }
    }
    return FetchSpliterator.stream(frame, this::fetch);
  }

  private List<T> fetch(DataFrame frame, long offset, int count) {
    List<T> made = new ArrayList<>(count);
    List<Row> rows = Rows.fetch(frame, offset, count);
    for (int i = 0; i < count; i++) {
      made.add(
          reader != null
              ? Objects.requireNonNull(reader.apply(rows.get(i)), "the reader made null")
              : filled(rows.get(i), offset + i));
    }
    return made;
  }

  private T filled(Row row, long number) {
    T object = Objects.requireNonNull(constructor).get();
    for (Member<T> member : members) {
      if (member.setter() == null) {
        continue;
      }
      Object value = row.get(member.field().name());
      try {
        member.setter().accept(object, value);
      } catch (ClassCastException | NullPointerException e) {
        String what = value == null ? "null" : value.getClass().getTypeName();
        throw new IllegalArgumentException(
            "column \""
                + Shown.cut(member.field().name())
                + "\", row "
                + number
                + ": the setter of "
                + Shown.cut(type.getTypeName())
                + " does not take "
                + what,
            e);
      }
    }
    return object;
  }

  /** A column, and how its values are got and set. */
  private record Member<T>(
      Field field,
      Function<? super T, ? extends @Nullable Object> getter,
      @Nullable BiConsumer<T, @Nullable Object> setter) {}

  /** Takes objects apart, one at a time: they may change after that. */
  private static final class Apart<T> implements RowAppender<T> {
    private final List<Member<T>> members;
    private @Nullable T row;

    Apart(List<Member<T>> members) {
      this.members = members;
    }

    @Override
    public boolean hold(T row) {
      this.row = row;
      return true;
    }

    @Override
    public int pass(List<ColumnBuilder> columns) {
      T object = row;
      if (object == null) {
        return 0;
      }
      row = null;
      for (int i = 0; i < members.size(); i++) {
        columns.get(i).append(members.get(i).getter().apply(object));
      }
      return 1;
    }
  }
}
