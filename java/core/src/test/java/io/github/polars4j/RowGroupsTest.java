package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** How the file of a {@link ParquetWriter} is laid out, whatever the frames. */
class RowGroupsTest {
  @TempDir Path folder;

  private static DataFrame numbers(int start, int rows) {
    long[] numbers = new long[rows];
    Arrays.setAll(numbers, i -> start + i);
    String[] texts = new String[rows];
    Arrays.setAll(texts, i -> "text " + (start + i) % 100);
    try (Series n = Series.of("n", numbers);
        Series s = Series.of("s", texts)) {
      return DataFrame.of(n, s);
    }
  }

  private static void batches(ParquetWriter writer, int count, int rows) throws IOException {
    try (DataFrame empty = numbers(0, 0);
        BatchedWriter batched = writer.batched(empty.schema())) {
      batched.writeBatch(empty);
      for (int i = 0; i < count; i++) {
        try (DataFrame batch = numbers(i * rows, rows)) {
          batched.writeBatch(batch);
        }
      }
      batched.finish();
    }
  }

  private static List<Long> rows(Path path) throws IOException {
    try (ParquetReader reader = new ParquetReader(path)) {
      return reader.layout().rowGroups().stream().map(RowGroupInfo::rows).toList();
    }
  }

  @Test
  void smallBatchesMakeOneRowGroup() throws IOException {
    Path path = folder.resolve("a.parquet");
    batches(new ParquetWriter(path), 80, 1000);
    assertThat(rows(path)).containsExactly(80_000L);
    try (DataFrame read = new ParquetReader(path).finish();
        DataFrame all = numbers(0, 80_000)) {
      assertThat(read.contentEquals(all)).isTrue();
    }
  }

  @Test
  void rowGroupsAreOfTheAskedSizeAcrossBatches() throws IOException {
    Path path = folder.resolve("a.parquet");
    batches(new ParquetWriter(path).withRowGroupSize(2500), 9, 1000);
    assertThat(rows(path)).containsExactly(2500L, 2500L, 2500L, 1500L);
    try (DataFrame all = numbers(0, 9000)) {
      new ParquetWriter(path).withRowGroupSize(4500).finish(all);
      assertThat(rows(path)).containsExactly(4500L, 4500L);
    }
  }

  @Test
  void largeRowsMakeSmallerRowGroups() throws IOException {
    byte[] large = new byte[64 << 20];
    List<List<Object>> six = Collections.nCopies(6, List.of(large));
    try (DataFrame frame = DataFrame.fromRows(Schema.of(Field.of("b", DataType.BINARY)), six)) {
      Path path = folder.resolve("a.parquet");
      new ParquetWriter(path).finish(frame);
      assertThat(rows(path)).hasSizeBetween(2, 3);
      try (DataFrame read = new ParquetReader(path).finish()) {
        assertThat(read.contentEquals(frame)).isTrue();
      }
    }
  }

  @Test
  void rowGroupsTakeNoMoreMemoryThanIsSaid() throws IOException {
    Path path = folder.resolve("a.parquet");
    batches(new ParquetWriter(path).withRowGroupBytes(100_000), 9, 1000);
    assertThat(rows(path)).hasSizeBetween(2, 6).allMatch(rows -> rows < 9000);
    try (DataFrame read = new ParquetReader(path).finish();
        DataFrame all = numbers(0, 9000)) {
      assertThat(read.contentEquals(all)).isTrue();
    }
  }

  @Test
  void allRowsAreToldInTheEnd() throws IOException {
    List<Long> told = new ArrayList<>();
    ParquetWriter writer =
        new ParquetWriter(folder.resolve("a.parquet"))
            .withRowGroupSize(2500)
            .withProgress((rows, bytes) -> told.add(rows));
    batches(writer, 9, 1000);
    assertThat(told).isSorted().endsWith(9000L);
  }

