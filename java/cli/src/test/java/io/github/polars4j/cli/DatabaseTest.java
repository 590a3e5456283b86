package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.IpcReader;
import io.github.polars4j.RecordBatchInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code convert --jdbc}. */
class DatabaseTest {
  private static final String NUMBERS =
      "select x as id, 'n' || x as name from system_range(1, 250)";

  @TempDir private Path folder;

  static String jarOf(Class<?> driver) {
    try {
      return Path.of(driver.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Cli.Result h2(String query, Object out, Object... more) {
    return Cli.run(args("convert", "--jdbc", "jdbc:h2:mem:", "--query", query, out).with(more));
  }

  private static Args args(Object... args) {
    return new Args(args);
  }

  private record Args(Object[] first) {
    Object[] with(Object... more) {
      Object[] all = java.util.Arrays.copyOf(first, first.length + more.length);
      System.arraycopy(more, 0, all, first.length, more.length);
      return all;
    }
  }

  @Test
  void writesInRecordBatches() throws Exception {
    Path out = folder.resolve("numbers.arrow");

    Cli.Result result =
        h2(NUMBERS, out, "--record-batch-size", 100, "--compression", "zstd", "--metadata", "a=b");

    assertThat(result.err())
        .hasLineCount(1)
        .contains("jdbc:h2: -> ")
        .contains("250 rows, 2 columns");
    assertThat(result.code()).isZero();
    IpcReader reader = new IpcReader(out);
    assertThat(reader.layout().codec()).isEqualTo("zstd");
    assertThat(reader.layout().recordBatches().stream().map(RecordBatchInfo::rows))
        .containsExactly(100L, 100L, 50L);
    assertThat(reader.customMetadata()).containsEntry("a", "b");
    try (DataFrame frame = reader.finish()) {
      assertThat(frame.schema().field(0).dataType()).isEqualTo(DataType.INT64);
      assertThat(frame.row(249).get("NAME")).isEqualTo("n250");
    }
  }

  @Test
  void writesIntoATable() throws Exception {
    Path base = folder.resolve("base");
    String url = "jdbc:h2:file:" + base;
    Path csv = Files.writeString(folder.resolve("in.csv"), "id,name\n1,John\n2,\n3,Doe\n");
    try (java.sql.Connection connection = java.sql.DriverManager.getConnection(url);
        java.sql.Statement statement = connection.createStatement()) {
      statement.execute("create table people (id bigint primary key, name varchar(10))");
    }
    Cli.Result result = Cli.run("convert", csv, "--to-jdbc", url, "--table", "people");
    assertThat(result.err()).hasLineCount(1).contains("jdbc:h2: people: 3 rows, 2 columns");
    assertThat(result.code()).isZero();

    // The same keys again: nothing of it stays.
    Path more = Files.writeString(folder.resolve("more.csv"), "id,name\n9,New\n1,Again\n");
    Cli.Result again = Cli.run("convert", more, "--to-jdbc", url, "--table", "people");
    assertThat(again.code()).isNotZero();
    Path odd = Files.writeString(folder.resolve("odd.csv"), "id,name\n0.5,x\n");
    Cli.Result refused = Cli.run("convert", odd, "--to-jdbc", url, "--table", "people");
    assertThat(refused.code()).isNotZero();
    assertThat(refused.err()).contains("column \"id\" of type Float64").contains("BIGINT");

    Path out = folder.resolve("out.csv");
    Cli.run("convert", "--jdbc", url, "--query", "select * from people order by id", out);
    assertThat(out).content().isEqualToIgnoringNewLines("ID,NAME\n1,John\n2,\n3,Doe\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--to-jdbc jdbc:h2:mem:, --table",
    "--table t, --to-jdbc",
    "--to-jdbc jdbc:h2:mem: --table t --compression zstd, --compression",
    "--to-jdbc jdbc:h2:mem: --table t --jdbc jdbc:h2:mem:, --jdbc",
    "--to-jdbc jdbc:h2:mem: --table t out.arrow, IN only"
  })
  void optionsThatDoNotSuitATableAreRefused(String options, String told) throws Exception {
    Path csv = Files.writeString(folder.resolve("in.csv"), "id\n1\n");
    Object[] given = ("convert " + csv + " " + options).split(" ");
    Cli.Result result = Cli.run(given);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(told);
  }

  @ParameterizedTest
  @CsvSource({"csv", "tsv", "ndjson", "parquet", "arrow", "arrows"})
  void writesEveryFormat(String format) {
    Path out = folder.resolve("numbers." + format);

    Cli.Result result = h2(NUMBERS, out);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(Cli.run("head", out).out()).contains("n5");
  }

  @Test
  void pipesOn() {
    Cli.Result result = h2("select 1 as one, null as none", "-", "--to", "csv");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo("ONE,NONE\n1,\n");
  }

  @Test
  void noRowsMakeAFileOfTheSchema() throws Exception {
    Path out = folder.resolve("none.arrow");

    assertThat(h2(NUMBERS + " where x < 0", out).code()).isZero();

    assertThat(new IpcReader(out).schema().names()).containsExactly("ID", "NAME");
  }

  @Test
  void takesTheDriverFromItsPathAndProperties() {
    Cli.Result result =
        Cli.run(
            "convert",
            "--jdbc",
            "jdbc:duckdb:",
            "--driver-path",
            jarOf(org.duckdb.DuckDBDriver.class),
            "--jdbc-property",
            "threads=1",
            "--query",
            "select current_setting('threads')::integer as n, [1, 2] as list",
            "-",
            "--to",
            "ndjson");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo("{\"n\":1,\"list\":[1,2]}\n");
  }

  @Test
  void anErrorOfSqlIsOneLine() {
    Path out = folder.resolve("x.arrow");

    Cli.Result result = h2("select *\nfrom nowhere", out);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .hasLineCount(1)
        .startsWith("polars4j: SQL error 42S04: ")
        .contains("NOWHERE");
    assertThat(out).doesNotExist();
  }

  @Test
  void aValueThatDoesNotFitNamesItsPlaceAndLeavesNoFile() {
    Path out = folder.resolve("x.arrow");

    Cli.Result result = h2("select cast(1e-30 as decfloat) as fine", out);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).hasLineCount(1).contains("\"FINE\"").contains("row 1");
    assertThat(out).doesNotExist();
  }

  @Test
  void readsColumnsAsTheTypesThatAreAskedFor() {
    Cli.Result result =
        h2(
            "select 7 as id, '1.50' as price, cast(1e-30 as decfloat) as fine",
            "-",
            "--to",
            "csv",
            "--schema",
            "ID:Int8,PRICE:Decimal(10,2),FINE:String");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo("ID,PRICE,FINE\n7,1.50,1E-30\n");
  }

  @Test
  void aTypeThatDoesNotSuitNamesColumnAndType() {
    Cli.Result unfit = h2("select 'x' as a", "-", "--to", "csv", "--schema", "A:Int32");
    Cli.Result nowhere = h2("select 1 as a", "-", "--to", "csv", "--schema", "b:Int32");

    assertThat(unfit.code()).isEqualTo(1);
    assertThat(unfit.err()).contains("\"A\"", "row 1", "\"x\"", "Int32");
    assertThat(nowhere.code()).isEqualTo(1);
    assertThat(nowhere.err()).contains("no column \"b\"", "A");
    assertUsage(
        "Strin", "convert", "--jdbc", "u", "--query", "q", "x.arrow", "--schema", "a:Strin");
  }

  @ParameterizedTest
  @CsvSource({"sqlite", "derby", "h2", "duckdb"})
  void everyDriversRowsComeAsTheyAre(String database) throws Exception {
    String url =
        "jdbc:" + database + ":" + (database.equals("derby") ? "memory:m;create=true" : "");
    String one = database.equals("derby") ? "values (1, 'x')" : "select 1, 'x'";
    System.setProperty("derby.stream.error.method", "java.io.OutputStream.nullOutputStream");

    Cli.Result result =
        Cli.run(
            "convert",
            "--jdbc",
            url + (database.equals("h2") ? "mem:" : ""),
            "--query",
            one,
            "-",
            "--to",
            "csv");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).endsWith("\n1,x\n");
  }

  @Test
  void aStatementWithoutRowsIsRefused() {
    Cli.Result result = h2("create table t (a int)", folder.resolve("x.arrow"));

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).isEqualTo("polars4j: --query: it gives no rows\n");
  }

