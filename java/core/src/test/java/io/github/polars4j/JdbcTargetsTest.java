package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.FakeResults.Column;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Oracle and SQL Server change of values without a word, by what they document. */
class JdbcTargetsTest {
  private static final String SQL_SERVER = "Microsoft JDBC Driver 12.8 for SQL Server";
  private static final String ORACLE = "Oracle JDBC driver";
  private static final DataType MICROS = DataType.datetime(TimeUnit.MICROSECONDS);

  /** A column; {@code answer} is the character set of the database, or the column's collation. */
  private record Target(
      String driver, String answer, String type, int code, int precision, int scale) {
    void keeps(DataType dataType, String method, Object... values) throws SQLException {
      for (Object value : values) {
        assertThat(write(dataType, value)).containsExactly(Map.entry(method, value));
      }
    }

    void refuses(DataType dataType, String why, Object... values) {
      for (Object value : values) {
        assertThatThrownBy(() -> write(dataType, value))
            .as("%s %s", type, value)
            .isInstanceOfAny(IllegalArgumentException.class, SchemaMismatchException.class)
            .hasMessageContaining("column \"V\"")
            .hasMessageContaining(type)
            .hasMessageContaining(why);
      }
    }

    private List<Map.Entry<String, Object>> write(DataType dataType, Object value)
        throws SQLException {
      FakeTable table =
          new FakeTable(driver, new Column("V", type, code, precision, scale), answer);
      try (Series column = Series.of("V", dataType, List.of(value));
          DataFrame frame = column.toFrame()) {
        frame.toJdbc(table.connection, "t");
      }
      return table.set;
    }
  }

  private static Target oracle(String type, int code, int precision, int scale) {
    return new Target(ORACLE, "AL32UTF8", type, code, precision, scale);
  }

  private static Target server(String type, int code, int precision, int scale) {
    return new Target(SQL_SERVER, "Latin1_General_CI_AS", type, code, precision, scale);
  }

  @Test
  void oracleMakesNullsOfWhatIsEmpty() throws SQLException {
    Target text = oracle("VARCHAR2", Types.VARCHAR, 4, 0);
    text.keeps(DataType.STRING, "setString", "a", " ", "größ");
    text.refuses(DataType.STRING, "row 0: empty text, of which Oracle makes a null", "");
    text.refuses(DataType.STRING, "the column keeps 4", "größe");
    oracle("CLOB", Types.CLOB, -1, 0).refuses(DataType.STRING, "empty text", "");
    oracle("RAW", Types.VARBINARY, 8, 0).refuses(DataType.BINARY, "empty bytes", new byte[0]);
    oracle("CHAR", Types.CHAR, 3, 0).refuses(DataType.STRING, "2 characters", "ab");
  }

  @Test
  void oraclesCharacterSetMayLackCharacters() throws SQLException {
    Target text = new Target(ORACLE, "WE8MSWIN1252", "VARCHAR2", Types.VARCHAR, 9, 0);
    text.keeps(DataType.STRING, "setString", "abc");
    text.refuses(DataType.STRING, "character set WE8MSWIN1252 lacks", "größe", "日本");
    text.refuses(DataType.STRING, "empty text", "");
    new Target(ORACLE, "WE8MSWIN1252", "NVARCHAR2", Types.NVARCHAR, 9, 0)
        .keeps(DataType.STRING, "setNString", "größe", "日本");
  }

  @Test
  void oraclesNumbersRoundByScaleAndBits() throws SQLException {
    DataType decimal = DataType.decimal(20, 2);
    BigDecimal value = new BigDecimal("1234.25");
    oracle("NUMBER", Types.NUMERIC, 20, 2).keeps(decimal, "setBigDecimal", value);
    oracle("NUMBER", Types.NUMERIC, 0, -127).keeps(decimal, "setBigDecimal", value);
    oracle("NUMBER", Types.NUMERIC, 10, -2).refuses(DataType.INT32, "scale of -2", 1234);
    Target bits = oracle("NUMBER", Types.NUMERIC, 10, -127);
    bits.keeps(DataType.INT32, "setInt", 125, 12_000);
    bits.refuses(DataType.INT32, "has 4 digits, and a FLOAT of 10 bits keeps 3", 1234);
    bits.refuses(decimal, "has 6 digits", value);
    Target real = oracle("BINARY_DOUBLE", 101, 0, 0);
    real.keeps(DataType.FLOAT64, "setObject", 1e-300, Double.NaN, 0.0);
    real.refuses(DataType.FLOAT64, "-0.0 becomes 0.0", -0.0);
  }

