package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Results of real databases. */
class JdbcTest {
  private static final DataType MICROS = DataType.datetime(TimeUnit.MICROSECONDS);
  private static final DataType MICROS_UTC =
      DataType.datetime(TimeUnit.MICROSECONDS, ZoneOffset.UTC);
  private static final Instant INSTANT = Instant.parse("2020-01-01T08:00:00.123456Z");
  private static final String ID = "00000000-0000-0000-0000-00000000000a";

  enum Database {
    DUCKDB,
    H2,
    POSTGRES;

    Connection connect() throws SQLException {
      return switch (this) {
        case DUCKDB -> DriverManager.getConnection("jdbc:duckdb:");
        case H2 -> DriverManager.getConnection("jdbc:h2:mem:");
        case POSTGRES -> Postgres.connect();
      };
    }

    /** Numbers 0 to n - 1 as i. */
    String numbers(int n) {
      return this == H2
          ? "select x - 1 as i from system_range(1, " + n + ")"
          : "select i from generate_series(0, " + (n - 1) + ") as t(i)";
    }
  }

  private static DataFrame query(Database database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      DataFrame frame = DataFrame.fromResultSet(rows);
      assertThat(rows.isClosed()).isFalse();
      return frame;
    }
  }

  /** The columns' types and values of a single row. */
  private static void gives(Database database, Expected... columns) throws SQLException {
    String values =
        IntStream.range(0, columns.length)
            .mapToObj(i -> columns[i].sql() + " as c" + i)
            .collect(Collectors.joining(", "));
    try (DataFrame frame = query(database, "select " + values)) {
      for (int i = 0; i < columns.length; i++) {
        Field field = frame.schema().field(i);
        assertThat(field.dataType()).as(columns[i].sql()).isEqualTo(columns[i].type());
        Object value = frame.row(0).get(i);
        if (columns[i].value() instanceof byte[] bytes) {
          assertThat((byte[]) value).as(columns[i].sql()).isEqualTo(bytes);
        } else {
          assertThat(value).as(columns[i].sql()).isEqualTo(columns[i].value());
        }
      }
    }
  }

  private record Expected(String sql, DataType type, @Nullable Object value) {}

  private static Expected is(String sql, DataType type, @Nullable Object value) {
    return new Expected(sql, type, value);
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  @Test
  void typesOfDuckDb() throws SQLException {
    gives(
        Database.DUCKDB,
        is("true", DataType.BOOLEAN, true),
        is("null::boolean", DataType.BOOLEAN, null),
        is("(-1)::tinyint", DataType.INT8, (byte) -1),
        is("null::tinyint", DataType.INT8, null),
        is("(-1)::smallint", DataType.INT16, (short) -1),
        is("0::integer", DataType.INT32, 0),
        is("null::integer", DataType.INT32, null),
        is("(-1)::bigint", DataType.INT64, -1L),
        is("255::utinyint", DataType.UINT8, (short) 255),
        is("65535::usmallint", DataType.UINT16, 65_535),
        is("4294967295::uinteger", DataType.UINT32, 4_294_967_295L),
        is("null::uinteger", DataType.UINT32, null),
        is(
            "18446744073709551615::ubigint",
            DataType.UINT64,
            BigInteger.TWO.pow(64).subtract(BigInteger.ONE)),
        is("(-1)::hugeint", DataType.decimal(38, 0), decimal("-1")),
        is("1::uhugeint", DataType.decimal(38, 0), decimal("1")),
        is("sum(1)", DataType.decimal(38, 0), decimal("1")),
        is("1.5::float", DataType.FLOAT32, 1.5f),
        is("1.5::double", DataType.FLOAT64, 1.5),
        is("null::double", DataType.FLOAT64, null),
        is("1.5::decimal(10, 2)", DataType.decimal(10, 2), decimal("1.50")),
        is("null::decimal(10, 2)", DataType.decimal(10, 2), null),
        is(
            "99999999999999999999999999999999999999::decimal(38, 0)",
            DataType.decimal(38, 0),
            decimal("9".repeat(38))),
        is("'wörd 😀'", DataType.STRING, "wörd 😀"),
        is("null::varchar", DataType.STRING, null),
        is("'ab'::blob", DataType.BINARY, new byte[] {'a', 'b'}),
        is("''::blob", DataType.BINARY, new byte[0]),
        is("null::blob", DataType.BINARY, null),
        is("date '0001-02-03'", DataType.DATE, LocalDate.of(1, 2, 3)),
        is("time '10:00:00.123456'", DataType.TIME, LocalTime.parse("10:00:00.123456")),
        is(
            "timestamp '1500-01-01 10:00:00.123456'",
            MICROS,
            LocalDateTime.parse("1500-01-01T10:00:00.123456")),
        is("null::timestamp", MICROS, null),
        is("timestamp_s '2020-01-01 10:00:00'", MICROS, LocalDateTime.parse("2020-01-01T10:00")),
        is(
            "timestamp_ms '2020-01-01 10:00:00.123'",
            DataType.datetime(TimeUnit.MILLISECONDS),
            LocalDateTime.parse("2020-01-01T10:00:00.123")),
        is(
            "timestamp_ns '2020-01-01 10:00:00.123456789'",
            DataType.datetime(TimeUnit.NANOSECONDS),
            LocalDateTime.parse("2020-01-01T10:00:00.123456789")),
        is(
            "timestamptz '2020-01-01 10:00:00.123456+02'",
            MICROS_UTC,
            INSTANT.atZone(ZoneId.of("UTC"))),
        is("null::timestamptz", MICROS_UTC, null),
        is("interval '1 month 2 days'", DataType.STRING, "1 month 2 days"),
        is("uuid '" + ID + "'", DataType.STRING, ID),
        is("'{\"a\":1}'::json", DataType.STRING, "{\"a\":1}"),
        is("'a'::enum('a', 'b')", DataType.STRING, "a"),
        is("'101'::bit", DataType.STRING, "101"),
        is("null", DataType.NULL, null),
        is("[1, 2, null]", DataType.list(DataType.INT32), Arrays.asList(1, 2, null)),
        is("null::integer[]", DataType.list(DataType.INT32), null),
        is(
            "[[1.5], [], null]::decimal(10, 2)[][]",
            DataType.list(DataType.list(DataType.decimal(10, 2))),
            Arrays.asList(List.of(decimal("1.50")), List.of(), null)),
        is("[1, 2]::bigint[2]", DataType.array(DataType.INT64, 2), List.of(1L, 2L)),
        is("[date '2020-01-01']", DataType.list(DataType.DATE), List.of(LocalDate.of(2020, 1, 1))),
        is(
            "[timestamp '2020-01-01 10:00:00']",
            DataType.list(MICROS),
            List.of(LocalDateTime.parse("2020-01-01T10:00"))),
        is(
            "[timestamptz '2020-01-01 10:00:00.123456+02']",
            DataType.list(MICROS_UTC),
            List.of(INSTANT.atZone(ZoneId.of("UTC")))),
        is("[uuid '" + ID + "']", DataType.list(DataType.STRING), List.of(ID)),
        is(
            "{'a': 1, 'b c': ['x'], 'd': {'e': 1.5::float}}",
            DataType.struct(
                Field.of("a", DataType.INT32),
                Field.of("b c", DataType.list(DataType.STRING)),
                Field.of("d", DataType.struct(Field.of("e", DataType.FLOAT32)))),
            Map.of("a", 1, "b c", List.of("x"), "d", Map.of("e", 1.5f))),
        is(
            "map {'k': 1}",
            DataType.list(
                DataType.struct(
                    Field.of("key", DataType.STRING), Field.of("value", DataType.INT32))),
            List.of(Map.of("key", "k", "value", 1))));
  }

  @Test
  void typesOfH2() throws SQLException {
    DataType nanos = DataType.datetime(TimeUnit.NANOSECONDS);
    gives(
        Database.H2,
        is("true", DataType.BOOLEAN, true),
        is("cast(null as boolean)", DataType.BOOLEAN, null),
        is("cast(-1 as tinyint)", DataType.INT8, (byte) -1),
        is("cast(-1 as smallint)", DataType.INT16, (short) -1),
        is("-1", DataType.INT32, -1),
        is("cast(null as bigint)", DataType.INT64, null),
        is("cast(1.5 as real)", DataType.FLOAT32, 1.5f),
        is("cast(1.5 as float)", DataType.FLOAT64, 1.5),
        is("cast(1.5 as numeric(10, 2))", DataType.decimal(10, 2), decimal("1.50")),
        is("cast(15 as numeric)", DataType.decimal(38, 0), decimal("15")),
        is("cast(1.5 as decfloat)", DataType.decimal(38, 18), decimal("1.500000000000000000")),
        is("'x'", DataType.STRING, "x"),
        is("cast('x' as char(3))", DataType.STRING, "x  "),
        is("cast('long' as clob)", DataType.STRING, "long"),
        is("X'0102'", DataType.BINARY, new byte[] {1, 2}),
        is("cast(X'0102' as blob)", DataType.BINARY, new byte[] {1, 2}),
        is("cast(X'' as blob)", DataType.BINARY, new byte[0]),
        is("cast(null as blob)", DataType.BINARY, null),
        is("date '2020-01-01'", DataType.DATE, LocalDate.of(2020, 1, 1)),
        is(
            "cast('10:00:00.123456789' as time(9))",
            DataType.TIME,
            LocalTime.parse("10:00:00.123456789")),
        is(
            "cast('2020-01-01 10:00:00' as timestamp)",
            MICROS,
            LocalDateTime.parse("2020-01-01T10:00")),
        is(
            "cast('2020-01-01 10:00:00.123456789' as timestamp(9))",
            nanos,
            LocalDateTime.parse("2020-01-01T10:00:00.123456789")),
        is(
            "cast('2020-01-01 10:00:00.123456+02' as timestamp with time zone)",
            MICROS_UTC,
            INSTANT.atZone(ZoneId.of("UTC"))),
        is("time with time zone '10:00:00+02'", DataType.STRING, "10:00:00+02"),
        is("interval '1-2' year to month", DataType.STRING, "INTERVAL '1-2' YEAR TO MONTH"),
        is("uuid '" + ID + "'", DataType.STRING, ID),
        is("json '{\"a\":1}'", DataType.STRING, "{\"a\":1}"),
        is("cast('a' as enum('a', 'b'))", DataType.STRING, "a"),
        is("null", DataType.NULL, null),
        is("array[1, 2, null]", DataType.list(DataType.INT32), Arrays.asList(1, 2, null)),
        is("cast(null as integer array)", DataType.list(DataType.INT32), null),
        is(
            "array[array['a'], array['b']]",
            DataType.list(DataType.list(DataType.STRING)),
            List.of(List.of("a"), List.of("b"))),
        is(
            "array[cast(1.5 as numeric(10, 2))]",
            DataType.list(DataType.decimal(10, 2)),
            List.of(decimal("1.50"))),
        is(
            "array[date '2020-01-01']",
            DataType.list(DataType.DATE),
            List.of(LocalDate.of(2020, 1, 1))),
        is(
            "row(1, 'a')",
            DataType.struct(Field.of("C1", DataType.INT32), Field.of("C2", DataType.STRING)),
            Map.of("C1", 1, "C2", "a")));
  }

  @Test
  void typesOfPostgres() throws SQLException {
    gives(
        Database.POSTGRES,
        is("true", DataType.BOOLEAN, true),
        is("null::boolean", DataType.BOOLEAN, null),
        is("(-1)::smallint", DataType.INT16, (short) -1),
        is("-1", DataType.INT32, -1),
        is("null::bigint", DataType.INT64, null),
        is("1::oid", DataType.INT64, 1L),
        is("1.5::real", DataType.FLOAT32, 1.5f),
        is("1.5::float8", DataType.FLOAT64, 1.5),
        is("1.5::numeric(10, 2)", DataType.decimal(10, 2), decimal("1.50")),
        is("1.5::numeric", DataType.decimal(38, 18), decimal("1.500000000000000000")),
        is("1500::numeric(3, -2)", DataType.decimal(5, 0), decimal("1500")),
        is("1.5::numeric(100, 20)", DataType.decimal(38, 20), decimal("1.5").setScale(20)),
        is("'x'::varchar", DataType.STRING, "x"),
        is("null::text", DataType.STRING, null),
        is("'x'::char(3)", DataType.STRING, "x  "),
        is("'ab'::bytea", DataType.BINARY, new byte[] {'a', 'b'}),
        is("null::bytea", DataType.BINARY, null),
        is("date '0001-02-03'", DataType.DATE, LocalDate.of(1, 2, 3)),
        is("time '10:00:00.123456'", DataType.TIME, LocalTime.parse("10:00:00.123456")),
        is(
            "timestamp '1500-01-01 10:00:00.123456'",
            MICROS,
            LocalDateTime.parse("1500-01-01T10:00:00.123456")),
        is(
            "timestamptz '2020-01-01 10:00:00.123456+02'",
            MICROS_UTC,
            INSTANT.atZone(ZoneId.of("UTC"))),
        is("timetz '10:00:00+02'", DataType.STRING, "10:00:00+02"),
        is("interval '1 month 2 days'", DataType.STRING, "1 mon 2 days"),
        is("uuid '" + ID + "'", DataType.STRING, ID),
        is("'{\"a\": 1}'::json", DataType.STRING, "{\"a\": 1}"),
        is("'{\"a\": 1}'::jsonb", DataType.STRING, "{\"a\": 1}"),
        is("'<a/>'::xml", DataType.STRING, "<a/>"),
        is("'$1,000.50'::money", DataType.STRING, "$1,000.50"),
        is("B'101'", DataType.STRING, "101"),
        is("inet '10.0.0.1'", DataType.STRING, "10.0.0.1"),
        is("row(1, 'a')", DataType.STRING, "(1,a)"),
        is("array[1, 2, null]", DataType.list(DataType.INT32), Arrays.asList(1, 2, null)),
        is("null::int[]", DataType.list(DataType.INT32), null),
        is("array['a']", DataType.list(DataType.STRING), List.of("a")),
        is("array[true]", DataType.list(DataType.BOOLEAN), List.of(true)),
        is(
            "array[1.5::numeric(10, 2)]::numeric(10, 2)[]",
            DataType.list(DataType.decimal(10, 2)),
            List.of(decimal("1.50"))),
        is(
            "array[date '2020-01-01']",
            DataType.list(DataType.DATE),
            List.of(LocalDate.of(2020, 1, 1))),
        is(
            "array[timestamp '2020-01-01 10:00:00']",
            DataType.list(MICROS),
            List.of(LocalDateTime.parse("2020-01-01T10:00"))),
        is(
            "array[timestamptz '2020-01-01 10:00:00.123456+02']",
            DataType.list(MICROS_UTC),
            List.of(INSTANT.atZone(ZoneId.of("UTC")))),
        is("array[uuid '" + ID + "']", DataType.list(DataType.STRING), List.of(ID)));
  }

  @Test
  void bytesOfArrays() throws SQLException {
    try (DataFrame frame = query(Database.POSTGRES, "select array['ab'::bytea, null]")) {
      List<?> list = (List<?>) frame.row(0).get(0);
      assertThat((byte[]) list.get(0)).isEqualTo("ab".getBytes(StandardCharsets.UTF_8));
      assertThat(list.get(1)).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyRowsAndNoRows(Database database) throws SQLException {
    String numbers = database.numbers(10_000);
    try (DataFrame all = query(database, "select i, 'n' || i as name from (" + numbers + ") n");
        DataFrame none = query(database, "select * from (" + numbers + ") n where i < 0");
        Series column = all.column(1)) {
      assertThat(all.height()).isEqualTo(10_000);
      assertThat(column.getString(9_999)).isEqualTo("n9999");
      assertThat(none.height()).isZero();
      assertThat(none.width()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void batchesFeedAWriter(Database database) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(database.numbers(2_500));
        JdbcFrames frames = JdbcFrames.stream(rows, 1_000);
        BatchedWriter writer = new IpcWriter(bytes).batched(frames.schema())) {
      assertThat(frames.writeTo(writer)).isEqualTo(2_500);
      writer.finish();
      assertThat(frames.hasNext()).isFalse();
      assertThatThrownBy(frames::next).isInstanceOf(NoSuchElementException.class);
    }
    IpcReader reader = new IpcReader(bytes.toByteArray());
    assertThat(reader.layout().recordBatches().stream().map(RecordBatchInfo::rows))
        .containsExactly(1_000L, 1_000L, 500L);
    try (DataFrame frame = reader.finish()) {
      assertThat(frame.row(2_499).values()).hasToString("[2499]");
    }
  }

  @Test
  void readingStartsAfterTheCursor() throws SQLException {
    try (Connection connection = Database.H2.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(Database.H2.numbers(3))) {
      rows.next();
      try (DataFrame frame = DataFrame.fromResultSet(rows)) {
        assertThat(frame.height()).isEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFailureOfTheDatabaseComesAsItIs(Database database) {
    String failing = "select cast(case when i = 3 then 'x' else '1' end as integer) as bad from (";
    assertThatThrownBy(() -> query(database, failing + database.numbers(10) + ") n"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void aValueThatDoesNotFitNamesItsPlace() {
    assertThatThrownBy(
            () ->
                query(
                    Database.POSTGRES,
                    "select case when i = 3 then 0.00000000000000000001 else 1.0 end as fine from ("
                        + Database.POSTGRES.numbers(10)
                        + ") n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"fine\"")
        .hasMessageContaining("row 4")
        .hasMessageContaining("Decimal(38, 18)");
  }

  /** There is no type to give here, but a query to change. */
  @Test
  void aTimeBeyondNanosecondsIsToldTheCast() throws SQLException {
    String late = "timestamp '9999-12-31 00:00:00'";
    assertThatThrownBy(() -> query(Database.H2, "select cast(" + late + " as timestamp(9)) as due"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"DUE\"")
        .hasMessageContaining("out of range for Datetime(NANOSECONDS)")
        .hasMessageContaining("MICROSECONDS; CAST it in the query")
        .hasMessageContaining("TIMESTAMP(6)")
        .hasMessageNotContaining("DataType");
    try (DataFrame frame = query(Database.H2, "select cast(" + late + " as timestamp(6)) as due")) {
      assertThat(frame.rows().toList().get(0).get("DUE"))
          .isEqualTo(LocalDateTime.of(9999, 12, 31, 0, 0));
    }
  }

  @Test
  void rowsAreCountedThroughBatchesAndAFailureEndsThem() throws SQLException {
    try (Connection connection = Database.POSTGRES.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select case when i = 5 then 'infinity' else date '2020-01-01' end as day from ("
                    + Database.POSTGRES.numbers(10)
                    + ") n");
        JdbcFrames frames = JdbcFrames.stream(rows, 2)) {
      frames.next().close();
      frames.next().close();
      assertThatThrownBy(frames::next)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("row 6");
      assertThatThrownBy(frames::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("failed");
    }
  }

  @Test
  void twoColumnsOfOneNameAreRefused() {
    assertThatThrownBy(() -> query(Database.DUCKDB, "select 1 as a, 2 as a"))
        .isInstanceOf(DuplicateException.class)
        .hasMessageContaining("\"a\"");
  }

  @Test
  void useAfterCloseAndNoRowsPerBatchAreRefused() throws SQLException {
    try (Connection connection = Database.H2.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select 1")) {
      JdbcFrames frames = JdbcFrames.stream(rows, 1);
      frames.close();
      frames.close();
      assertThatThrownBy(frames::hasNext).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> JdbcFrames.stream(rows, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rowsPerBatch");
    }
  }

  @Test
  void aColumnTakesTheTypeThatIsAskedForBeforeReadingBegins() throws SQLException {
    try (Connection connection = Database.H2.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select 7 as a, 'x' as b");
        JdbcFrames frames = JdbcFrames.stream(rows, 1)) {
      assertThat(frames.withColumnType("A", DataType.FLOAT64)).isSameAs(frames);
      assertThat(frames.schema().field(0)).isEqualTo(Field.of("A", DataType.FLOAT64));
      assertThatThrownBy(() -> frames.withColumnType("a", DataType.STRING))
          .isInstanceOf(ColumnNotFoundException.class)
          .hasMessageContaining("\"a\"")
          .hasMessageContaining("[A, B]");
      assertThatThrownBy(() -> frames.withColumnType("B", DataType.list(DataType.STRING)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"B\"")
          .hasMessageContaining("CHARACTER VARYING")
          .hasMessageContaining("List(String)");
      try (DataFrame frame = frames.next()) {
        assertThat(frame.row(0).values()).isEqualTo(List.of(7.0, "x"));
      }
      assertThatThrownBy(() -> frames.withColumnType("A", DataType.INT64))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("reading has begun");
    }
  }

  @Test
  void whatHasNoBytesIsNotReadAsBinary() throws SQLException {
    try (Connection connection = Database.DUCKDB.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select '101'::bit as a, 'x' as b");
        JdbcFrames frames = JdbcFrames.stream(rows, 1)) {
      for (String name : List.of("a", "b")) {
        assertThatThrownBy(() -> frames.withColumnType(name, DataType.BINARY))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("\"" + name + "\"")
            .hasMessageContaining("ask for String");
      }
    }
  }

  @Test
  void noMessageIsLong() {
    String name = "n".repeat(5_000);
    String many = "9".repeat(5_000);
    assertThatThrownBy(
            () -> query(Database.DUCKDB, "select '" + many + "'::bignum as \"" + name + "\""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(5000 characters)")
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(1_000));
  }

  /** DuckDB's text of 1900 in St. John's says -03:30, where the clocks were at -03:30:52. */
  @Test
  void oldPointsInTimeInDuckDbsTextAreExactOrRefused() throws SQLException {
    String moment = "'1900-01-01 00:00:00.123456+00'";
    try (Connection connection = Database.DUCKDB.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : List.of("[timestamptz " + moment + "]", "timestamptz_ns " + moment)) {
        statement.execute("set timezone = 'America/St_Johns'");
        try (ResultSet rows = statement.executeQuery("select " + sql + " as c")) {
          assertThatThrownBy(() -> DataFrame.fromResultSet(rows))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("column \"c\"")
              .hasMessageContaining("SET TimeZone = 'UTC'");
        }
        statement.execute("set timezone = 'UTC'");
        try (ResultSet rows = statement.executeQuery("select " + sql + " as c");
            DataFrame frame = DataFrame.fromResultSet(rows)) {
          Object value = frame.row(0).get(0);
          Object at = value instanceof List<?> list ? list.get(0) : value;
          assertThat(at)
              .isEqualTo(Instant.parse("1900-01-01T00:00:00.123456Z").atZone(ZoneId.of("UTC")));
        }
      }
    }
  }
}