  @Test
  void anUnknownDriverNamesTheOptionAndNoSecrets() {
    Cli.Result result =
        Cli.run(
            "convert",
            "--jdbc",
            "jdbc:nosuch://me:secret@host/db",
            "--query",
            "select 1",
            folder.resolve("x.arrow"));

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .hasLineCount(1)
        .contains("no JDBC driver for jdbc:nosuch:")
        .contains("--driver-path")
        .doesNotContain("secret");
  }

  @Test
  void wrongArgumentsAreUsage() throws Exception {
    Path out = folder.resolve("x.arrow");
    assertUsage("--query", "convert", "--jdbc", "jdbc:h2:mem:", out);
    assertUsage("--jdbc", "convert", "--query", "select 1", Cli.WEATHER, out);
    assertUsage("--jdbc", "convert", "--driver-path", "x.jar", Cli.WEATHER, out);
    assertUsage(
        "name OUT only", "convert", "--jdbc", "jdbc:h2:mem:", "--query", "q", Cli.WEATHER, out);
    assertUsage("'OUT'", "convert", Cli.WEATHER);
    assertUsage(
        "--columns", args("convert", "--jdbc", "u", "--query", "q", out).with("--columns", "a"));
    assertUsage(
        "no.jar",
        args("convert", "--jdbc", "u", "--query", "q", out).with("--driver-path", "no.jar"));
    assertUsage(
        "KEY=VALUE",
        args("convert", "--jdbc", "u", "--query", "q", out).with("--jdbc-property", "x"));
    Files.createFile(out);
    Cli.Result exists = h2(NUMBERS, out);
    assertThat(exists.code()).isEqualTo(1);
    assertThat(exists.err()).contains("--overwrite");
  }

  private static void assertUsage(String part, Object... args) {
    Cli.Result result = Cli.run(args);
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains(part);
  }
}
