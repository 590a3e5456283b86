package io.github.polars4j.cli;

import io.github.polars4j.CompatLevel;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.Schema;
import java.io.IOException;
import java.nio.file.Path;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polars4j convert}. */
@Command(
    name = "convert",
    description = "Converts a file, or the rows of a database query, into another format.",
    customSynopsis = {
      "polars4j convert [OPTIONS] IN... OUT",
      "polars4j convert [OPTIONS] --jdbc=URL --query=SQL OUT",
      "polars4j convert [OPTIONS] IN --to-jdbc=URL --table=NAME"
    },
    usageHelpWidth = 80,
    sortOptions = false,
    footer = {
      "",
      "Formats, by extension or by --from and --to:",
      "  csv      .csv, as input also .csv.gz and .csv.zst",
      "  tsv      .tsv, as input also .tsv.gz and .tsv.zst",
      "  ndjson   .ndjson .jsonl, as input also .ndjson.gz and .ndjson.zst",
      "  parquet  .parquet",
      "  arrow    .arrow .feather .ipc (Arrow IPC file)",
      "  arrows   .arrows (Arrow IPC stream)",
      "",
      "Examples:",
      "  polars4j convert weather.csv out.arrow --null-value NA --compression zstd:9",
      "  polars4j convert weather.arrow weather.parquet --columns origin,temp",
      "  zcat big.csv.gz | polars4j convert - big.arrow --from csv --metadata by=me",
      "  polars4j convert weather.arrow - --to csv | head",
      "  polars4j convert 'sales/year=*/*.csv' sales.parquet",
      "  polars4j convert --jdbc jdbc:postgresql://host/shop --jdbc-user me",
      "      --query 'select * from orders' --driver-path pg.jar orders.arrow"
    })
final class Convert implements Callable<Integer> {
  /** Text and databases have no record batches: some megabytes. */
  private static final int BATCH_ROWS = 100_000;

  /** polars' own size of Parquet's row groups. */
  private static final int ROW_GROUP = 512 * 512;

  /** More than record batches and row groups have, which are cut by memory alone. */
  private static final int ANY_ROWS = 1 << 24;

