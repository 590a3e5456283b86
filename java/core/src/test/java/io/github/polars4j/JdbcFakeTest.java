package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.FakeResults.Column;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

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
