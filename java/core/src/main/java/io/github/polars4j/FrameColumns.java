package io.github.polars4j;

import io.github.polars4j.internal.jni.NativeFrame;
import io.github.polars4j.internal.verbs.FrameWork;
import io.github.polars4j.internal.wire.Utf8;
import io.github.polars4j.internal.wire.WireWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a {@link DataFrame} does with its columns. */
abstract sealed class FrameColumns permits FrameRows {
  FrameColumns() {}

  /** The key, for a native call. */
  abstract long handle();

  abstract DataFrame self();

  /**
   * Returns the columns of these names, in this order: Rust's {@code select}.
   *
   * @throws ColumnNotFoundException if one is missing
   * @throws DuplicateException if one is named twice
   */
  public DataFrame select(String... names) {
    return select(List.of(names));
  }

  /** Does the same with a list. */
  public DataFrame select(List<String> names) {
    return new DataFrame(NativeFrame.selectColumns(handle(), WireWriter.of(names)));
  }

  /**
   * Returns all columns but those of these names: Rust's {@code drop_many}, but a name that does
   * not exist is an error.
   *
   * @throws ColumnNotFoundException if one is missing
   */
  public DataFrame drop(String... names) {
    return new DataFrame(NativeFrame.dropColumns(handle(), WireWriter.of(List.of(names))));
  }

  /**
   * Returns the same columns, one of them under another name.
   *
   * @throws ColumnNotFoundException if there is no column {@code from}
   * @throws DuplicateException if another column is called {@code to}
   */
  public DataFrame rename(String from, String to) {
    Utf8.check("from", from);
    return new DataFrame(NativeFrame.renameColumn(handle(), from, Utf8.check("to", to)));
  }

  /**
   * The same columns, of whose fields this schema tells: whether they are nullable, their metadata
   * and extension types, and in which time zone the instants of a Datetime with a zone are shown.
   *
   * @throws SchemaMismatchException if the names or types are not the frame's
   */
  public DataFrame withSchema(Schema schema) {
    return new DataFrame(NativeFrame.withFields(handle(), WireWriter.of(schema)));
  }

  /**
   * Returns the same columns and this one, which replaces one of the same name in its place. The
   * column stays usable, and the caller still closes it. Metadata, nullability and extension type
   * are what the new column knows from its frame, none if it was computed: {@link
   * DataFrame#column(String)}.
   *
   * <pre>{@code
   * try (Series price = frame.column("price");
   *     Series gross = price.mul(1.19).rename("gross")) {
   *   DataFrame with = frame.withColumn(gross);
   * }
   * }</pre>
   *
   * @throws ShapeMismatchException if it has another length
   */
  public DataFrame withColumn(Series column) {
    return FrameWork.withColumns(self(), List.of(column));
  }

  /**
   * Returns the same columns and one that is made of another, such as {@code
   * frame.withColumn("gross", "price", price -> price.mul(1.19))}. Both series are closed.
   *
   * @throws ColumnNotFoundException if there is no column {@code from}
   * @throws ShapeMismatchException if the new one has another length
   */
  public DataFrame withColumn(String name, String from, Function<Series, Series> work) {
    return FrameWork.derived(self(), name, from, work);
  }

  /** Returns the same columns and these, as {@link #withColumn(Series)}. */
  public DataFrame withColumns(Series... columns) {
    return FrameWork.withColumns(self(), List.of(columns));
  }

  /**
   * Returns the same columns and these behind them, with what is said of their fields as {@link
   * #withColumn(Series)} does.
   *
   * @throws DuplicateException if there is one of the same name
   * @throws ShapeMismatchException if one has another length
   */
  public DataFrame hstack(Series... columns) {
    return FrameWork.hstack(self(), List.of(columns));
  }

  /**
   * Returns the same columns, one of them as another type: {@link Series#cast}. Its metadata stays,
   * an extension type goes.
   *
   * @throws ColumnNotFoundException if there is no such column
   * @throws InvalidOperationException if a value does not fit; the message names column, row and
   *     value
   */
  public DataFrame cast(String column, DataType type) {
    return FrameWork.cast(self(), column, type, true);
  }

  /** Does the same; a value that does not fit becomes null. */
  public DataFrame castOrNull(String column, DataType type) {
    return FrameWork.cast(self(), column, type, false);
  }

  /**
   * Returns the same columns, with the value in place of nulls in one of them.
   *
   * @throws ColumnNotFoundException if there is no such column
   * @throws IllegalArgumentException if the value does not fit its type
   */
  public DataFrame fillNull(String column, Object value) {
    return FrameWork.fillNull(self(), column, value);
  }

  /**
   * Returns the same columns, with the value in place of nulls in all that it suits: whole numbers
   * suit numbers of all kinds, {@code Double} and {@code Float} floating point columns, {@code
   * BigDecimal} decimals, text also {@code Categorical} and {@code Enum}; every other class the
   * type that it makes. Other columns stay as they are.
   *
   * @throws InvalidOperationException if it suits no column
   * @throws IllegalArgumentException if it does not fit one that it suits, such as 1000 an {@code
   *     Int8} with nulls
   */
  public DataFrame fillNull(Object value) {
    return FrameWork.fillNull(self(), value);
  }

  /** Returns the number of nulls of each column, in the order of the columns. */
  public Map<String, Long> nullCount() {
    return FrameWork.nullCount(self());
  }
}
