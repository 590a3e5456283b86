package io.github.polars4j.spark;

import io.github.polars4j.Series;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.jspecify.annotations.Nullable;

/** Several named values in each row. */
final class StructBlock extends Block {
  private final String[] names;
  private final Block[] fields;

  StructBlock(String[] names, Block[] fields) {
    this.names = names;
    this.fields = fields;
  }

  @Override
  void addValue(SpecializedGetters from, int ordinal) {
    InternalRow struct = from.getStruct(ordinal, fields.length);
    for (int i = 0; i < fields.length; i++) {
      fields[i].add(struct, i);
    }
  }

  @Override
  void addMissing() {
    for (Block field : fields) {
      field.addNull();
    }
  }

  @Override
  Series series(String name, @Nullable BitSet validity) {
    List<Series> made = new ArrayList<>();
    try {
      for (int i = 0; i < fields.length; i++) {
        made.add(fields[i].finish(names[i]));
      }
      return Series.ofStruct(name, made, validity);
    } finally {
      made.forEach(Series::close);
    }
  }

  @Override
  void clear() {
    // The fields have done so.
  }

  @Override
  long bytes() {
    long bytes = 0;
    for (Block field : fields) {
      bytes += field.bytes();
    }
    return bytes;
  }
}
