package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames into tables: every value arrives, or nothing is written. */
class JdbcWriterTest {
  private static final String DUCKDB = "jdbc:duckdb:";
  private static final String H2 = "jdbc:h2:mem:";
  private static final String POSTGRES = "postgres";

  private static final Schema SCHEMA =
      Schema.of(
          Field.of("flag", DataType.BOOLEAN),
          Field.of("small", DataType.INT16),
          Field.of("n", DataType.INT32),
          Field.of("id", DataType.INT64),
          Field.of("u", DataType.UINT64),
          Field.of("real", DataType.FLOAT32),
          Field.of("double", DataType.FLOAT64),
          Field.of("price", DataType.decimal(20, 4)),
          Field.of("name", DataType.STRING),
          Field.of("bytes", DataType.BINARY),
          Field.of("day", DataType.DATE),
          Field.of("time", DataType.TIME),
          Field.of("local", DataType.datetime(TimeUnit.MICROSECONDS)),
          Field.of("instant", DataType.datetime(TimeUnit.MICROSECONDS, ZoneOffset.UTC)));

  private static final String TABLE =
      "CREATE TABLE t (flag BOOLEAN, small SMALLINT, n INTEGER, id BIGINT, u DECIMAL(20, 0), \"real\""
          + " REAL, \"double\" DOUBLE PRECISION, price DECIMAL(20, 4), name VARCHAR, bytes %s, \"day\""
          + " DATE, \"time\" %s, \"local\" TIMESTAMP, instant TIMESTAMP WITH TIME ZONE)";

  private static DataFrame frame(int rows) {
    DataFrame.Builder builder = DataFrame.builder(SCHEMA);
    for (int i = 0; i < rows; i++) {
      if (i % 5 == 4) {
        builder.appendRow(new Object[SCHEMA.size()]);
        continue;
      }
      builder.appendRow(
          i % 2 == 0,
          (short) -i,
          Integer.MIN_VALUE + i,
          Long.MAX_VALUE - i,
          BigInteger.TWO.pow(64).subtract(BigInteger.valueOf(i + 1)),
          i / 3f,
          i / 3.0,
          new BigDecimal("1234567890123456.7891").add(BigDecimal.valueOf(i)),
          "n\u00e4me ' \" " + i,
          new byte[] {0, (byte) i, -1},
          LocalDate.of(1500 + i % 1000, 1, 1),
          LocalTime.of(23, 59, 59, 999_999_000),
          LocalDateTime.of(2024, 3, 31, 2, 30, 0, 123_456_000),
          Instant.parse("1969-12-31T23:59:59.999999Z"));
    }
    return builder.build();
  }

  @ParameterizedTest
  @ValueSource(strings = {DUCKDB, H2, POSTGRES})
  void everyValueArrives(String url) throws SQLException {
    boolean postgres = url.equals(POSTGRES);
    try (Connection connection = postgres ? Postgres.connect() : DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        DataFrame frame = frame(2_503)) {
      boolean duck = url.equals(DUCKDB);
      String bytes = duck ? "BLOB" : postgres ? "BYTEA" : "VARBINARY";
      statement.execute("DROP TABLE IF EXISTS t");
      statement.execute(TABLE.formatted(bytes, duck ? "TIME" : "TIME(6)"));
      assertThat(frame.toJdbc(connection, "t")).isEqualTo(2_503);
      try (ResultSet rows = statement.executeQuery("SELECT * FROM t");
          DataFrame back = DataFrame.fromResultSet(rows)) {
        // A table has no order.
        assertThat(rows(back)).isEqualTo(rows(frame));
      }
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  private static List<String> rows(DataFrame frame) {
    return frame
        .rows()
        .map(row -> row.values().stream().map(JdbcWriterTest::plain).toList().toString())
        .sorted()
        .toList();
  }

  /** Decimals are whole numbers here and there. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return Arrays.toString(bytes);
    } else if (value instanceof java.time.ZonedDateTime time) {
      return time.toInstant();
    }
    return value instanceof BigInteger whole ? new BigDecimal(whole) : value;
  }

  @Test
  void whatTheTableDoesNotHoldIsRefusedByName() throws SQLException {
    try (Connection connection = DriverManager.getConnection(DUCKDB);
        Statement statement = connection.createStatement();
        Series wide = Series.of("n", new long[] {1});
        Series fine = Series.of("n", 0.5);
        Series list = Series.of("n", DataType.list(DataType.INT32), List.of(List.of(1)));
        Series other = Series.of("m", new int[] {1})) {
      statement.execute("CREATE TABLE t (n INTEGER)");
      for (Series series : List.of(wide, fine, list)) {
        try (DataFrame frame = series.toFrame()) {
          assertThatThrownBy(() -> frame.toJdbc(connection, "t"))
              .isInstanceOf(SchemaMismatchException.class)
              .hasMessageContaining("column \"n\" of type " + series.dataType())
              .hasMessageContaining("INTEGER")
              .hasMessageContaining("cast");
        }
      }
      try (DataFrame frame = other.toFrame()) {
        assertThatThrownBy(() -> frame.toJdbc(connection, "t"))
            .isInstanceOf(ColumnNotFoundException.class)
            .hasMessageContaining("table t has no column \"m\", only [n]");
        assertThatThrownBy(() -> frame.toJdbc(connection, "missing"))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("missing");
      }
      try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getLong(1)).isZero();
      }
    }
  }

  @Test
  void aFailureHalfwayWritesNothing() throws SQLException {
    try (Connection connection = DriverManager.getConnection(DUCKDB);
        Statement statement = connection.createStatement();
        Series ids = Series.of("n", new int[] {1, 2, 3, 1});
        DataFrame frame = ids.toFrame()) {
      statement.execute("CREATE TABLE t (n INTEGER PRIMARY KEY)");
      JdbcWriter writer = new JdbcWriter(connection, "t").withBatchRows(1);
      assertThatThrownBy(() -> writer.write(frame)).isInstanceOf(SQLException.class);
      assertThat(connection.getAutoCommit()).isTrue();
      try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getLong(1)).isZero();
      }
    }
  }

  @Test
  void timesThatTheDatabaseWouldRoundAreRefused() throws SQLException {
    try (Connection connection = DriverManager.getConnection(H2);
        Statement statement = connection.createStatement();
        Series times =
            Series.of("T", DataType.TIME, List.of(LocalTime.NOON, LocalTime.of(1, 2, 3, 1000)));
        DataFrame frame = times.toFrame()) {
      statement.execute("CREATE TABLE u (t TIME(3))");
      assertThatThrownBy(() -> frame.toJdbc(connection, "u"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("column \"T\"")
          .hasMessageContaining("row 1: 01:02:03.000001 has finer digits");
    }
  }
}