  private final Stdio stdio;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = {
        "IN..., then OUT. IN is a file, several, a folder, or a pattern in quotes such as"
            + " 'data/**/*.csv', whose files are read as one; - for stdin. Folders such as"
            + " year=2024 are columns. OUT is a file, or - for stdout."
      })
  private List<Path> files = List.of();

  @Mixin private DatabaseOptions databaseOptions = new DatabaseOptions();

  @Mixin private SchemaOption schema = new SchemaOption();

  @Option(
      names = "--from",
      paramLabel = "FORMAT",
      description = "The format of IN: ${COMPLETION-CANDIDATES}.")
  private @Nullable Format from;

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      description = "The format of OUT: ${COMPLETION-CANDIDATES}.")
  private @Nullable Format to;

  @Option(names = "--overwrite", description = "Replace OUT if it exists.")
  private boolean overwrite;

  @Option(
      names = "--columns",
      paramLabel = "NAME",
      split = ",",
      description =
          "Only these columns, in this order. Put double quotes around a name with a comma.")
  private List<String> columns = new ArrayList<>();

  @Mixin private FolderOption folders = new FolderOption();

  @Mixin private TextOptions text = new TextOptions();

  @Mixin private JsonOptions json = new JsonOptions();

  @Mixin private NonFiniteOption nonFinite = new NonFiniteOption();

  @Option(
      names = "--compression",
      paramLabel = "CODEC[:LEVEL]",
      description = {
        "For arrow and arrows: none (default), lz4, zstd, zstd:1 to zstd:22.",
        "For parquet: none, snappy, lz4, gzip[:LEVEL], zstd[:LEVEL] (default: zstd)."
      })
  private @Nullable String compression;

  @Option(
      names = "--compat",
      paramLabel = "LEVEL",
      completionCandidates = CompatNames.class,
      description = {
        "For arrow and arrows: newest keeps polars' string views, oldest is for readers that don't"
            + " know them (default: newest for arrow, oldest for arrows)."
      })
  private @Nullable CompatLevel compat;

  @Option(
      names = "--record-batch-size",
      paramLabel = "ROWS",
      description = {
        "For arrow and arrows: rows in a record batch (default: "
            + BATCH_ROWS
            + " from csv, tsv and ndjson, otherwise as in IN)."
      })
  private @Nullable Integer batchRows;

  @Option(
      names = "--metadata",
      paramLabel = "KEY=VALUE",
      description = {
        "For arrow, arrows and parquet: schema metadata (repeatable). The metadata of IN is kept."
      })
  private List<String> metadata = new ArrayList<>();

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = {
        "Memory for the rows that are being converted (default: "
            + Memory.DEFAULT
            + ", for text "
            + Memory.OF_TEXT
            + "), whatever the size of IN. The JVM and polars need about 150MB more."
      })
  private @Nullable String memory;

  Convert(Stdio stdio) {
    this.stdio = stdio;
  }

  @Override
  public Integer call() throws IOException, SQLException {
    @Nullable Database table = databaseOptions.target();
    if (table != null) {
      return table(files, table);
    }
    int last = files.size() - 1;
    @Nullable Database database = databaseOptions.database();
    if (database == null && last == 0) {
      throw new UsageException("Missing required parameter: 'OUT'");
    } else if (database != null && last > 0) {
      throw new UsageException("--jdbc is read instead of IN: name OUT only");
    }
    return database == null
        ? file(files.subList(0, last), files.get(last))
        : database(database, files.get(0));
  }

  private int file(List<Path> in, Path out) throws IOException, SQLException {
    long start = System.nanoTime();
    Inputs inputs = Inputs.of(in, from, folders);
    Location source = inputs.location();
    Location target = Location.of(out, to, "--to");
    text.check(source.format());
    json.check(source.format(), target.format());
    schema.check(source.format());
    checkOutput(target.format());
    Target.check(target, stdio);
    ReadOptions reading =
        new ReadOptions(columnNames(), -1, text, json, schema.types(), text.inferRows());
    WriteOptions writing = writeOptions(source.format().isText(), target.format());
    Map<String, String> given = givenMetadata();
    Target.checkNotThere(target, overwrite);

    Memory budget = budget(source.format().isText());
    boolean asRead = target.format().isIpc() && !source.format().isText();
    int most =
        batchRows(asRead ? ANY_ROWS : target.format() == Format.PARQUET ? ROW_GROUP : BATCH_ROWS);
    Copy copy =
        options -> {
          Source from = new Source(inputs, stdio);
          Target to = new Target(target, budget, stdio);
          // What went to standard output can't be taken back.
          boolean settle = target.path() == null && from.isTextFile();
          try (FileFrames frames = from.open(settle ? options.byAllRows() : options, most)) {
            if (batchRows == null) {
              frames.limitBytes(budget.frame());
            }
            Map<String, String> metadata = new LinkedHashMap<>(frames.metadata());
            metadata.putAll(given);
            long rows = to.write(frames, writing, metadata);
            String size = Text.bytes(from.bytes()) + " in, " + Text.bytes(to.bytes()) + " out";
            warn(frames.schema(), target.format());
            say(inputs.name(in), out.toString(), rows, frames.schema().size(), size, start);
          }
        };
    try {
      copy.run(reading);
    } catch (NarrowTypesException e) {
      String what = e.getMessage().split(", the type that|: infer from|: --infer-rows all", 2)[0];
      stdio.err().println(what + ": reads again, with the types that all rows have");
      copy.run(reading.byAllRows());
    }
    return 0;
  }

  /** A file's rows from source to target. */
  private interface Copy {
    void run(ReadOptions options) throws IOException, SQLException;
  }

  private int database(Database database, Path out) throws IOException, SQLException {
    long start = System.nanoTime();
    Location target = Location.of(out, to, "--to");
    Map<String, DataType> types = schema.types();
    refuse("--from", from != null);
    refuse("--columns", !columns.isEmpty());
    text.all().forEach(option -> refuse(option, true));
    json.ofInput().forEach(option -> refuse(option, true));
    refuse("--memory", memory != null);
    checkOutput(target.format());
    json.check(null, target.format());
    Target.check(target, stdio);
    WriteOptions writing = writeOptions(false, target.format());
    Map<String, String> metadata = givenMetadata();
    Target.checkNotThere(target, overwrite);

    Target to = new Target(target, budget(false), stdio);
    database.read(
        batchRows(target.format() == Format.PARQUET ? ROW_GROUP : BATCH_ROWS),
        types,
        frames -> {
          long rows = to.write(frames, writing, metadata);
          String size = Text.bytes(to.bytes()) + " out";
          warn(frames.schema(), target.format());
          say(database.name(), out.toString(), rows, frames.schema().size(), size, start);
        });
    return 0;
  }

  /** Into a table, by the types that all rows have: what was inserted is not inserted again. */
  private int table(List<Path> in, Database table) throws IOException, SQLException {
    long start = System.nanoTime();
    if (in.size() > 1) {
      throw new UsageException("--to-jdbc is written instead of OUT: name IN only");
    }
    Inputs inputs = Inputs.of(in, from, folders);
    Location source = inputs.location();
    text.check(source.format());
    json.check(source.format(), null);
    schema.check(source.format());
    refuseTable("--to", to != null);
    refuseTable("--overwrite", overwrite);
    refuseTable("--compression", compression != null);
    refuseTable("--compat", compat != null);
    refuseTable("--record-batch-size", batchRows != null);
    refuseTable(NonFiniteOption.NAME, nonFinite.way() != null);
    refuseTable("--metadata", !metadata.isEmpty());
    ReadOptions reading =
        new ReadOptions(columnNames(), -1, text, json, schema.types(), text.inferRows());
    Memory budget = budget(source.format().isText());
    Source rows = new Source(inputs, stdio);
    ReadOptions settled = rows.isTextFile() ? reading.byAllRows() : reading;
    try (FileFrames frames = rows.open(settled, BATCH_ROWS)) {
      frames.limitBytes(budget.frame());
      long written = table.write(frames);
      String size = Text.bytes(rows.bytes()) + " in";
      say(
          inputs.name(in),
          table.name() + " " + table.query(),
          written,
          frames.schema().size(),
          size,
          start);
    }
    return 0;
  }

  private static void refuseTable(String option, boolean given) {
    if (given) {
      throw new UsageException(option + " is for files, not for --to-jdbc");
    }
  }

  private int batchRows(int otherwise) {
    return batchRows == null ? otherwise : batchRows;
  }

  private static void refuse(String option, boolean given) {
    if (given) {
      throw new UsageException(option + " is for files, not for --jdbc");
    }
  }

  private void checkOutput(Format to) {
    boolean packs = to.isIpc() || to == Format.PARQUET;
    applies("--compression", compression != null, packs, "arrow, arrows and parquet output", to);
    applies("--compat", compat != null, to.isIpc(), "arrow and arrows output", to);
    applies("--record-batch-size", batchRows != null, to.isIpc(), "arrow and arrows output", to);
    nonFinite.check(to);
    applies("--metadata", !metadata.isEmpty(), packs, "arrow, arrows and parquet output", to);
  }

  private static void applies(
      String option, boolean given, boolean allowed, String where, Format format) {
    if (given && !allowed) {
      throw new UsageException(option + " is for " + where + ", not for " + format);
    }
  }

  /** The names of {@code --columns}, out of the quotes that a comma asks for. */
  private List<String> columnNames() {
    List<String> names = new ArrayList<>();
    for (String column : columns) {
      boolean quoted = column.length() > 1 && column.startsWith("\"") && column.endsWith("\"");
      String name = quoted ? column.substring(1, column.length() - 1) : column;
      if (names.contains(name)) {
        throw new UsageException("--columns: " + name + " is given twice");
      }
      names.add(name);
    }
    return names;
  }

  private WriteOptions writeOptions(boolean text, Format to) {
    @Nullable Compression codec = compression == null ? null : Compression.parse(compression);
    if (codec != null) {
      // Before the input is read, which may take long.
      if (to.isIpc()) {
        codec.ipc(to);
      } else {
        codec.parquet();
      }
    }
    if (batchRows != null && batchRows < 1) {
      throw new UsageException("--record-batch-size " + batchRows + ": at least 1");
    }
    boolean cut = batchRows == null && text;
    @Nullable Integer rows = cut ? Integer.valueOf(BATCH_ROWS) : batchRows;
    return new WriteOptions(codec, compat, rows, budget(text).frame(), nonFinite.way(), json);
  }

  private Memory budget(boolean text) {
    String otherwise = text ? Memory.OF_TEXT : Memory.DEFAULT;
    return Memory.parse(memory == null ? otherwise : memory);
  }

  private Map<String, String> givenMetadata() {
    Map<String, String> given = new LinkedHashMap<>();
    for (String entry : metadata) {
      int equals = entry.indexOf('=');
      if (equals < 0) {
        throw new UsageException("--metadata " + entry + ": KEY=VALUE is wanted");
      }
      String key = entry.substring(0, equals);
      if (given.put(key, entry.substring(equals + 1)) != null) {
        throw new UsageException("--metadata " + key + " is given twice");
      }
    }
    return given;
  }

  /** Says which columns no other reader will understand. */
  private void warn(Schema schema, Format to) {
    for (Field field : !to.isText() ? schema.fields() : List.<Field>of()) {
      if (field.dataType().toString().matches(".*\\bU?Int128\\b.*")) {
        stdio
            .err()
            .println(
                "column '"
                    + field.name()
                    + "' is "
                    + field.dataType()
                    + ", which only polars reads");
      }
    }
  }

  private void say(String in, String out, long rows, int width, String size, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    String line =
        String.format(
            Locale.ROOT,
            "%s -> %s: %,d rows, %,d columns, %s, %.2f s",
            in,
            out,
            rows,
            width,
            size,
            seconds);
    stdio.err().println(line);
  }

  static final class CompatNames extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    CompatNames() {
      super(List.of("newest", "oldest"));
    }
  }
}
