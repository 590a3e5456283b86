package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What databases change of values without a word is refused by column, and by row where they
 * differ.
 */
class JdbcWriterKeepsTest {
  private static final DataType NANOS = DataType.datetime(TimeUnit.NANOSECONDS);
  private static final DataType MICROS = DataType.datetime(TimeUnit.MICROSECONDS);

  /** A table of one column, made anew for each value. */
  private record Table(Connection connection, String type) {
    void keeps(DataType dataType, Object... values) throws SQLException {
      for (Object value : values) {
        write(dataType, value);
        try (Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("SELECT * FROM one");
            DataFrame back = DataFrame.fromResultSet(rows);
            Series column = back.column(0)) {
          assertThat(column.toList()).as(type).hasSize(1);
          assertThat(plain(column.get(0))).as(type).isEqualTo(plain(value));
        }
      }
    }

    void refuses(DataType dataType, String why, Object... values) throws SQLException {
      for (Object value : values) {
        assertThatThrownBy(() -> write(dataType, value))
            .as("%s %s", type, value)
            .isInstanceOfAny(IllegalArgumentException.class, SchemaMismatchException.class)
            .hasMessageContaining("column \"v\"")
            .hasMessageContaining(why);
        try (Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("SELECT * FROM one")) {
          assertThat(rows.next()).isFalse();
        }
      }
    }

