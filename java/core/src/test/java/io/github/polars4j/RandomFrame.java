package io.github.polars4j;

import java.util.ArrayList;
import java.util.List;

/** A random frame of several chunks, some of them slices, and the values that it is made of. */
record RandomFrame(long seed, Schema schema, List<List<Object>> columns, DataFrame frame)
    implements AutoCloseable {
  static RandomFrame of(long seed, boolean wide) {
    RandomData data = new RandomData(seed, wide);
    Schema schema = data.schema();
    List<List<Object>> columns = new ArrayList<>();
    schema.fields().forEach(field -> columns.add(new ArrayList<>()));
    DataFrame all = DataFrame.empty(schema);
    for (int chunks = data.below(4); chunks >= 0; chunks--) {
      int rows = data.below(30);
      int from = data.below(rows + 1);
      int to = from + data.below(rows - from + 1);
      List<Series> made = new ArrayList<>();
      for (int c = 0; c < schema.size(); c++) {
        Field field = schema.field(c);
        List<Object> values = data.values(field.dataType(), rows);
        made.add(Series.of(field.name(), field.dataType(), values));
        columns.get(c).addAll(values.subList(from, to));
      }
      try (DataFrame whole = DataFrame.of(made);
          DataFrame slice = whole.slice(from, to - from);
          DataFrame before = all) {
        all = before.vstack(slice);
      } finally {
        made.forEach(Series::close);
      }
    }
    return new RandomFrame(seed, schema, columns, all);
  }

  @Override
  public void close() {
    frame.close();
  }
}
