package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.FakeResults.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of {@code docs/databases.md} say what columns of real databases become. */
class DatabasesPageTest {
  private static final Pattern TYPE = Pattern.compile("`([^`]+)`");

  /** The codes and digits that Microsoft's and Oracle's drivers document. */
  private static final Map<String, Column> DOCUMENTED =
      Map.ofEntries(
          column("bit", Types.BIT, 1, 0),
          column("tinyint", Types.TINYINT, 3, 0),
          column("smallint", Types.SMALLINT, 5, 0),
          column("int", Types.INTEGER, 10, 0),
          column("bigint", Types.BIGINT, 19, 0),
          column("real", Types.REAL, 24, 0),
          column("float", Types.DOUBLE, 53, 0),
          column("decimal(10,2)", Types.DECIMAL, 10, 2),
          column("money", Types.DECIMAL, 19, 4),
          column("smallmoney", Types.DECIMAL, 10, 4),
          column("json", -159, 0, 0),
          column("vector", -160, 0, 0),
          column("hierarchyid", Types.VARBINARY, 892, 0),
          column("varchar", Types.VARCHAR, 10, 0),
          column("nvarchar", Types.NVARCHAR, 10, 0),
          column("text", Types.LONGVARCHAR, 10, 0),
          column("uniqueidentifier", Types.CHAR, 36, 0),
          column("xml", Types.LONGNVARCHAR, 0, 0),
          column("varbinary", Types.VARBINARY, 10, 0),
          column("image", Types.LONGVARBINARY, 10, 0),
          column("timestamp", Types.BINARY, 8, 0),
          column("geometry", -157, 0, 0),
          column("date", Types.DATE, 10, 0),
          column("time", Types.TIME, 16, 7),
          column("datetime", Types.TIMESTAMP, 23, 3),
          column("smalldatetime", Types.TIMESTAMP, 16, 0),
          column("datetime2", Types.TIMESTAMP, 27, 7),
          column("datetimeoffset", -155, 34, 7),
          column("sql_variant", -156, 8000, 0),
          column("NUMBER", Types.NUMERIC, 0, -127),
          column("NUMBER(10,2)", Types.NUMERIC, 10, 2),
          column("BINARY_FLOAT", 100, 0, 0),
          column("BINARY_DOUBLE", 101, 0, 0),
          column("VARCHAR2", Types.VARCHAR, 10, 0),
          column("NVARCHAR2", Types.NVARCHAR, 10, 0),
          column("CHAR", Types.CHAR, 10, 0),
          column("CLOB", Types.CLOB, -1, 0),
          column("LONG", Types.LONGVARCHAR, 0, 0),
          column("ROWID", Types.ROWID, 0, 0),
          column("INTERVALDS", -104, 2, 6),
          column("INTERVALYM", -103, 2, 0),
          column("XMLTYPE", Types.SQLXML, 0, 0),
          column("JSON", 2016, 0, 0),
          column("BOOLEAN", Types.BOOLEAN, 0, 0),
          column("VECTOR", -105, 0, 0),
          column("TIMESTAMP(9)", Types.TIMESTAMP, 0, 9),
          column("RAW", Types.VARBINARY, 0, 0),
          column("BLOB", Types.BLOB, -1, 0),
          column("DATE", Types.TIMESTAMP, 0, 0),
          column("TIMESTAMP", Types.TIMESTAMP, 0, 6),
          column("TIMESTAMP WITH TIME ZONE", -101, 0, 6),
          column("TIMESTAMP WITH LOCAL TIME ZONE", -102, 0, 6),
          column("BFILE", -13, 0, 0));

  private static Map.Entry<String, Column> column(String name, int code, int digits, int scale) {
    return Map.entry(name, new Column("c", name.replaceAll("\\(.*", ""), code, digits, scale));
  }

  private record Line(String sqlType, String dataType) {}

  private static List<Line> lines(String section) throws IOException {
    String page =
        Files.readString(Path.of(System.getProperty("test.root"), "docs", "databases.md"));
    int start = page.indexOf("\n## " + section + "\n");
    assertThat(start).as(section).isPositive();
    String part = page.substring(start + 4, page.indexOf("\n## ", start + 4));
    List<Line> lines = new ArrayList<>();
    for (String row : part.split("\n")) {
      if (row.startsWith("| `")) {
        String[] cells = row.split("\\|");
        Matcher types = TYPE.matcher(cells[1]);
        while (types.find()) {
          lines.add(new Line(types.group(1), cells[2].strip()));
        }
      }
    }
    assertThat(lines).hasSizeGreaterThan(5);
    return lines;
  }

  @ParameterizedTest
  @CsvSource({
    "sqlite, SQLite",
    "pg, PostgreSQL",
    "mariadb, MySQL and MariaDB",
    "mysql, MySQL and MariaDB",
    "h2, H2",
    "duckdb, DuckDB",
    "derby, Derby"
  })
  void aColumnOfThatTypeBecomesThat(String database, String section) throws Exception {
    try (Connection connection = JdbcValuesTest.connect(database);
        Statement statement = connection.createStatement()) {
      for (Line line : lines(section)) {
        statement.execute("create table page(c " + line.sqlType() + ")");
        try (ResultSet rows = statement.executeQuery("select c from page");
            JdbcFrames frames = JdbcFrames.stream(rows, 1)) {
          assertThat(frames.schema().field(0).dataType())
              .as(line.sqlType())
              .hasToString(line.dataType());
          assertThat(frames.hasNext()).isFalse();
        }
        statement.execute("drop table page");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Microsoft JDBC Driver 12.8 for SQL Server, SQL Server",
    "Oracle JDBC driver, Oracle"
  })
  void aColumnAsItsDriverDocumentsItBecomesThat(String driver, String section) throws Exception {
    for (Line line : lines(section)) {
      ResultSet rows = FakeResults.of(driver, DOCUMENTED.get(line.sqlType()));
      try (JdbcFrames frames = JdbcFrames.stream(rows, 1)) {
        assertThat(frames.schema().field(0).dataType())
            .as(line.sqlType())
            .hasToString(line.dataType());
      }
    }
  }

  @Test
  void thePageIsLinked() throws IOException, SQLException {
    String types = Files.readString(Path.of(System.getProperty("test.root"), "docs", "types.md"));
    assertThat(types).contains("(databases.md)");
  }
}
