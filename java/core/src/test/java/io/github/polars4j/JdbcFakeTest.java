package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.FakeResults.Column;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values as drivers give them whose databases don't run here. */
class JdbcFakeTest {
  private static final String SQL_SERVER = "Microsoft JDBC Driver 12.8 for SQL Server";
  private static final String ORACLE = "Oracle JDBC driver";
  private static final String UNKNOWN = "Some Driver";

  private static List<Object> read(String driver, Column column, Object... values)
      throws SQLException {
    List<Object> read = new ArrayList<>();
    try (DataFrame frame = DataFrame.fromResultSet(FakeResults.of(driver, column, values))) {
      frame.rows().forEach(row -> read.add(row.get(0)));
    }
    return read;
  }

  private static Column column(String type, int code, int precision, int scale) {
    return new Column("c", type, code, precision, scale);
  }

  @Test
  void sqlServersValuesComeByJavaTime() throws SQLException {
    LocalDateTime gap = LocalDateTime.parse("2024-03-31T02:30:00.123");
    OffsetDateTime offset = OffsetDateTime.parse("2024-10-27T02:30:00.1234567+01:00");
    assertThat(read(SQL_SERVER, column("datetime", Types.TIMESTAMP, 23, 3), gap, null))
        .isEqualTo(Arrays.asList(gap, null));
    assertThat(read(SQL_SERVER, column("datetimeoffset", -155, 34, 7), offset).get(0))
        .hasToString("2024-10-27T01:30:00.123456700Z[UTC]");
    assertThat(read(SQL_SERVER, column("date", Types.DATE, 10, 0), LocalDate.of(1, 1, 1)))
        .containsExactly(LocalDate.of(1, 1, 1));
    assertThat(
            read(
                SQL_SERVER, column("time", Types.TIME, 16, 7), LocalTime.parse("23:59:59.9999999")))
        .containsExactly(LocalTime.parse("23:59:59.9999999"));
    assertThat(read(SQL_SERVER, column("tinyint", Types.TINYINT, 3, 0), (short) 255))
        .containsExactly((short) 255);
  }