    private void write(DataType dataType, @Nullable Object value) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute("DROP TABLE one");
      } catch (SQLException e) {
        // There is none before the first.
      }
      try (Statement statement = connection.createStatement();
          Series column = Series.of("v", dataType, Collections.singletonList(value));
          DataFrame frame = column.toFrame()) {
        statement.execute("CREATE TABLE one (v " + type + ")");
        frame.toJdbc(connection, "one");
      }
    }

    private static @Nullable Object plain(@Nullable Object value) {
      return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value;
    }
  }

  @Test
  void duckDbKeepsOldDaysAndNanoseconds() throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      new Table(duck, "DATE")
          .keeps(
              DataType.DATE,
              LocalDate.of(-43, 3, 15),
              LocalDate.of(0, 1, 1),
              LocalDate.of(1582, 10, 10),
              LocalDate.of(2024, 2, 29),
              LocalDate.of(100_000, 1, 1));
      LocalDateTime fine = LocalDateTime.of(2024, 3, 31, 2, 30, 0, 123_456_789);
      new Table(duck, "TIMESTAMP_NS").keeps(NANOS, fine, fine.minusYears(100));
      new Table(duck, "TIME_NS").keeps(DataType.TIME, LocalTime.MAX, LocalTime.MIDNIGHT);
      new Table(duck, "JSON").keeps(DataType.STRING, "{\"b\": 1.0}");
      new Table(duck, "ENUM('a', 'b')").keeps(DataType.STRING, "b");
      String uuid = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
      new Table(duck, "UUID").keeps(DataType.STRING, uuid);
      new Table(duck, "UUID").refuses(DataType.STRING, "row 0", uuid.toUpperCase(Locale.ROOT), "x");
      new Table(duck, "INTERVAL").refuses(DataType.STRING, "INTERVAL", "101");
    }
  }

  @Test
  void sqliteKeepsTextThatLooksLikeNumbersInColumnsOfTextAlone() throws SQLException {
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      String[] numbers = {"007", "1.50", " 5 ", "1e5", ".5", "-1.", "9223372036854775808"};
      new Table(sqlite, "TEXT").keeps(DataType.STRING, (Object[]) numbers);
      new Table(sqlite, "VARCHAR(3)").keeps(DataType.STRING, "007  ");
      for (String type : List.of("string", "date", "uuid")) {
        new Table(sqlite, type).refuses(DataType.STRING, "row 0: \"", (Object[]) numbers);
        new Table(sqlite, type).keeps(DataType.STRING, "2024-01-31", "x", "", "0x10", "1e", "inf");
      }
      new Table(sqlite, "REAL").refuses(DataType.FLOAT64, "NaN", Double.NaN);
      new Table(sqlite, "REAL").keeps(DataType.FLOAT64, 0.1);
    }
  }

  @Test
  void mySqlIsAskedWhatItsColumnsAre() throws SQLException {
    for (Connection connection : List.of(MariaDb.connect(), MariaDb.connectByMySql())) {
      try (connection;
          Statement statement = connection.createStatement()) {
        for (String type : List.of("DOUBLE(10,2)", "FLOAT(7,2)")) {
          new Table(connection, type).refuses(DataType.FLOAT32, "rounds", 1.25f);
        }
        new Table(connection, "DOUBLE").keeps(DataType.FLOAT64, 0.1);
        new Table(connection, "DOUBLE").refuses(DataType.FLOAT64, "row 0: NaN", Double.NaN);
        new Table(connection, "VARCHAR(3)").keeps(DataType.STRING, "ab ", "abc");
        new Table(connection, "VARCHAR(3)")
            .refuses(
                DataType.STRING,
                "row 0: \"abcd\" has 4 characters, and the column keeps 3",
                "abcd");
        new Table(connection, "VARCHAR(3)").refuses(DataType.STRING, "row 0", "ab    ");
        new Table(connection, "CHAR(5)").refuses(DataType.STRING, "the column keeps 5", "abcdef");
        new Table(connection, "CHAR(5)").keeps(DataType.STRING, "ab");
        new Table(connection, "CHAR(5)").refuses(DataType.STRING, "row 0", "ab ");
        new Table(connection, "ENUM('a','it''s')").keeps(DataType.STRING, "a", "it's");
        new Table(connection, "ENUM('a','it''s')").refuses(DataType.STRING, "none", "A", "1", "a ");
        new Table(connection, "SET('a','b','c')").keeps(DataType.STRING, "a,c", "");
        new Table(connection, "SET('a','b','c')").refuses(DataType.STRING, "none", "c,a", "a,a");
        new Table(connection, "INET6").refuses(DataType.STRING, "may change", "::0001");
        new Table(connection, "YEAR").keeps(DataType.INT16, (short) 2024);
        new Table(connection, "YEAR").refuses(DataType.INT16, "row 0: 5 is out", (short) 5);
        new Table(connection, "BINARY(2)").keeps(DataType.BINARY, new byte[] {1, 0});
        new Table(connection, "BINARY(2)").refuses(DataType.BINARY, "1 bytes", new byte[1]);
        new Table(connection, "BIT(16)").refuses(DataType.BINARY, "1 bytes", new byte[1]);
        new Table(connection, "DATETIME")
            .refuses(MICROS, "out of the years", LocalDateTime.of(-43, 3, 15, 2, 30));
        LocalDateTime fine = LocalDateTime.of(2024, 1, 31, 2, 30, 0, 1000);
        if (connection.getMetaData().getDriverName().contains("MySQL")) {
          String why = "MySQL's driver does not send to MariaDB";
          new Table(connection, "DATETIME(6)").keeps(MICROS, fine.withNano(0));
          new Table(connection, "DATETIME(6)").refuses(MICROS, why, fine);
          new Table(connection, "TIME(6)").refuses(DataType.TIME, why, fine.toLocalTime());
          new Table(connection, "DATETIME(6)")
              .refuses(MICROS, "out of the years", fine.withYear(-43));
        } else {
          new Table(connection, "DATETIME(6)").keeps(MICROS, fine);
        }
        statement.execute("SET sql_mode = ''");
        assertThatThrownBy(() -> new Table(connection, "INT").keeps(DataType.INT32, 1))
            .isInstanceOf(InvalidOperationException.class)
            .hasMessageContaining("not strict")
            .hasMessageContaining("SET sql_mode");
      }
    }
  }

  @Test
  void postgresKeepsTextInColumnsOfText() throws SQLException {
    try (Connection postgres = Postgres.connect()) {
      new Table(postgres, "CHAR(3)").keeps(DataType.STRING, "abc");
      new Table(postgres, "CHAR(3)").refuses(DataType.STRING, "2 characters", "ab");
      new Table(postgres, "VARCHAR(2)").refuses(DataType.STRING, "the column keeps 2", "ab ");
      new Table(postgres, "NAME").refuses(DataType.STRING, "63 bytes", "x");
      new Table(postgres, "\"char\"").refuses(DataType.STRING, "one character", "abc");
      new Table(postgres, "DATE")
          .refuses(
              DataType.DATE, "out of", LocalDate.of(-4713, 1, 1), LocalDate.of(5_874_898, 1, 1));
      new Table(postgres, "DATE").keeps(DataType.DATE, LocalDate.of(-4712, 1, 1));
      new Table(postgres, "TIMESTAMP")
          .refuses(
              DataType.datetime(TimeUnit.MILLISECONDS),
              "out of",
              LocalDateTime.of(294_277, 1, 1, 0, 0));
    }
  }

  @Test
  void h2KeepsTextInColumnsOfText() throws SQLException {
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:")) {
      new Table(h2, "JSON").refuses(DataType.STRING, "may change text", "[1]");
      new Table(h2, "TIME WITH TIME ZONE").refuses(DataType.STRING, "may change text", "12:00");
      new Table(h2, "CHAR(3)").refuses(DataType.STRING, "row 0", "ab");
      new Table(h2, "ENUM('a', 'b')").keeps(DataType.STRING, "b");
      new Table(h2, "BINARY(2)").refuses(DataType.BINARY, "1 bytes", new byte[1]);
    }
  }

  @Test
  void derbyTakesTimesThatItsDriverDoesNotMove() throws SQLException {
    System.setProperty("derby.stream.error.method", "java.io.OutputStream.nullOutputStream");
    try (Connection derby = DriverManager.getConnection("jdbc:derby:memory:keeps;create=true")) {
      new Table(derby, "DATE").keeps(DataType.DATE, LocalDate.of(2024, 2, 29));
      new Table(derby, "DATE")
          .refuses(DataType.DATE, "row 0", LocalDate.of(1582, 10, 10), LocalDate.of(-43, 3, 15));
      new Table(derby, "TIME").keeps(DataType.TIME, LocalTime.of(23, 59, 59));
      new Table(derby, "TIME").refuses(DataType.TIME, "whole seconds", LocalTime.of(1, 2, 3, 4));
      new Table(derby, "TIMESTAMP")
          .keeps(NANOS, LocalDateTime.of(2024, 6, 1, 2, 30, 0, 123_456_789));
      new Table(derby, "VARCHAR(2)").refuses(DataType.STRING, "row 0", "ab ");
      new Table(derby, "DOUBLE").refuses(DataType.FLOAT64, "row 0: NaN", Double.NaN);
    }
  }
}
