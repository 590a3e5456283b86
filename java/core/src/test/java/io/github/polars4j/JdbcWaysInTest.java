package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.Generated.Column;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * What a database holds is read as it is, or refused with its column. A value that the database
 * does not take is left out. Each property runs with a seed that stays and with a fresh one.
 */
@PropertyDefaults(
    edgeCases = EdgeCasesMode.NONE,
    shrinking = ShrinkingMode.FULL) // bounded, it goes on in another thread
class JdbcWaysInTest {
  private static final String SEED = "20240229";
  private static final int TRIES = 250;
  private static final DataType MICROS = DataType.datetime(TimeUnit.MICROSECONDS);
  private static final DataType NANOS = DataType.datetime(TimeUnit.NANOSECONDS);
  private static final DataType UTC = DataType.datetime(TimeUnit.MICROSECONDS, ZoneOffset.UTC);

  private static final Map<Database, Connection> CONNECTIONS = new EnumMap<>(Database.class);

  enum Database {
    SQLITE("jdbc:sqlite::memory:"),
    H2("jdbc:h2:mem:"),
    DUCKDB("jdbc:duckdb:"),
    DERBY("jdbc:derby:memory:ways;create=true");

    private final String url;

    Database(String url) {
      this.url = url;
    }
  }

  /**
   * A column's type in a database.
   *
   * @param type what values it gets
   * @param sql how it is declared
   * @param parameter what stands for a value in an INSERT
   */
  private record Sql(Database database, DataType type, String sql, String parameter) {
    static Sql of(Database database, DataType type, String sql) {
      return new Sql(database, type, sql, "?");
    }
  }

  /** Values in a column. */
  record Case(Sql sql, List<@Nullable Object> values) {
    @Override
    public String toString() {
      return sql + " " + new Column(sql.type(), values);
    }
  }

  private static final List<Sql> TYPES =
      List.of(
          Sql.of(Database.SQLITE, DataType.INT64, "integer"),
          Sql.of(Database.SQLITE, DataType.FLOAT64, "real"),
          Sql.of(Database.SQLITE, DataType.STRING, "text"),
          Sql.of(Database.SQLITE, DataType.BINARY, "blob"),
          Sql.of(Database.H2, DataType.BOOLEAN, "boolean"),
          Sql.of(Database.H2, DataType.INT8, "tinyint"),
          Sql.of(Database.H2, DataType.INT16, "smallint"),
          Sql.of(Database.H2, DataType.INT32, "integer"),
          Sql.of(Database.H2, DataType.INT64, "bigint"),
          Sql.of(Database.H2, DataType.FLOAT32, "real"),
          Sql.of(Database.H2, DataType.FLOAT64, "double precision"),
          Sql.of(Database.H2, DataType.decimal(38, 20), "numeric(38, 20)"),
          Sql.of(Database.H2, DataType.decimal(38, 0), "decfloat"),
          Sql.of(Database.H2, DataType.STRING, "varchar"),
          Sql.of(Database.H2, DataType.BINARY, "varbinary"),
          Sql.of(Database.H2, DataType.DATE, "date"),
          Sql.of(Database.H2, DataType.TIME, "time(9)"),
          Sql.of(Database.H2, MICROS, "timestamp"),
          Sql.of(Database.H2, NANOS, "timestamp(9)"),
          Sql.of(Database.H2, UTC, "timestamp with time zone"),
          Sql.of(Database.DUCKDB, DataType.BOOLEAN, "boolean"),
          Sql.of(Database.DUCKDB, DataType.INT8, "tinyint"),
          Sql.of(Database.DUCKDB, DataType.INT16, "smallint"),
          Sql.of(Database.DUCKDB, DataType.INT32, "integer"),
          Sql.of(Database.DUCKDB, DataType.INT64, "bigint"),
          Sql.of(Database.DUCKDB, DataType.UINT8, "utinyint"),
          Sql.of(Database.DUCKDB, DataType.UINT16, "usmallint"),
          Sql.of(Database.DUCKDB, DataType.UINT32, "uinteger"),
          new Sql(Database.DUCKDB, DataType.UINT64, "ubigint", "cast(? as ubigint)"),
          new Sql(Database.DUCKDB, DataType.decimal(38, 0), "hugeint", "cast(? as hugeint)"),
          Sql.of(Database.DUCKDB, DataType.FLOAT32, "float"),
          Sql.of(Database.DUCKDB, DataType.FLOAT64, "double"),
          new Sql(
              Database.DUCKDB,
              DataType.decimal(38, 10),
              "decimal(38, 10)",
              "cast(? as decimal(38, 10))"),
          Sql.of(Database.DUCKDB, DataType.STRING, "varchar"),
          Sql.of(Database.DUCKDB, DataType.BINARY, "blob"),
          new Sql(Database.DUCKDB, DataType.DATE, "date", "date '1970-01-01' + cast(? as integer)"),
          new Sql(Database.DUCKDB, DataType.TIME, "time", "time '00:00' + to_microseconds(?)"),
          new Sql(Database.DUCKDB, MICROS, "timestamp", "make_timestamp(cast(? as bigint))"),
          new Sql(Database.DUCKDB, UTC, "timestamptz", "to_timestamp(0) + to_microseconds(?)"),
          new Sql(Database.DUCKDB, NANOS, "timestamp_ns", "make_timestamp_ns(cast(? as bigint))"),
          Sql.of(Database.DERBY, DataType.INT16, "smallint"),
          Sql.of(Database.DERBY, DataType.INT32, "integer"),
          Sql.of(Database.DERBY, DataType.INT64, "bigint"),
          Sql.of(Database.DERBY, DataType.FLOAT32, "real"),
          Sql.of(Database.DERBY, DataType.FLOAT64, "double"),
          Sql.of(Database.DERBY, DataType.decimal(31, 5), "decimal(31, 5)"),
          Sql.of(Database.DERBY, DataType.STRING, "varchar(1000)"),
          Sql.of(Database.DERBY, DataType.BINARY, "varchar(1000) for bit data"),
          Sql.of(Database.DERBY, DataType.DATE, "date"),
          Sql.of(Database.DERBY, DataType.TIME, "time"),
          Sql.of(Database.DERBY, NANOS, "timestamp"));

