package io.github.polars4j.cli;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Series;
import io.github.polars4j.TableFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polars4j stats}. */
@Command(
    name = "stats",
    description = {
      "Shows of each column how many values are null, how many different ones there are besides,"
          + " the smallest and largest one, and the mean of numbers. It reads all rows, some at a"
          + " time, and holds different values of up to 64 MB a column: \">1,000\" are more."
    },
    usageHelpWidth = 80,
    footer = {"", "Example: polars4j stats orders.parquet"})
final class Stats implements Callable<Integer> {
  private static final int VALUE_BYTES = 60;

  private final Stdio stdio;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The file to read, or - for stdin.")
  private Path file = Path.of("");

  @Mixin private Reading reading = new Reading();

  Stats(Stdio stdio) {
    this.stdio = stdio;
  }

  /** A line of the table. */
  record Line(
      String column,
      String type,
      String nulls,
      @Nullable String distinct,
      @Nullable String min,
      @Nullable String max,
      @Nullable String mean) {}

  @Override
  public Integer call() throws IOException, SQLException {
    List<Line> lines = reading.read(file, -1, Reading.BATCH_ROWS, stdio, frames -> lines(frames));
    try (DataFrame table = DataFrame.fromRecords(Line.class, lines)) {
      spec.commandLine().getOut().println(table.toString(TableFormat.ALL));
    }
    return 0;
  }

  private static List<Line> lines(Frames frames) throws IOException, SQLException {
    List<Collected> columns = new ArrayList<>();
    try {
      return lines(frames, columns);
    } finally {
      columns.forEach(Collected::close);
    }
  }

  private static List<Line> lines(Frames frames, List<Collected> columns)
      throws IOException, SQLException {
    for (Field field : frames.schema().fields()) {
      columns.add(new Collected(field));
    }
    for (DataFrame next = frames.next(); next != null; next = frames.next()) {
      try (DataFrame frame = next) {
        for (Collected column : columns) {
          try (Series values = frame.column(column.field.name())) {
            column.add(values);
          }
        }
      }
    }
    return columns.stream().map(Collected::line).toList();
  }

  /** What was seen of a column. */
  private static final class Collected implements AutoCloseable {
    private final Field field;
    private final List<Object> least = new ArrayList<>();
    private final List<Object> most = new ArrayList<>();
    private final Distinct distinct = new Distinct();
    private long nulls;
    private long count;
    private double sum;
    private boolean ordered = true;
    private boolean summed = true;

    Collected(Field field) {
      this.field = field;
    }

    void add(Series values) {
      nulls += values.nullCount();
      long some = values.length() - values.nullCount();
      if (ordered) {
        try {
          keep(least, values.min(), Series::min);
          keep(most, values.max(), Series::max);
        } catch (InvalidOperationException e) {
          ordered = false; // lists, structs and their like have no order
        }
      }
      if (summed && some > 0) {
        try {
          Double mean = values.mean();
          summed = mean != null;
          sum += mean == null ? 0 : mean * some;
        } catch (InvalidOperationException e) {
          summed = false;
        }
      }
      count += some;
      distinct.add(values);
    }

    /** Keeps the first of all so far by the column's own order. */
    private void keep(List<Object> all, @Nullable Object value, Function<Series, Object> first) {
      if (value == null) {
        return;
      }
      all.add(value);
      if (all.size() > 1) {
        try (Series both = Series.of(field.name(), field.dataType(), all)) {
          Object kept = first.apply(both);
          all.clear();
          all.add(kept);
        }
      }
    }

    Line line() {
      boolean number = summed && count > 0 && isNumber(field.dataType());
      return new Line(
          field.name(),
          Text.cut(field.dataType().toString(), VALUE_BYTES),
          Text.count(nulls),
          distinct.shown(nulls > 0),
          shown(least),
          shown(most),
          number ? String.format(Locale.ROOT, "%.6g", sum / count) : null);
    }

    private @Nullable String shown(List<Object> value) {
      if (!ordered || value.isEmpty()) {
        return null;
      }
      String text =
          value.get(0) instanceof byte[] bytes
              ? HexFormat.of().formatHex(bytes)
              : Objects.toString(value.get(0));
      return Text.cut(text, VALUE_BYTES);
    }

    @Override
    public void close() {
      distinct.close();
    }

    private static boolean isNumber(DataType type) {
      return type.toString().matches("U?Int\\d+|Float\\d+|Decimal\\(.*");
    }
  }
}
