package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.Generated.Table;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
 * Whatever goes in comes out of files as others read it: pyarrow, Python polars and DuckDB. Each
 * property runs with a seed that stays and with a fresh one, which a failure tells.
 */
@PropertyDefaults(
    edgeCases = EdgeCasesMode.NONE,
    shrinking = ShrinkingMode.FULL) // bounded, it goes on in another thread
class WaysInTest {
  private static final String SEED = "20240229";
  private static final int TRIES = 50;

  /** DuckDB takes a span of time for a number, and sees structs of Null where there are none. */
  private static final Pattern NOT_DUCKS = Pattern.compile("Duration|Null");

  private static Path folder;
  private static final AtomicInteger FILES = new AtomicInteger();
  private static @Nullable Oracle oracle;
  private static Connection duck;

  @BeforeContainer
  static void open() throws Exception {
    folder = Files.createTempDirectory("polars4j-ways-in");
    oracle = Oracle.isThere() ? new Oracle(folder) : null;
    duck = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = duck.createStatement()) {
      statement.execute("set timezone = 'UTC'"); // in text, old offsets lack their seconds
    }
  }

  @AfterContainer
  static void close() throws Exception {
    duck.close();
    if (oracle != null) {
      oracle.close();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Provide
  Arbitrary<Table> tables() {
    return Generated.tables(Generated.types(2));
  }

  @Property(tries = TRIES, seed = SEED)
  void rowsMapsAndLists(@ForAll("tables") Table table) throws Exception {
    everyWayIn(table);
  }

  @Property(tries = TRIES)
  void rowsMapsAndListsOfAFreshSeed(@ForAll("tables") Table table) throws Exception {
    everyWayIn(table);
  }

  @Property(tries = TRIES, seed = SEED)
  void filesOfPyarrow(@ForAll("tables") Table table) throws Exception {
    read(table);
  }

  @Property(tries = TRIES)
  void filesOfPyarrowOfAFreshSeed(@ForAll("tables") Table table) throws Exception {
    read(table);
  }

  private record Any(@Nullable Object c0) {}

  private void everyWayIn(Table table) throws Exception {
    Schema schema = table.schema();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    List<Map<String, @Nullable Object>> maps = new ArrayList<>();
    DataFrame.Builder builder = DataFrame.builder(schema);
    for (int r = 0; r < table.rows(); r++) {
      List<@Nullable Object> row = table.row(r);
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      row.forEach(value -> map.put("c" + map.size(), value));
      rows.add(row);
      maps.add(map);
      builder.appendRow(row.toArray());
    }
    List<Series> columns = new ArrayList<>();
    for (int c = 0; c < schema.size(); c++) {
      Field field = schema.field(c);
      columns.add(Series.of(field.name(), field.dataType(), table.columns().get(c).values()));
    }
    Schema first = Schema.of(schema.field(0));
    List<Any> records = rows.stream().map(row -> new Any(row.get(0))).toList();
    try (DataFrame frame = DataFrame.of(columns);
        DataFrame built = builder.build();
        DataFrame ofRows = DataFrame.fromRows(schema, rows);
        DataFrame ofMaps = DataFrame.fromMaps(schema, maps);
        DataFrame ofRecords = DataFrame.fromRecords(Any.class, first, records);
        DataFrame select = frame.select("c0")) {
      holds(frame, table);
      for (DataFrame other : List.of(built, ofRows, ofMaps)) {
        assertThat(other.contentEquals(frame)).isTrue();
      }
      assertThat(ofRecords.contentEquals(select)).isTrue();
      othersRead(frame, table);
    } finally {
      columns.forEach(Series::close);
    }
  }

  private static void holds(DataFrame frame, Table table) {
    for (int c = 0; c < frame.width(); c++) {
      try (Series column = frame.column(c)) {
        Generated.Column expected = table.columns().get(c);
        assertThat(PlainJson.list(column.dataType(), column.toList()))
            .as("c%d: %s, was %s", c, column.dataType(), expected.type())
            .isEqualTo(PlainJson.list(expected.type(), expected.values()));
      }
    }
  }

  private static void othersRead(DataFrame frame, Table table) throws Exception {
    Path arrow = file(".arrow");
    Path stream = file(".arrows");
    Path parquet = file(".parquet");
    new IpcWriter(arrow).withCompression(IpcCompression.lz4()).finish(frame);
    new IpcStreamWriter(stream).finish(frame);
    new ParquetWriter(parquet).finish(frame);
    if (oracle != null) {
      oracle.reads(arrow, table);
      oracle.reads(stream, table);
      oracle.reads(parquet, table);
    }
    try (DataFrame read = new ParquetReader(parquet).finish()) {
      holds(read, table);
    }
    duckReads(parquet, table);
  }

  /** DuckDB reads the file, and JdbcFrames from DuckDB. */
  private static void duckReads(Path parquet, Table table) throws Exception {
    for (Field field : table.schema().fields()) {
      if (NOT_DUCKS.matcher(field.dataType().toString()).find()) {
        continue;
      }
      Generated.Column column = table.columns().get(table.schema().indexOf(field.name()));
      String query = "select " + field.name() + " from read_parquet('" + parquet + "')";
      try (Statement statement = duck.createStatement();
          ResultSet rows = statement.executeQuery(query);
          DataFrame frame = DataFrame.fromResultSet(rows);
          Series read = frame.column(0)) {
        assertThat(read.toList().stream().map(PlainJson::loose))
            .as("%s", field)
            .isEqualTo(column.values().stream().map(PlainJson::loose).toList());
      } catch (IllegalArgumentException | PolarsException e) {
        refusesByName(e, table);
      } catch (SQLException e) { // of DuckDB itself, whose timestamps reach less far
        assertThat(e.getMessage()).startsWith("Conversion Error");
      }
    }
  }

  private static void read(Table table) throws Exception {
    if (oracle == null) {
      return;
    }
    for (String form : List.of(".parquet", ".arrow", ".arrows")) {
      Path file = file(form);
      oracle.writes(file, table);
      FrameReader reader =
          form.equals(".parquet")
              ? new ParquetReader(file)
              : form.equals(".arrow") ? new IpcReader(file) : new IpcStreamReader(file);
      try (DataFrame frame = reader.finish()) {
        holds(frame, table);
      } catch (IllegalArgumentException | PolarsException e) {
        refusesByName(e, table);
      }
    }
  }

  /** A file that was none before: others keep what they know of one by its name. */
  private static Path file(String form) {
    return folder.resolve(FILES.incrementAndGet() + form);
  }

  private static void refusesByName(Exception e, Table table) {
    assertThat(e.getMessage()).matches("(?s).*\\bc[0-7]\\b.*");
    assertThat(e.getMessage().getBytes(StandardCharsets.UTF_8).length).isLessThan(1_000);
  }
}
