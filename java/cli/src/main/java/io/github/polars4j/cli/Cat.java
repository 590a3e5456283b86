package io.github.polars4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polars4j cat}. */
@Command(
    name = "cat",
    description = {
      "Prints the rows of files as text, an object of JSON a line unless --format says otherwise."
          + " Several files are one input, as for convert. Text files are read twice, for the types"
          + " of all their rows."
    },
    usageHelpWidth = 80,
    footer = {
      "",
      "Examples:",
      "  polars4j cat orders.parquet | jq .amount",
      "  polars4j cat 'orders/*.arrow' --format csv | head"
    })
final class Cat implements Callable<Integer> {
  private final Stdio stdio;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files, folders and patterns in quotes, or - for stdin.")
  private List<Path> files = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv, tsv or ndjson (default: ndjson).")
  private Format format = Format.NDJSON;

  @Option(names = "-n", paramLabel = "ROWS", description = "So many rows at most (default: all).")
  private long rows = -1;

  @Mixin private NonFiniteOption nonFinite = new NonFiniteOption();

  @Mixin private FolderOption folders = new FolderOption();

  @Mixin private Reading reading = new Reading();

  Cat(Stdio stdio) {
    this.stdio = stdio;
  }

  @Override
  public Integer call() throws IOException, SQLException {
    if (!format.isText()) {
      throw new UsageException(
          "--format " + format + ": cat prints csv, tsv or ndjson; convert writes " + format);
    }
    if (rows < -1) {
      throw new UsageException("-n " + rows + ": at least 0");
    }
    nonFinite.check(format);
    WriteOptions options = WriteOptions.plain(nonFinite.way(), reading.json());
    reading.readToWrite(
        reading.inputs(files, folders),
        rows,
        format,
        stdio,
        frames -> {
          Memory memory = Memory.parse(Memory.DEFAULT);
          Target out = new Target(new Location(null, format), memory, stdio);
          return out.write(frames, options, Map.of());
        });
    return 0;
  }
}
