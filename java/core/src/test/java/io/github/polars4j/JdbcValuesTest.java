package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/**
 * Values of real databases, right or refused, in whatever time zone the JVM is: the lines of {@code
 * jdbc-values.tsv}, which are database, SQL (statements parted by {@code ;;}, the last is the
 * query), perhaps a column's type that is asked for, the first column's type, and its values or
 * {@code !} and parts of the refusal's message. The build runs them in several zones.
 */
class JdbcValuesTest {
  record Case(String database, String sql, String asked, String type, String expected) {
    @Override
    public String toString() {
      return database + ": " + sql + (asked.isEmpty() ? "" : " as " + asked);
    }
  }

  static List<Case> cases() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                JdbcValuesTest.class.getResourceAsStream("jdbc-values.tsv"),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(parts -> new Case(parts[0], parts[1], parts[2], parts[3], parts[4]))
          .toList();
    }
  }

  static Connection connect(String database) throws SQLException {
    return switch (database) {
      case "sqlite" -> DriverManager.getConnection("jdbc:sqlite::memory:");
      case "pg" -> Postgres.connect();
      case "mariadb" -> MariaDb.connect();
      case "mysql" -> MariaDb.connectByMySql();
      // What is prepared comes in the binary form of the protocol.
      case "pg prepared" -> {
        Connection connection = Postgres.connect();
        connection.unwrap(PGConnection.class).setPrepareThreshold(-1);
        yield connection;
      }
      case "mariadb prepared" ->
          DriverManager.getConnection(MariaDb.mariadb() + "&useServerPrepStmts=true");
      case "mysql prepared" ->
          DriverManager.getConnection(MariaDb.mysql() + "&useServerPrepStmts=true");
      case "h2" -> DriverManager.getConnection("jdbc:h2:mem:");
      case "duckdb" -> DriverManager.getConnection("jdbc:duckdb:");
      case "derby" -> {
        // Or it leaves a log in the current folder.
        System.setProperty("derby.stream.error.method", "java.io.OutputStream.nullOutputStream");
        yield DriverManager.getConnection("jdbc:derby:memory:values;create=true");
      }
      default -> throw new IllegalArgumentException(database);
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void comesAsItIsOrIsRefused(Case test) throws SQLException {
    for (String database : databases(test.database())) {
      check(database, test);
    }
  }

  private static List<String> databases(String name) {
    return switch (name) {
      case "mysql+mariadb" -> List.of("mysql", "mariadb", "mysql prepared", "mariadb prepared");
      case "pg" -> List.of("pg", "pg prepared");
      default -> List.of(name);
    };
  }

  /** A single BIT has a number; the digits of one within a list would be read as decimal ones. */
  @ParameterizedTest
  @CsvSource({"duckdb, select ['101'::bit] as c", "pg, select array[b'101'::bit(3)] as c"})
  void bitsWithinListsAreNoNumbers(String database, String query) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query);
        JdbcFrames frames = JdbcFrames.stream(rows, 1)) {
      assertThatThrownBy(() -> frames.withColumnType("c", DataType.list(DataType.INT64)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"c\"")
          .hasMessageContaining("can't be read as List(Int64)");
      frames.withColumnType("c", DataType.list(DataType.STRING));
      assertThat(values(frames)).isEqualTo("[101]");
    }
  }

  /** Derby shifts what it parses, so the values go in by the calendar that they come out by. */
  @Test
  void whatDerbyHoldsComesInNoTimeZone() throws SQLException {
    GregorianCalendar utc = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
    utc.setGregorianChange(new java.util.Date(Long.MIN_VALUE));
    LocalDateTime gap = LocalDateTime.parse("2024-03-31T02:30:00.123456");
    LocalDate old = LocalDate.of(1582, 10, 10);
    try (Connection connection = connect("derby");
        Statement statement = connection.createStatement()) {
      statement.execute("create table held(c timestamp, d date)");
      try (PreparedStatement insert = connection.prepareStatement("insert into held values(?,?)")) {
        Timestamp time = Timestamp.from(gap.toInstant(ZoneOffset.UTC));
        insert.setTimestamp(1, time, utc);
        insert.setDate(2, new java.sql.Date(old.toEpochDay() * 86_400_000L), utc);
        insert.execute();
      }
      try (ResultSet rows = statement.executeQuery("select c, d from held");
          DataFrame frame = DataFrame.fromResultSet(rows)) {
        assertThat(frame.row(0).values()).isEqualTo(List.of(gap, old));
      }
      statement.execute("drop table held");
    }
  }

  private static void check(String database, Case test) throws SQLException {
    String[] statements = test.sql().split(";;");
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      // One table a case at most, which it creates.
      dropTable(connection);
      for (int i = 0; i < statements.length - 1; i++) {
        statement.execute(statements[i]);
      }
      String query = statements[statements.length - 1];
      try (PreparedStatement prepared =
              database.endsWith(" prepared") ? connection.prepareStatement(query) : null;
          ResultSet rows =
              prepared == null ? statement.executeQuery(query) : prepared.executeQuery();
          JdbcFrames frames = JdbcFrames.stream(rows, 100)) {
        if (!test.asked().isEmpty()) {
          frames.withColumnType(frames.schema().names().get(0), type(test.asked()));
        }
        assertThat(frames.schema().field(0).dataType()).as(database).hasToString(test.type());
        if (test.expected().startsWith("!")) {
          assertThatThrownBy(() -> values(frames))
              .isInstanceOf(Exception.class)
              .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(1_000))
              .satisfies(
                  e ->
                      assertThat(e.getMessage().split("; CAST it")[0])
                          .contains(test.expected().substring(1).split("\\|")));
        } else {
          assertThat(values(frames)).as(database).isEqualTo(test.expected());
        }
      }
    }
  }

  private static void dropTable(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop table t");
    } catch (SQLException e) {
      // There is none.
    }
  }

  private static String values(JdbcFrames frames) throws SQLException {
    StringBuilder values = new StringBuilder();
    while (frames.hasNext()) {
      try (DataFrame frame = frames.next()) {
        for (Row row : frame.rows().toList()) {
          values.append(values.isEmpty() ? "" : " | ").append(show(row.get(0)));
        }
      }
    }
    return values.toString();
  }

  private static String show(Object value) {
    if (value instanceof byte[] bytes) {
      return "x" + HexFormat.of().formatHex(bytes);
    } else if (value instanceof List<?> list) {
      return list.stream().map(JdbcValuesTest::show).collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(e -> e.getKey() + "=" + show(e.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    } else if (value instanceof java.math.BigDecimal number) {
      return number.stripTrailingZeros().toPlainString();
    }
    return String.valueOf(value);
  }

  /** A few types by name. */
  private static DataType type(String name) {
    return Stream.of(
            DataType.INT8,
            DataType.INT32,
            DataType.INT64,
            DataType.FLOAT64,
            DataType.STRING,
            DataType.BINARY,
            DataType.BOOLEAN,
            DataType.DATE,
            DataType.TIME,
            DataType.decimal(10, 2),
            DataType.decimal(38, 30),
            DataType.datetime(io.github.polars4j.TimeUnit.MICROSECONDS),
            DataType.datetime(
                io.github.polars4j.TimeUnit.MICROSECONDS, java.time.ZoneId.of("Europe/Berlin")),
            DataType.duration(io.github.polars4j.TimeUnit.MICROSECONDS),
            DataType.list(DataType.list(DataType.INT32)),
            DataType.list(DataType.list(DataType.STRING)),
            DataType.list(DataType.INT64),
            DataType.list(DataType.list(DataType.list(DataType.INT32))))
        .filter(type -> type.toString().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