  @Test
  void oraclesDatesHaveSecondsAndItsCalendarAGap() throws SQLException {
    LocalDateTime time = LocalDateTime.of(2024, 1, 31, 12, 30, 5);
    Target date = oracle("DATE", Types.TIMESTAMP, 7, 0);
    date.keeps(MICROS, "setObject", time, LocalDateTime.of(1582, 10, 4, 23, 59));
    date.refuses(MICROS, "finer digits", time.plusNanos(1000));
    date.refuses(MICROS, "October 1582", LocalDateTime.of(1582, 10, 10, 0, 0));
    date.refuses(MICROS, "years 1 to 9999", LocalDateTime.of(0, 1, 1, 0, 0));
    oracle("TIMESTAMP", Types.TIMESTAMP, 11, 6).keeps(MICROS, "setObject", time.plusNanos(1000));
  }

  @Test
  void sqlServersOlderTimesRound() throws SQLException {
    LocalDateTime time = LocalDateTime.of(2024, 1, 31, 12, 30);
    Target old = server("datetime", Types.TIMESTAMP, 23, 3);
    old.keeps(MICROS, "setObject", time, time.plusNanos(123_000_000), time.plusNanos(7_000_000));
    old.refuses(MICROS, "rounds to 0, 3 or 7", time.plusNanos(1_000_000));
    old.refuses(MICROS, "finer digits", time.plusNanos(1000));
    Target small = server("smalldatetime", Types.TIMESTAMP, 16, 0);
    small.keeps(MICROS, "setObject", time);
    small.refuses(MICROS, "rounds to minutes", time.plusSeconds(1));
    server("datetime2", Types.TIMESTAMP, 27, 7)
        .refuses(MICROS, "years 1 to 9999", LocalDateTime.of(-43, 3, 15, 0, 0));
    FakeTable table = new FakeTable(SQL_SERVER, new Column("V", "time", Types.TIME, 16, 7), "");
    try (Series column = Series.of("V", LocalTime.parse("23:59:59.1234567"));
        DataFrame frame = column.toFrame()) {
      frame.toJdbc(table.connection, "t");
    }
    assertThat(table.set).containsExactly(Map.entry("setString", "23:59:59.1234567"));
    server("time", Types.TIME, 12, 3)
        .refuses(DataType.TIME, "finer digits", LocalTime.of(1, 2, 3, 1000));
  }

  @Test
  void sqlServersCodePagesLackCharacters() throws SQLException {
    Target page = server("varchar", Types.VARCHAR, 4, 0);
    page.keeps(DataType.STRING, "setString", "abcd", "");
    page.refuses(DataType.STRING, "code page", "ü");
    page.refuses(DataType.STRING, "the column keeps 4", "abcde");
    Target utf8 =
        new Target(SQL_SERVER, "Latin1_General_100_CI_AS_SC_UTF8", "varchar", Types.VARCHAR, 4, 0);
    utf8.keeps(DataType.STRING, "setString", "üü");
    utf8.refuses(DataType.STRING, "has 6 bytes in UTF-8", "üüü");
    Target national = server("nvarchar", Types.NVARCHAR, 4, 0);
    national.keeps(DataType.STRING, "setString", "日本語だ", "\ud83e\udd9c\ud83e\udd9c");
    national.refuses(DataType.STRING, "has 6 characters", "\ud83e\udd9c\ud83e\udd9c\ud83e\udd9c");
    Target id = server("uniqueidentifier", -145, 36, 0);
    String uuid = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
    id.keeps(DataType.STRING, "setString", uuid.toUpperCase(java.util.Locale.ROOT));
    id.refuses(DataType.STRING, "36 upper-case characters", uuid, "x");
    server("varbinary", Types.VARBINARY, 2, 0)
        .refuses(DataType.BINARY, "has 3 bytes, and the column keeps 2", new byte[3]);
    server("real", Types.REAL, 24, 0).refuses(DataType.FLOAT32, "NaN", Float.NaN);
  }
}
