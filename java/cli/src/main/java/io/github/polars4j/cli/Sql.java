package io.github.polars4j.cli;

import io.github.polars4j.DataFrame;
import io.github.polars4j.duckdb.DuckBatches;
import io.github.polars4j.duckdb.DuckFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polars4j sql}. */
@Command(
    name = "sql",
    description = {
      "Runs a query over files in DuckDB, and shows its rows as a table or writes them to a file."
          + " A file is a table by its name without extensions, or by NAME=FILE. DuckDB holds all"
          + " rows of the files. Its driver is no part of polars4j: name its jar."
    },
    usageHelpWidth = 80,
    footer = {
      "",
      "Examples:",
      "  polars4j sql 'select count(*) from orders' orders.csv --driver-path duckdb.jar",
      "  export POLARS4J_DRIVER_PATH=duckdb_jdbc-1.5.0.jar",
      "  polars4j sql 'select * from o join c using (id)' o=orders.csv c=people.arrow",
      "      -o both.parquet"
    })
final class Sql implements Callable<Integer> {
  /** How many rows of the result come at once. */
  private static final int ROWS = 122_880;

  private static final String NAMED = "(?s)[A-Za-z_]\\w*=.+";
  private static final String STDIN = "stdin";

  private final Stdio stdio;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "SQL", description = "The query, in DuckDB's SQL.")
  private String query = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "FILE",
      description =
          "Files or NAME=FILE, folders, patterns in quotes (NAME='data/*.csv'), or - for stdin,"
              + " whose table is stdin.")
  private List<String> files = List.of();

  @Option(
      names = "--driver-path",
      paramLabel = "JAR",
      defaultValue = "${env:POLARS4J_DRIVER_PATH}",
      description = "The jar of DuckDB's JDBC driver (default: $$POLARS4J_DRIVER_PATH).")
  private @Nullable String driverPath;

  @Mixin private ResultOptions result = new ResultOptions();

  @Mixin private FolderOption folders = new FolderOption();

  @Mixin private Reading reading = new Reading();

  Sql(Stdio stdio) {
    this.stdio = stdio;
  }

  @Override
  public Integer call() throws IOException, SQLException {
    @Nullable Location target = result.check(stdio);
    Map<String, Inputs> tables = tables();
    reading.checkAny(List.copyOf(tables.values()));
    Database duckDb = Database.of(Database.DUCKDB, query, driverPath, null, List.of());
    return duckDb.use(
        connection -> {
          for (Map.Entry<String, Inputs> table : tables.entrySet()) {
            load(connection, table.getKey(), table.getValue());
          }
          try (DuckBatches batches = DuckFrames.stream(connection, query, ROWS);
              Frames frames = Frames.of(batches)) {
            result.give(frames, target, reading.json(), stdio, spec.commandLine().getOut());
          } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage(), e);
          }
          return 0;
        });
  }

  private Map<String, Inputs> tables() throws IOException {
    Map<String, Inputs> tables = new LinkedHashMap<>();
    List<String> lower = new ArrayList<>();
    for (String argument : files) {
      boolean named = argument.matches(NAMED) && !Files.exists(Path.of(argument));
      int equals = argument.indexOf('=');
      String file = named ? argument.substring(equals + 1) : argument;
      String name = named ? argument.substring(0, equals) : name(file);
      if (lower.contains(name.toLowerCase(Locale.ROOT))) {
        throw new UsageException(
            "two files are the table " + name + ": give one another name, as in NAME=" + file);
      }
      lower.add(name.toLowerCase(Locale.ROOT));
      tables.put(name, reading.inputs(List.of(Path.of(file)), folders));
    }
    return tables;
  }

  /** What a file is called without a name of its own. */
  private static String name(String file) {
    if (file.equals("-")) {
      return STDIN;
    }
    if (Inputs.isPattern(Path.of(file))) {
      throw new UsageException(file + " needs a name for its table, as in NAME='" + file + "'");
    }
    String name = String.valueOf(Path.of(file).toAbsolutePath().normalize().getFileName());
    String plain = name.replaceFirst("(?i)(.)\\.(gz|zst)$", "$1");
    return Format.ofName(plain) == null ? name : plain.replaceFirst("(.)\\.[^.]*$", "$1");
  }

  /** Makes a table of DuckDB's of the rows. */
  private void load(Connection connection, String name, Inputs inputs)
      throws IOException, SQLException {
    String quoted = '"' + name.replace("\"", "\"\"") + '"';
    String table = "memory.main." + quoted;
    String rows = "temp.main." + quoted;
    reading.readOnce(
        inputs,
        Reading.BATCH_ROWS,
        stdio,
        frames -> {
          try (DataFrame empty = DataFrame.empty(frames.schema())) {
            put(connection, "create table " + table + " as from " + rows, name, empty);
          }
          for (DataFrame next = frames.next(); next != null; next = frames.next()) {
            try (DataFrame frame = next) {
              put(connection, "insert into " + table + " from " + rows, name, frame);
            }
          }
          return 0;
        });
  }

  private static void put(Connection connection, String sql, String name, DataFrame frame)
      throws SQLException {
    try {
      DuckFrames.update(connection, sql, Map.of(name, frame));
    } catch (IllegalArgumentException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }
}
