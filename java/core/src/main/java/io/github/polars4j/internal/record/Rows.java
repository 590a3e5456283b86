package io.github.polars4j.internal.record;

import io.github.polars4j.ColumnNotFoundException;
import io.github.polars4j.DataFrame;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Row;
import io.github.polars4j.Schema;
import io.github.polars4j.SchemaMismatchException;
import io.github.polars4j.Series;
import io.github.polars4j.ValueOptions;
import io.github.polars4j.internal.column.ColumnBuilder;
import io.github.polars4j.internal.column.Intake;
import io.github.polars4j.internal.column.PhysicalValue;
import io.github.polars4j.internal.jni.Handles;
import io.github.polars4j.internal.series.SeriesValues;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.Plain;
import io.github.polars4j.internal.wire.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Frames out of rows, maps and records, and back. */
public final class Rows {

  private Rows() {}

  /** A frame of {@code Row}s, lists or arrays. */
  public static DataFrame build(Schema schema, Iterable<?> rows, ValueOptions options) {
    DataFrame.Builder builder = DataFrame.builder(schema, options);
    @Nullable Schema checked = null;
    for (Object row : rows) {
      if (row instanceof Row named) {
        if (named.schema() != checked && !named.schema().names().equals(schema.names())) {
          throw new SchemaMismatchException(
              at(builder)
                  + "a row of the columns "
                  + Shown.cut(named.schema().names().toString())
                  + " among those of "
                  + Shown.cut(schema.names().toString()));
        }
        checked = named.schema();
        builder.appendRow(named.values().toArray());
      } else if (row instanceof List<?> list) {
        builder.appendRow(list.toArray());
      } else if (row instanceof Object[] array) {
        builder.appendRow(array);
      } else {
        String what =
            row == null ? "null" : PhysicalValue.an(Shown.cut(row.getClass().getTypeName()));
        throw new IllegalArgumentException(
            at(builder) + what + " is no row: a Row, a List or an Object[] is");
      }
    }
    return builder.build();
  }

  /** A frame of maps; each key must be a column, a column that has no key is null. */
  public static DataFrame buildMaps(
      Schema schema, Iterable<? extends Map<String, ?>> rows, ValueOptions options) {
    DataFrame.Builder builder = DataFrame.builder(schema, options);
    Set<String> names = Set.copyOf(schema.names());
    @Nullable Object[] values = new Object[schema.size()];
    for (Map<String, ?> row : rows) {
      checkKeys(row, builder.rows());
      if (!names.containsAll(row.keySet())) {
        Set<String> keys = new TreeSet<>(row.keySet());
        keys.removeAll(names);
        throw new ColumnNotFoundException(
            at(builder)
                + "no column is named "
                + Shown.cut(keys.toString())
                + "; there are "
                + Shown.cut(schema.names().toString()));
      }
      for (int i = 0; i < values.length; i++) {
        values[i] = row.get(schema.field(i).name());
      }
      builder.appendRow(values);
    }
    return builder.build();
  }

  /** Refuses a map that is null, or has a key that is. */
  public static void checkKeys(@Nullable Map<String, ?> map, long row) {
    if (map == null) {
      throw new NullPointerException("row " + row + ": the map is null");
    }
    for (String key : map.keySet()) {
      if (key == null) {
        throw new NullPointerException("row " + row + ": a key of the map is null");
      }
    }
  }

  /** A frame of records; the schema is null for the class's own. */
  public static <R extends Record> DataFrame buildRecords(
      Class<R> type, @Nullable Schema given, Iterable<? extends R> records, ValueOptions options) {
    RecordCodec codec = RecordCodec.writing(type, given, options);
    Schema schema = codec.schema();
    long expected = records instanceof Collection<?> known ? known.size() : 0;
    ColumnBuilder[] columns = new ColumnBuilder[schema.size()];
    Intake intake = Intakes.of(options);
    Arrays.setAll(
        columns,
        i ->
            ColumnBuilder.of(schema.field(i).name(), schema.field(i).dataType(), expected, intake));
    List<ColumnBuilder> filled = Arrays.asList(columns);
    RecordAppender<Record> appender = RecordAppender.ofUnchanging(codec);
    long rows = 0;
    for (Record record : records) {
      if (record == null) {
        throw new NullPointerException("row " + rows + ": the record is null");
      }
      rows++;
      if (appender.hold(record)) {
        appender.pass(filled);
      }
    }
    appender.pass(filled);
    Series[] built = new Series[columns.length];
    try {
      Arrays.setAll(built, i -> Handles.series(columns[i].build()));
      return DataFrame.of(built);
    } finally {
      Stream.of(built).filter(Objects::nonNull).forEach(Series::close);
    }
  }

  /** The rows of a frame from {@code offset} on. */
  public static List<Row> fetch(DataFrame frame, long offset, int count) {
    Schema schema = frame.schema();
    return Stream.of(values(frame, offset, count))
        .map(values -> new Row(schema, Arrays.asList(values)))
        .toList();
  }

  /** The same as maps. */
  public static List<Map<String, @Nullable Object>> fetchMaps(
      DataFrame frame, long offset, int count) {
    List<String> names = frame.columnNames();
    List<Map<String, @Nullable Object>> maps = new ArrayList<>(count);
    for (@Nullable Object[] values : values(frame, offset, count)) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>(2 * names.size());
      for (int c = 0; c < values.length; c++) {
        map.put(names.get(c), values[c]);
      }
      maps.add(Collections.unmodifiableMap(map));
    }
    return maps;
  }

  /** The rows as records. */
  public static <R extends Record> Stream<R> records(DataFrame frame, Class<R> type) {
    RecordCodec codec = RecordCodec.reading(type, Plain.of(frame.schema()));
    return FetchSpliterator.stream(
        frame,
        (of, offset, count) ->
            Stream.of(codec.readRows(of, offset, count)).map(type::cast).toList());
  }

  /** All of a stream, which must fit in a list. */
  public static <T> List<T> list(DataFrame frame, Stream<T> rows) {
    if (frame.height() > Checks.MAX_ARRAY) {
      throw new InvalidOperationException(
          frame.height() + " rows are more than a list can hold: take a slice, or the stream");
    }
    List<T> list = new ArrayList<>((int) frame.height());
    rows.forEach(list::add);
    return list;
  }

  private static @Nullable Object[][] values(DataFrame frame, long offset, int count) {
    @Nullable Object[][] rows = new Object[count][frame.width()];
    for (int c = 0; c < frame.width(); c++) {
      try (Series column = frame.column(c)) {
        @Nullable Object[] values = SeriesValues.read(column, offset, count);
        for (int r = 0; r < count; r++) {
          rows[r][c] = values[r];
        }
      }
    }
    return rows;
  }

  private static String at(DataFrame.Builder builder) {
    return "row " + builder.rows() + ": ";
  }
}