  @Test
  void eachColumnHasItsCodec() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFrame frame = numbers(0, 1000)) {
      new ParquetWriter(bytes)
          .withCompression(ParquetCompression.gzip(9))
          .withColumnCompression("n", ParquetCompression.snappy())
          .finish(frame);
      ParquetReader reader = new ParquetReader(bytes.toByteArray());
      ParquetLayout layout = reader.layout();
      assertThat(layout.fileSize()).isEqualTo(bytes.size());
      assertThat(layout.createdBy()).startsWith("polars4j");
      RowGroupInfo group = layout.rowGroups().get(0);
      assertThat(group.codecs()).isEqualTo(Set.of(ParquetCodec.SNAPPY, ParquetCodec.GZIP));
      assertThat(group.bytes()).isPositive().isLessThan(group.unpackedBytes());
      List<ColumnChunkInfo> columns = group.columns();
      assertThat(columns).extracting(ColumnChunkInfo::column).isEqualTo(frame.columnNames());
      assertThat(columns)
          .allMatch(
              column ->
                  column.codec()
                      == (column.column().equals("n") ? ParquetCodec.SNAPPY : ParquetCodec.GZIP));
      assertThat(columns.stream().mapToLong(ColumnChunkInfo::bytes).sum()).isEqualTo(group.bytes());
      assertThat(reader.withColumns("n").finish().height()).isEqualTo(1000);
    }
  }

  @Test
  void columnsWithinOthersHaveTheirPaths() throws IOException {
    DataType inner =
        new DataType.Struct(
            List.of(
                Field.of("l", DataType.list(DataType.INT64)),
                Field.of("s", new DataType.Struct(List.of(Field.of("x", DataType.INT8))))));
    Schema schema = Schema.of(Field.of("a", inner), Field.of("b", DataType.STRING));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFrame frame = DataFrame.empty(schema);
        Series none = Series.of("a", inner, Arrays.asList((Object) null));
        Series b = Series.of("b", "x");
        DataFrame one = DataFrame.of(none, b)) {
      assertThat(one.schema()).isEqualTo(frame.schema());
      new ParquetWriter(bytes).finish(one);
    }
    assertThat(new ParquetReader(bytes.toByteArray()).layout().rowGroups().get(0).columns())
        .extracting(ColumnChunkInfo::column)
        .containsExactly("a.l.list.element", "a.s.x", "b");
  }

  @Test
  void optionsThatCannotBeAreRefused() throws IOException {
    try (DataFrame frame = numbers(0, 3)) {
      ParquetWriter writer =
          new ParquetWriter(OutputStream.nullOutputStream())
              .withColumnCompression("x", ParquetCompression.snappy());
      assertThatThrownBy(() -> writer.finish(frame))
          .isInstanceOf(ColumnNotFoundException.class)
          .hasMessageContaining("'x'");
    }
    ParquetWriter writer = new ParquetWriter(OutputStream.nullOutputStream());
    assertThatThrownBy(() -> writer.withRowGroupBytes(0)).hasMessageContaining("row group bytes 0");
    assertThatThrownBy(() -> writer.withDataPageSize(0)).hasMessageContaining("data page size 0");
    assertThatThrownBy(() -> writer.setCustomSchemaMetadata(Map.of("ARROW:schema", "")))
        .hasMessageContaining("ARROW:schema");
    assertThatThrownBy(() -> writer.setCustomSchemaMetadata(Map.of("a", "\ud800")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void duckDbReadsIt() throws IOException, SQLException {
    Path path = folder.resolve("a.parquet");
    Schema schema =
        Schema.of(
            Field.of("id", DataType.INT64).withNullable(false),
            Field.of("u", DataType.extension("arrow.uuid", DataType.BINARY, "")),
            Field.of("j", DataType.extension("arrow.json", DataType.STRING, "")),
            Field.of(
                "l",
                DataType.list(DataType.struct(Field.of("a", DataType.INT32).withNullable(false)))));
    byte[] uuid = new byte[16];
    uuid[15] = 7;
    List<List<Object>> rows = new ArrayList<>();
    for (long i = 0; i < 1000; i++) {
      rows.add(
          Arrays.asList(i, i % 3 == 0 ? null : uuid, "{\"a\": 1}", List.of(Map.of("a", (int) i))));
    }
    try (DataFrame frame = DataFrame.fromRows(schema, rows)) {
      new ParquetWriter(path)
          .withRowGroupSize(300)
          .withDataPageSize(500)
          .setCustomSchemaMetadata(Map.of("who", "me"))
          .finish(frame);
    }
    String file = "'" + path + "'";
    assertThat(query("select typeof(u), typeof(j), typeof(l) from " + file + " limit 1"))
        .containsExactly("UUID, JSON, STRUCT(a INTEGER)[]");
    assertThat(
            query(
                "select sum(id), count(u), min(u)::varchar, sum(l[1].a), sum((j->>'a')::int) from "
                    + file))
        .containsExactly("499500, 666, 00000000-0000-0000-0000-000000000007, 499500, 1000");
    assertThat(query("select id from " + file + " where id between 700 and 702"))
        .containsExactly("700", "701", "702");
    assertThat(
            query(
                "select repetition_type, logical_type from parquet_schema("
                    + file
                    + ") where name in ('id', 'u', 'j')"))
        .containsExactly("REQUIRED, null", "OPTIONAL, UUIDType()", "OPTIONAL, JsonType()");
    assertThat(
            query(
                "select decode(key) || '=' || decode(value) from parquet_kv_metadata("
                    + file
                    + ") where key = 'who'"))
        .containsExactly("who=me");
  }

  private static List<String> query(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (results.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
          cells.add(String.valueOf(results.getString(i)));
        }
        lines.add(String.join(", ", cells));
      }
      return lines;
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "POLARS4J_PYTHON", matches = ".+")
  void pyarrowAndPolarsReadIt() throws Exception {
    Path path = folder.resolve("a.parquet");
    batches(new ParquetWriter(path).withRowGroupSize(2500).withDataPageSize(4000), 9, 1000);
    String script =
        """
        import sys, polars as pl, pyarrow.parquet as pq, pyarrow.compute as pc
        path = sys.argv[1]
        meta = pq.ParquetFile(path).metadata
        assert [meta.row_group(i).num_rows for i in range(meta.num_row_groups)] == [2500, 2500, 2500, 1500]
        column = meta.row_group(1).column(0)
        assert (column.statistics.min, column.statistics.max, column.statistics.null_count) == (2500, 4999, 0)
        assert column.has_column_index and column.has_offset_index
        assert pc.sum(pq.read_table(path)["n"]).as_py() == 8999 * 9000 // 2
        some = pq.read_table(path, columns=["n"], filters=[("n", ">", 8997)])
        assert some["n"].to_pylist() == [8998, 8999]
        assert pl.read_parquet(path)["n"].sum() == 8999 * 9000 // 2
        assert pl.scan_parquet(path).filter(pl.col("n") == 5000).collect().rows() == [(5000, "text 0")]
        print("checked")
        """;
    assertThat(python(script, path)).contains("checked");
  }

  /**
   * Of columns of several pages: polars counts nulls too often, and compares some types wrongly.
   */
  @Test
  @EnabledIfEnvironmentVariable(named = "POLARS4J_PYTHON", matches = ".+")
  void statisticsAreRight() throws Exception {
    Path path = folder.resolve("a.parquet");
    Schema schema =
        Schema.of(
            Field.of("u32", DataType.UINT32),
            Field.of("u64", DataType.UINT64),
            Field.of("wide", DataType.decimal(38, 2)),
            Field.of("narrow", DataType.decimal(9, 2)),
            Field.of("few", DataType.STRING),
            Field.of("cat", DataType.categorical()),
            Field.of("i64", DataType.INT64),
            Field.of("f64", DataType.FLOAT64),
            Field.of("required", DataType.UINT32).withNullable(false),
            Field.of("uuid", DataType.extension("arrow.uuid", DataType.BINARY, "")),
            Field.of("nothing", DataType.INT32),
            Field.of("l", DataType.list(DataType.categorical())));
    java.util.Random random = new java.util.Random(7);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      byte[] uuid = new byte[16];
      uuid[0] = (byte) (i % 5 * 60);
      long wide = random.nextInt() * (i < 2500 ? -1L : 1L);
      List<Object> row =
          Arrays.asList(
              random.nextLong() >>> 32,
              BigInteger.valueOf(random.nextLong()).abs().shiftLeft(i % 2),
              BigDecimal.valueOf(wide, 2),
              BigDecimal.valueOf(random.nextInt(1000), 2),
              "text " + i % 7,
              "cat " + i % 9,
              random.nextLong(),
              i % 11 == 0 ? Double.NaN : random.nextGaussian(),
              random.nextLong() >>> 32,
              uuid,
              null,
              List.of("cat " + i % 5));
      for (int column = 0; column < row.size(); column++) {
        if (column != 8 && (i + column) % 13 == 0 || i > 3000 && i < 4000 && column == 4) {
          row.set(column, null);
        }
      }
      rows.add(row);
    }
    try (DataFrame frame = DataFrame.fromRows(schema, rows)) {
      new ParquetWriter(path).withRowGroupSize(2000).withDataPageSize(900).finish(frame);
    }
    String script =
        """
        import sys, math, pyarrow as pa, pyarrow.parquet as pq
        file = pq.ParquetFile(sys.argv[1])
        for group in range(file.num_row_groups):
            table = file.read_row_group(group)
            for place in range(len(table.schema)):
                column = file.metadata.row_group(group).column(place)
                values = table.column(place)
                if pa.types.is_large_list(values.type):
                    assert column.statistics is None or not column.statistics.has_null_count
                    continue
                said = column.statistics
                name = table.schema[place].name
                assert said.null_count == values.null_count, (name, said, values.null_count)
                there = [value for value in values.to_pylist() if value is not None and value == value]
                if name == "uuid":
                    there = [value.bytes for value in there]
                if name == "f64" and not said.has_min_max:
                    continue  # NaN has no place among the others
                if there:
                    assert (said.min, said.max) == (min(there), max(there)), (name, said, min(there), max(there))
                else:
                    assert not said.has_min_max, (name, said)
        print("checked")
        """;
    assertThat(python(script, path)).contains("checked");
    String file = "'" + path + "'";
    for (String column : schema.names()) {
      String[] counts =
          query(
                  "select count("
                      + column
                      + "), count(*) - count_if("
                      + column
                      + " is null) from "
                      + file)
              .get(0)
              .split(", ");
      assertThat(counts[0]).as(column).isEqualTo(counts[1]);
      List<String> aggregates =
          column.equals("l")
              ? List.of()
              : query("select min(" + column + "), max(" + column + ") from " + file);
      if (column.equals("wide") || column.equals("u64")) {
        String[] bounds = aggregates.get(0).split(", ");
        assertThat(query("select count(*) from " + file + " where " + column + " <= " + bounds[0]))
            .containsExactly("1");
        assertThat(query("select count(*) from " + file + " where " + column + " >= " + bounds[1]))
            .containsExactly("1");
      }
    }
  }

  private static String python(String script, Path path) throws Exception {
    Process python =
        new ProcessBuilder(System.getenv("POLARS4J_PYTHON"), "-c", script, path.toString())
            .redirectErrorStream(true)
            .start();
    return new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
