package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.Generated.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * A frame's own schema and its own values make the same frame by every way in, and its own columns
 * put back leave what is said of their fields. Runs with a seed that stays and with a fresh one.
 */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class OwnValuesTest {
  private static final String SEED = "20240229";
  private static final int TRIES = 25;

  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Z",
          "+00:00",
          "Europe/Berlin",
          "America/St_Johns",
          "EST",
          "Etc/GMT-2",
          "+02:00",
          "GMT+2",
          "UTC-03:00",
          "+05:30",
          "-09:30",
          "GMT+05:45",
          "UT-00:30",
          "+00:53:28");

  private record Any(@Nullable Object v) {}

  @Provide
  Arbitrary<Table> tables() {
    return Generated.tables(Generated.types(2));
  }

  @Property(tries = TRIES, seed = SEED)
  void comeBack(@ForAll("tables") Table table) throws IOException {
    List<Series> columns = new ArrayList<>();
    for (Field field : table.schema().fields()) {
      List<@Nullable Object> values =
          table.columns().get(table.schema().indexOf(field.name())).values();
      columns.add(Series.of(field.name(), field.dataType(), values));
    }
    comeBack(columns);
  }

  @Property(tries = TRIES)
  void comeBackOfAFreshSeed(@ForAll("tables") Table table) throws IOException {
    comeBack(table);
  }

  /** polars has no name for an offset that is not of whole hours. */
  @Property(tries = 1)
  void comeBackInEveryZone() throws IOException {
    List<Series> columns = new ArrayList<>();
    List<@Nullable Instant> instants =
        Arrays.asList(Instant.parse("2024-10-27T00:30:00.001Z"), null, Instant.EPOCH);
    for (String zone : ZONES) {
      for (TimeUnit unit : TimeUnit.values()) {
        DataType type = DataType.datetime(unit, ZoneId.of(zone, ZoneId.SHORT_IDS));
        DataType struct = DataType.struct(Field.of("at", type));
        String name = zone + unit;
        columns.add(Series.of(name, type, instants));
        columns.add(
            Series.of("l" + name, DataType.list(type), List.of(instants, List.of(), List.of())));
        columns.add(
            Series.of(
                "s" + name,
                DataType.list(struct),
                List.of(List.of(Map.of("at", Instant.EPOCH)), List.of(), List.of())));
        columns.add(
            Series.of("a" + name, DataType.array(type, 3), List.of(instants, instants, instants)));
      }
    }
    comeBack(columns);
  }

  private static void comeBack(List<Series> columns) throws IOException {
    try (DataFrame plain = DataFrame.of(columns);
        DataFrame frame = plain.withSchema(said(plain))) {
      putBack(frame);
      backByRows(frame);
      for (Series column : columns) {
        backAlone(frame, column);
      }
    } finally {
      columns.forEach(Series::close);
    }
  }

  /** Everything that Arrow can say of the fields. */
  private static Schema said(DataFrame frame) {
    Map<String, Long> nulls = frame.nullCount();
    return new Schema(
        frame.schema().fields().stream()
            .map(
                field ->
                    new Field(
                        field.name(),
                        field.dataType() instanceof DataType.Binary
                            ? DataType.extension("my.own", field.dataType(), "x")
                            : field.dataType(),
                        nulls.get(field.name()) > 0,
                        Map.of("unit", field.name())))
            .toList());
  }

  private static void putBack(DataFrame frame) {
    List<Series> columns = frame.columns();
    Series[] all = columns.toArray(new Series[0]);
    String last = frame.columnNames().get(frame.width() - 1);
    try (DataFrame of = DataFrame.of(columns);
        DataFrame put = frame.withColumns(all);
        DataFrame alone = columns.get(0).toFrame();
        DataFrame dropped = frame.drop(last);
        DataFrame stacked = dropped.hstack(all[all.length - 1]);
        DataFrame top = frame.head(1);
        Series first = columns.get(0).head(1);
        DataFrame same = top.withColumn(first)) {
      same(of, frame);
      same(put, frame);
      same(stacked, frame);
      same(same, top);
      assertThat(alone.schema().field(0)).isEqualTo(frame.schema().field(0));
    } finally {
      columns.forEach(Series::close);
    }
  }

  private static void backByRows(DataFrame frame) throws IOException {
    Schema schema = frame.schema();
    List<Row> rows = frame.rows().toList();
    DataFrame.Builder builder = DataFrame.builder(schema);
    rows.forEach(row -> builder.appendRow(row.values().toArray()));
    RowMapper<Row> mapper = RowMapper.of(Row.class);
    for (Field field : schema.fields()) {
      mapper = mapper.column(field.name(), field.dataType(), row -> row.get(field.name()));
    }
    ByteArrayOutputStream appended = new ByteArrayOutputStream();
    try (Appender appender = new IpcStreamWriter(appended).appender(schema)) {
      for (Row row : rows) {
        appender.appendRow(row.values().toArray());
      }
      appender.finish();
    }
    try (DataFrame maps = DataFrame.fromMaps(schema, frame.toMaps());
        DataFrame listed = DataFrame.fromRows(schema, rows);
        DataFrame built = builder.build();
        DataFrame mapped = DataFrame.fromRows(rows, mapper);
        DataFrame read = new IpcStreamReader(appended.toByteArray()).finish()) {
      same(maps, frame);
      same(listed, frame);
      same(built, frame);
      same(read, frame);
      assertThat(mapped.contentEquals(frame)).isTrue();
    }
  }

  private static void backAlone(DataFrame frame, Series column) {
    String name = column.name();
    List<Any> records = column.toList().stream().map(Any::new).toList();
    try (Series made = Series.of(name, column.dataType(), column.toList());
        Series cast = column.cast(column.dataType());
        DataFrame one = frame.select(name).rename(name, "v");
        DataFrame recast = frame.cast(name, column.dataType());
        DataFrame ofRecords = DataFrame.fromRecords(Any.class, one.schema(), records)) {
      same(recast, frame);
      for (Series same : List.of(made, cast)) {
        assertThat(same.dataType()).isEqualTo(column.dataType());
        assertThat(same.contentEquals(column)).isTrue();
      }
      same(ofRecords, one);
      Object value = column.toList().stream().filter(v -> v != null).findFirst().orElse(null);
      if (value != null) {
        try (DataFrame filled = frame.fillNull(name, value);
            Series full = filled.column(name)) {
          assertThat(filled.schema()).isEqualTo(frame.schema());
          assertThat(full.hasNulls()).isFalse();
        }
      }
    }
  }

  private static void same(DataFrame frame, DataFrame expected) {
    assertThat(frame.schema()).isEqualTo(expected.schema());
    assertThat(frame.contentEquals(expected)).isTrue();
  }
}
