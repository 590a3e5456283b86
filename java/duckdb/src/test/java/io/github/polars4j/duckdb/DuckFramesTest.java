package io.github.polars4j.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.BatchedWriter;
import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.NativeMemory;
import io.github.polars4j.Schema;
import io.github.polars4j.Series;
import io.github.polars4j.TimeUnit;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DuckFramesTest {
  private Connection connection;
  private long before;

  @BeforeEach
  void connect() throws SQLException {
    before = NativeMemory.liveHandles();
    connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  @AfterEach
  void nothingIsLeft() throws SQLException {
    connection.close();
    assertThat(NativeMemory.liveHandles()).isLessThanOrEqualTo(before);
  }

  private static DataFrame orders() {
    return frame(
        Series.of("customer", "ada", "bob", "ada", null),
        Series.of("amount", new long[] {1, 2, 3, 4}));
  }

  private static DataFrame frame(Series... columns) {
    try {
      return DataFrame.of(columns);
    } finally {
      Arrays.asList(columns).forEach(Series::close);
    }
  }

  @Test
  void framesAreTables() throws SQLException {
    String sql =
        "select customer, sum(amount)::bigint as total from orders group by all order by 1";
    try (DataFrame orders = orders();
        DataFrame totals = DuckFrames.query(connection, sql, Map.of("orders", orders));
        DataFrame expected =
            frame(
                Series.of("customer", "ada", "bob", null),
                Series.of("total", new long[] {4, 2, 4}))) {
      assertThat(totals.contentEquals(expected)).isTrue();
    }
  }

  @Test
  void aFrameMayBeReadMoreThanOnce() throws SQLException {
    String sql = "select count(*) as n from orders a, orders b, more";
    try (DataFrame orders = orders();
        DataFrame more = orders();
        DataFrame n = DuckFrames.query(connection, sql, Map.of("orders", orders, "more", more))) {
      assertThat(n.row(0).get(0)).isEqualTo(64L);
    }
  }

  @Test
  void everyTypeGoesInAndComesOut() throws SQLException {
    ZoneId utc = ZoneId.of("UTC");
    LocalDateTime moment = LocalDateTime.of(1500, 1, 2, 3, 4, 5, 6_000);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set timezone = 'America/New_York'");
    }
    DataType micros = DataType.datetime(TimeUnit.MICROSECONDS);
    DataType micros2 = DataType.datetime(TimeUnit.MICROSECONDS, utc);
    DataType nanos = DataType.datetime(TimeUnit.NANOSECONDS);
    List<Series> columns =
        List.of(
            Series.of("bool", DataType.BOOLEAN, Arrays.asList(true, null)),
            Series.of("i8", DataType.INT8, Arrays.asList(Byte.MIN_VALUE, null)),
            Series.of("i16", DataType.INT16, Arrays.asList(Short.MIN_VALUE, null)),
            Series.of("i32", DataType.INT32, Arrays.asList(Integer.MIN_VALUE, null)),
            Series.of("i64", DataType.INT64, Arrays.asList(Long.MIN_VALUE, null)),
            Series.of("u8", DataType.UINT8, Arrays.asList(255, null)),
            Series.of("u16", DataType.UINT16, Arrays.asList(65_535, null)),
            Series.of("u32", DataType.UINT32, Arrays.asList(4_294_967_295L, null)),
            Series.of(
                "u64",
                DataType.UINT64,
                Arrays.asList(new BigInteger("18446744073709551615"), null)),
            Series.of("f32", DataType.FLOAT32, Arrays.asList(Float.NaN, null)),
            Series.of("f64", DataType.FLOAT64, Arrays.asList(-0.0, null)),
            Series.of(
                "decimal",
                DataType.decimal(38, 2),
                Arrays.asList(new BigDecimal("-123456789012345678901234567890123456.78"), null)),
            Series.of("text", "a text of more than twelve bytes, Ω", null),
            Series.of("binary", new byte[][] {{0, -1}, null}),
            Series.of("date", LocalDate.of(-4000, 1, 1), null),
            Series.of("time", LocalTime.of(1, 2, 3, 4), null),
            Series.of("micros", micros, Arrays.asList(moment, null)),
            Series.of(
                "nanos", nanos, Arrays.asList(LocalDateTime.of(2020, 1, 1, 0, 0, 0, 1), null)),
            Series.of("instant", micros2, Arrays.asList(Instant.ofEpochSecond(-1, 1_000), null)),
            Series.of("list", Arrays.asList(Arrays.asList(1, null), null)),
            Series.of("struct", Arrays.asList(Map.of("a", 1), null)),
            Series.of(
                "array", DataType.array(DataType.INT32, 2), Arrays.asList(List.of(1, 2), null)));
    try (DataFrame frame = DataFrame.of(columns);
        DataFrame back = DuckFrames.query(connection, "from t", Map.of("t", frame))) {
      assertThat(back.schema()).isEqualTo(frame.schema());
      assertThat(back.contentEquals(frame)).isTrue();
    } finally {
      columns.forEach(Series::close);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "date 'infinity' | infinite",
        "timestamp '-infinity' | infinite",
        "time '24:00:00' | 24:00:00",
        "170141183460469231731687303715884105727::hugeint | more than 38 digits",
        "340282366920938463463374607431768211455::uhugeint | more digits",
        "union_value(k := 1) | UNION",
      })
  void whatHasNoFormIsRefusedByColumn(String value, String why) {
    String sql = "select 1 as a, " + value + " as odd";
    assertThatThrownBy(() -> DuckFrames.query(connection, sql))
        .hasMessageContaining("odd")
        .hasMessageContaining(why)
        .hasMessageMatching("(?s).*(CAST|nullif).*");
  }

  @Test
  void typesThatArrowHasNotAreReadByCells() throws SQLException {
    String sql =
        "select '12:00:00+02'::timetz as t, interval 3 months as i, '101'::bit as b,"
            + " [timestamp '1500-01-01'] as l";
    try (DataFrame frame = DuckFrames.query(connection, sql)) {
      assertThat(frame.row(0).get("t")).isEqualTo("12:00:00+02");
      assertThat(frame.row(0).get("i")).isEqualTo("3 months");
      assertThat(frame.row(0).get("b")).isEqualTo("101");
      assertThat(frame.row(0).get("l")).isEqualTo(List.of(LocalDateTime.of(1500, 1, 1, 0, 0)));
    }
  }

  @Test
  void whatDuckDbCannotHoldIsRefusedByTableAndColumn() {
    List<Series> odd =
        List.of(
            Series.of("odd", DataType.INT128, List.of(BigInteger.ONE)),
            Series.of("odd", DataType.FLOAT16, List.of(1.5f)),
            Series.of(
                "odd", DataType.duration(TimeUnit.NANOSECONDS), List.of(Duration.ofNanos(1))));
    for (Series series : odd) {
      try (series;
          DataFrame frame = DataFrame.of(series)) {
        assertThatThrownBy(() -> DuckFrames.query(connection, "from t", Map.of("t", frame)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("table \"t\", column \"odd\"");
      }
    }
  }

  @Test
  void aViewOfTheUsersIsNotReplaced() throws SQLException {
    try (Statement statement = connection.createStatement();
        DataFrame orders = orders()) {
      statement.execute("create temp view orders as select 1 as one");
      Map<String, DataFrame> tables = Map.of("orders", orders);
      assertThatThrownBy(() -> DuckFrames.query(connection, "from orders", tables))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("orders");
      try (DataFrame one = DuckFrames.query(connection, "from orders")) {
        assertThat(one.columnNames()).containsExactly("one");
      }
    }
  }

  @Test
  void nothingStaysInTheDatabase() throws SQLException {
    try (DataFrame orders = orders()) {
      Map<String, DataFrame> tables = Map.of("orders", orders);
      DuckFrames.query(connection, "from orders", tables).close();
      assertThatThrownBy(() -> DuckFrames.query(connection, "select nothing from orders", tables))
          .isInstanceOf(SQLException.class);
      String sql = "from duckdb_views() where temporary and not internal";
      try (DataFrame views = DuckFrames.query(connection, sql)) {
        assertThat(views.height()).isZero();
      }
    }
  }

  @Test
  void aFailedTransactionLeavesFramesInPlace() throws SQLException {
    connection.setAutoCommit(false);
    try (DataFrame orders = orders()) {
      Map<String, DataFrame> tables = Map.of("orders", orders);
      String sql = "select error('no') from orders";
      assertThatThrownBy(() -> DuckFrames.query(connection, sql, tables))
          .isInstanceOf(SQLException.class);
      connection.rollback();
      DuckFrames.query(connection, "from orders", tables).close();
      connection.commit();
    }
  }

  @Test
  void aTableOfAFrameAndOfBatches() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DataFrame orders = orders()) {
      assertThat(DuckFrames.createTable(connection, "a \"table\"", orders)).isEqualTo(4);
      new IpcWriter(file).withRecordBatchSize(2).finish(orders);
    }
    try (var batches = new IpcReader(file.toByteArray()).batches(2)) {
      assertThat(DuckFrames.createTable(connection, "again", batches)).isEqualTo(4);
    }
    String sql = "(from \"a \"\"table\"\"\" except all from again)";
    try (DataFrame rest = DuckFrames.query(connection, sql)) {
      assertThat(rest.height()).isZero();
    }
  }

  @Test
  void statementsThatGiveNoRows() throws SQLException {
    try (DataFrame orders = orders()) {
      String sql = "create table kept as from orders where amount > 2";
      DuckFrames.update(connection, sql, Map.of("orders", orders));
      assertThatThrownBy(() -> DuckFrames.query(connection, "create table x (a int)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("gives no rows");
      try (DataFrame kept = DuckFrames.query(connection, "from kept")) {
        assertThat(kept.height()).isEqualTo(2);
      }
    }
  }

  @Test
  void aResultLargerThanABatchIsStreamed() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    String sql = "select i, 'text ' || i as t from range(300000) r(i)";
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (Connection streaming = DriverManager.getConnection("jdbc:duckdb:", properties);
        DuckBatches batches = DuckFrames.stream(streaming, sql, 20_000);
        BatchedWriter writer = new IpcWriter(file).batched(batches.schema())) {
      assertThat(batches.writeTo(writer)).isEqualTo(300_000);
      writer.finish();
    }
    try (DataFrame back = new IpcReader(file.toByteArray()).finish()) {
      assertThat(back.height()).isEqualTo(300_000);
      assertThat(back.row(299_999).get("t")).isEqualTo("text 299999");
    }
  }

  @Test
  void closingInAnyOrder() throws SQLException {
    DuckBatches batches = DuckFrames.stream(connection, "from range(500000)", 100_000);
    DataFrame first = batches.next();
    connection.close();
    assertThat(first.row(99_999).get(0)).isEqualTo(99_999L);
    batches.close();
    first.close();

    Connection other = DriverManager.getConnection("jdbc:duckdb:");
    Statement statement = other.createStatement();
    ResultSet rows = statement.executeQuery("select 'x' as x from range(10)");
    DuckBatches texts = DuckFrames.stream(rows, 5);
    rows.close();
    statement.close();
    try (DataFrame frame = texts.next()) {
      assertThat(frame.row(0).get(0)).isEqualTo("x");
    }
    texts.close();
    texts.close();
    assertThatThrownBy(texts::next).isInstanceOf(IllegalStateException.class);
    DataFrame orders = orders();
    DataFrame same = DuckFrames.query(other, "from orders", Map.of("orders", orders));
    orders.close();
    other.close();
    assertThat(same.row(2).get("customer")).isEqualTo("ada");
    same.close();
  }

  @Test
  void anEmptyResultHasItsSchema() throws SQLException {
    try (DataFrame empty = DuckFrames.query(connection, "select 1 as a, 'x' as b limit 0")) {
      assertThat(empty.height()).isZero();
      assertThat(empty.schema())
          .isEqualTo(
              new Schema(List.of(new Field("a", DataType.INT32), new Field("b", DataType.STRING))));
    }
  }

  @Test
  void anotherDatabaseIsToldSo() throws SQLException {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite::memory:");
        DataFrame orders = orders()) {
      assertThatThrownBy(() -> DuckFrames.query(other, "select 1", Map.of("orders", orders)))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("DuckDB");
    }
  }
}