  @BeforeContainer
  static void open() throws SQLException {
    System.setProperty("derby.stream.error.method", "java.io.OutputStream.nullOutputStream");
    for (Database database : Database.values()) {
      CONNECTIONS.put(database, DriverManager.getConnection(database.url));
    }
  }

  @AfterContainer
  static void close() throws SQLException {
    for (Connection connection : CONNECTIONS.values()) {
      connection.close();
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    return Arbitraries.of(TYPES)
        .flatMap(
            sql ->
                Generated.values(sql.type())
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(6)
                    .map(values -> new Case(sql, values)));
  }

  @Property(tries = TRIES, seed = SEED)
  void databases(@ForAll("cases") Case given) throws SQLException {
    comesOut(given);
  }

  @Property(tries = TRIES)
  void databasesOfAFreshSeed(@ForAll("cases") Case given) throws SQLException {
    comesOut(given);
  }

  private static void comesOut(Case given) throws SQLException {
    Connection connection = CONNECTIONS.get(given.sql().database());
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table t (i integer, \"c0\" " + given.sql().sql() + ")");
      try {
        List<String> kept = insert(connection, given);
        if (!isRead(statement, "", kept)) {
          for (int i = 0; i < kept.size(); i++) {
            isRead(statement, "where i = " + i, kept.subList(i, i + 1));
          }
        }
      } finally {
        statement.execute("drop table t");
      }
    }
  }

  /** Whether all are read, and as they are; if not, the column is named. */
  private static boolean isRead(Statement statement, String where, List<String> expected)
      throws SQLException {
    String query = "select \"c0\" from t " + where + " order by i";
    try (ResultSet rows = statement.executeQuery(query);
        DataFrame frame = DataFrame.fromResultSet(rows);
        Series column = frame.column("c0")) {
      assertThat(column.toList().stream().map(PlainJson::loose)).isEqualTo(expected);
      return true;
    } catch (IllegalArgumentException | PolarsException e) {
      assertThat(e.getMessage()).contains("column \"c0\"");
      assertThat(e.getMessage().getBytes(StandardCharsets.UTF_8).length).isLessThan(1_000);
      return false;
    }
  }

  /** The values that the database took. */
  private static List<String> insert(Connection connection, Case given) throws SQLException {
    List<String> kept = new ArrayList<>();
    String sql = "insert into t values (?, " + given.sql().parameter() + ")";
    for (Object value : given.values()) {
      // DuckDB's driver closes one that failed.
      try (PreparedStatement insert = connection.prepareStatement(sql)) {
        insert.setInt(1, kept.size());
        bind(insert, given.sql(), value);
        insert.executeUpdate();
      } catch (SQLException refused) {
        continue;
      }
      kept.add(PlainJson.loose(value));
    }
    return kept;
  }

  /** Whether the database would not make another value of it without a word. */
  private static boolean isHeld(Sql sql, @Nullable Object value) {
    if (!(value instanceof Float || value instanceof Double) || sql.database() == Database.DUCKDB) {
      return true;
    }
    double number = ((Number) value).doubleValue();
    // -0.0 becomes 0.0, and SQLite's NaN is null
    return number != 0 && !(sql.database() == Database.SQLITE && Double.isNaN(number));
  }

  private static void bind(PreparedStatement insert, Sql sql, @Nullable Object value)
      throws SQLException {
    if (!isHeld(sql, value)) {
      throw new SQLException("another value would be held");
    } else if (value == null) {
      insert.setObject(2, null);
    } else if (sql.database() == Database.DUCKDB) {
      insert.setObject(2, sql.parameter().equals("?") ? value : counted(sql.type(), value));
    } else if (sql.database() == Database.DERBY && value instanceof LocalDateTime time) {
      insert.setString(2, time.toLocalDate() + " " + time.toLocalTime());
    } else if (sql.database() == Database.DERBY && value instanceof LocalTime time) {
      if (time.getNano() != 0) {
        throw new SQLException("Derby has no fractions here");
      }
      insert.setString(2, time.truncatedTo(ChronoUnit.SECONDS).toString());
    } else if (sql.database() == Database.DERBY && value instanceof LocalDate) {
      insert.setString(2, value.toString());
    } else if (value instanceof ZonedDateTime time) {
      insert.setObject(2, time.toOffsetDateTime());
    } else {
      insert.setObject(2, value);
    }
  }

  /** The count behind a point in time; other values as text. */
  private static Object counted(DataType type, Object value) throws SQLException {
    if (value instanceof LocalTime time && time.getNano() % 1_000 != 0) {
      throw new SQLException("DuckDB's TIME counts microseconds");
    }
    String count = PlainJson.of(type, value);
    if (value instanceof LocalTime) {
      return Long.parseLong(count) / 1_000;
    }
    return type instanceof DataType.Datetime || type instanceof DataType.Date
        ? (Object) Long.parseLong(count)
        : value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
  }
}