  @Test
  void aVariantIsRefusedUnlessItsTextIsAskedFor() throws SQLException {
    Column variant = column("sql_variant", -156, 8_000, 0);
    assertThatThrownBy(() -> read(SQL_SERVER, variant, null, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 2")
        .hasMessageContaining("sql_variant")
        .hasMessageContaining("withColumnType");
    try (JdbcFrames frames = JdbcFrames.stream(FakeResults.of(SQL_SERVER, variant, "x"), 1)) {
      frames.withColumnType("c", DataType.STRING);
      try (DataFrame frame = frames.next()) {
        assertThat(frame.row(0).get(0)).isEqualTo("x");
      }
    }
  }

  @Test
  void oraclesNumbersAreExactOrRefused() throws SQLException {
    Column number = column("NUMBER", Types.NUMERIC, 0, -127);
    assertThat(read(ORACLE, number, new BigDecimal("1.25")))
        .containsExactly(new BigDecimal("1.250000000000000000"));
    assertThatThrownBy(() -> read(ORACLE, number, new BigDecimal("1e-30")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 1")
        .hasMessageContaining("Decimal(38, 18)");
    LocalDateTime day = LocalDateTime.parse("2024-03-31T02:30:00");
    assertThat(read(ORACLE, column("DATE", Types.TIMESTAMP, 0, 0), day)).containsExactly(day);
  }

  private record Case(String driver, Column column, DataType type, Object value) {}

  private static Case sqlServer(
      String type, int code, int precision, int scale, DataType becomes, Object value) {
    return new Case(SQL_SERVER, column(type, code, precision, scale), becomes, value);
  }

  private static Case oracle(
      String type, int code, int precision, int scale, DataType becomes, Object value) {
    return new Case(ORACLE, column(type, code, precision, scale), becomes, value);
  }

  static List<Case> published() {
    byte[] bytes = {0, -1};
    LocalDateTime fine = LocalDateTime.parse("2024-03-31T02:30:00.123456789");
    DataType nanos = DataType.datetime(TimeUnit.NANOSECONDS);
    DataType any = DataType.decimal(38, 18);
    BigDecimal number = new BigDecimal("1.250000000000000000");
    return List.of(
        sqlServer(
            "smallmoney",
            Types.DECIMAL,
            10,
            4,
            DataType.decimal(10, 4),
            new BigDecimal("-214748.3648")),
        sqlServer("uniqueidentifier", Types.CHAR, 36, 0, DataType.STRING, "6F9619FF-8B86"),
        sqlServer("uniqueidentifier", -145, 36, 0, DataType.STRING, "6F9619FF-8B86"),
        sqlServer("xml", Types.LONGNVARCHAR, 0, 0, DataType.STRING, "<a/>"),
        sqlServer("json", -159, 0, 0, DataType.STRING, "{}"),
        sqlServer("hierarchyid", Types.VARBINARY, 892, 0, DataType.BINARY, bytes),
        sqlServer("timestamp", Types.BINARY, 8, 0, DataType.BINARY, bytes),
        sqlServer("datetime2", Types.TIMESTAMP, 27, 7, nanos, fine.withNano(123_456_700)),
        oracle(
            "NUMBER",
            Types.NUMERIC,
            38,
            0,
            DataType.decimal(38, 0),
            new BigDecimal("99999999999999999999999999999999999999")),
        oracle("NUMBER", Types.NUMERIC, 0, 0, any, number),
        oracle("NUMBER", Types.NUMERIC, 126, -127, any, number),
        oracle("FLOAT", Types.FLOAT, 126, 0, any, number),
        oracle("NUMBER", Types.NUMERIC, 3, -2, DataType.decimal(5, 0), new BigDecimal("12300")),
        oracle(
            "DATE", Types.DATE, 0, 0, DataType.datetime(TimeUnit.MICROSECONDS), fine.withNano(0)),
        oracle("TIMESTAMP", Types.TIMESTAMP, 0, 9, nanos, fine),
        oracle("INTERVALYM", -103, 2, 0, DataType.STRING, "1-2"),
        oracle("INTERVALDS", -104, 2, 6, DataType.STRING, "1 2:3:4.5"),
        oracle("RAW", Types.VARBINARY, 0, 0, DataType.BINARY, bytes),
        oracle("LONG RAW", Types.LONGVARBINARY, 0, 0, DataType.BINARY, bytes),
        oracle("ROWID", Types.ROWID, 0, 0, DataType.STRING, "AAAR3sAAEAAAACXAAA"),
        oracle("NCLOB", Types.NCLOB, -1, 0, DataType.STRING, "text"),
        oracle("JSON", 2016, 0, 0, DataType.STRING, "[1]"),
        oracle("BOOLEAN", 252, 0, 0, DataType.BOOLEAN, true),
        oracle("BOOLEAN", Types.BOOLEAN, 0, 0, DataType.BOOLEAN, true));
  }

  @ParameterizedTest
  @MethodSource("published")
  void aPublishedTypesValueComesAsItIs(Case test) throws SQLException {
    ResultSet rows = FakeResults.of(test.driver, test.column, test.value, null);
    try (DataFrame frame = DataFrame.fromResultSet(rows)) {
      assertThat(frame.schema().field(0).dataType()).isEqualTo(test.type);
      assertThat(frame.row(0).get(0)).isEqualTo(test.value);
      assertThat(frame.row(1).get(0)).isNull();
    }
  }

  @Test
  void aLocalPointInTimeOfOracleIsOneInUtc() throws SQLException {
    Column local = column("TIMESTAMP WITH LOCAL TIME ZONE", -102, 0, 6);
    assertThat(read(ORACLE, local, OffsetDateTime.parse("2024-10-27T02:30:00+01:00")).get(0))
        .hasToString("2024-10-27T01:30Z[UTC]");
  }

  @Test
  void xmlComesByTheInterfaceThatJdbcHasForIt() throws SQLException {
    Column xml = column("SYS.XMLTYPE", Types.SQLXML, 0, 0);
    assertThat(read(ORACLE, xml, FakeResults.xml("<a/>"), null)).containsExactly("<a/>", null);
    assertThat(read(UNKNOWN, column("XML", Types.SQLXML, 0, 0), FakeResults.xml("<b/>")))
        .containsExactly("<b/>");
  }

  @Test
  void timesWithAnOffsetKeepItOrAreRefused() throws SQLException {
    Column column = column("TIME WITH TIME ZONE", Types.TIME_WITH_TIMEZONE, 0, 6);
    assertThat(
            read(UNKNOWN, column, OffsetTime.parse("10:00+05:30"), null, "23:59:59.5-03", "01:02Z"))
        .isEqualTo(Arrays.asList("10:00:00+05:30", null, "23:59:59.5-03", "01:02:00+00"));
    // A text without an offset is what a driver makes of it in the JVM's time zone.
    for (String text : List.of("10:00:00", "24:00:00+01", "10:00:00 CET")) {
      assertThatThrownBy(() -> read(UNKNOWN, column, null, text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("\"c\"", "row 2", "TIME WITH TIME ZONE", text, "CAST");
    }
  }

  /** Vectors, objects and what a driver may yet come up with. */
  @ParameterizedTest
  @CsvSource({
    "Oracle JDBC driver, VECTOR, -105",
    "Oracle JDBC driver, SYS.ANYDATA, 2007",
    "Oracle JDBC driver, MDSYS.SDO_GEOMETRY, 2002",
    "Microsoft JDBC Driver 13.2 for SQL Server, vector, -160",
    "Microsoft JDBC Driver 13.2 for SQL Server, structured, -153",
    "Some Driver, THING, 4711"
  })
  void anObjectIsRefusedAndItsJavaTextNeverTaken(String driver, String type, int code)
      throws SQLException {
    Column column = column(type, code, 0, 0);
    assertThatThrownBy(() -> read(driver, column, null, new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(" + type + "), row 2")
        .hasMessageContaining("no form here");
    ResultSet rows = FakeResults.of(driver, column, null, "text", new Object());
    try (JdbcFrames frames = JdbcFrames.stream(rows, 2)) {
      frames.withColumnType("c", DataType.STRING);
      try (DataFrame frame = frames.next()) {
        assertThat(frame.row(1).get(0)).isEqualTo("text");
      }
      assertThatThrownBy(frames::next)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("(" + type + "), row 3")
          .hasMessageContaining("CAST it to text")
          .hasMessageNotContaining("withColumnType");
    }
  }

  @Test
  void anUnknownDriversValuesComeByTheStandardOrByTheirText() throws SQLException {
    LocalDate old = LocalDate.of(-43, 3, 15);
    assertThat(read(UNKNOWN, column("DATE", Types.DATE, 10, 0), old)).containsExactly(old);
    // getObject(LocalDate.class) fails.
    assertThat(read(UNKNOWN, column("DATE", Types.DATE, 10, 0), "2020-02-29"))
        .containsExactly(LocalDate.of(2020, 2, 29));
    assertThatThrownBy(() -> read(UNKNOWN, column("DATE", Types.DATE, 10, 0), "2020-02-30"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"2020-02-30\"");
    assertThatThrownBy(() -> read(UNKNOWN, column("THING", Types.OTHER, 0, 0), new int[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("THING")
        .hasMessageNotContaining("[I@");
  }
}
