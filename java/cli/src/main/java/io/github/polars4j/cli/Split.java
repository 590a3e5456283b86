package io.github.polars4j.cli;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DatasetWriter;
import io.github.polars4j.ExistingData;
import io.github.polars4j.PolarsException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polars4j split}. */
@Command(
    name = "split",
    description = {
      "Writes the rows of a file as several files in a folder, by number of rows, by size, by the"
          + " values of columns (folders such as year=2024, which have no such column in their"
          + " files), or all of these."
    },
    usageHelpWidth = 80,
    footer = {
      "",
      "Examples:",
      "  polars4j split orders.csv orders --rows 1000000 --to parquet",
      "  polars4j split orders.parquet by-day --by year,month"
    })
final class Split implements Callable<Integer> {
  private final Stdio stdio;

  @Parameters(index = "0", paramLabel = "FILE", description = "The file to read, or - for stdin.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "FOLDER",
      description = "The folder to write to, which is empty or not there.")
  private Path folder = Path.of("");

  @Option(names = "--rows", paramLabel = "N", description = "So many rows a file at most.")
  private @Nullable Long rows;

  @Option(
      names = "--bytes",
      paramLabel = "SIZE",
      description = {
        "So many bytes of rows in memory a file at most, such as 256MB, but for one row. The files"
            + " themselves are smaller, as their formats and codecs are."
      })
  private @Nullable String size;

  @Option(
      names = "--by",
      paramLabel = "COLUMN",
      split = ",",
      description = "A folder for each value of these columns.")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      description = "The format of the files (default: that of FILE): ${COMPLETION-CANDIDATES}.")
  private @Nullable Format to;

  @Option(names = "--add", description = "Add files to a folder that has some.")
  private boolean adds;

  @Mixin private Reading reading = new Reading();

  Split(Stdio stdio) {
    this.stdio = stdio;
  }

  @Override
  public Integer call() throws IOException, SQLException {
    if (rows == null && size == null && columns.isEmpty()) {
      throw new UsageException("say where to split: --rows N, --bytes SIZE or --by COLUMN");
    }
    if (rows != null && rows < 1) {
      throw new UsageException("--rows " + rows + ": at least 1");
    }
    @Nullable Long bytes = size == null ? null : Memory.size("--bytes", size);
    if (bytes != null && bytes < 1) {
      throw new UsageException("--bytes " + size + ": at least 1KB");
    }
    Format format = to == null ? reading.format(file) : to;
    // What is written is not written again with other types.
    int files =
        reading.readOnce(file, Reading.BATCH_ROWS, stdio, frames -> write(frames, format, bytes));
    stdio.err().println(file + " -> " + folder + ": " + Text.count(files) + " files");
    return 0;
  }

  private int write(Frames frames, Format format, @Nullable Long bytes)
      throws IOException, SQLException {
    try (DatasetWriter writer = new DatasetWriter(folder, format.fileFormat())) {
      writer.withPartitionBy(columns.toArray(String[]::new));
      writer.withExisting(adds ? ExistingData.ADD : ExistingData.ERROR);
      if (rows != null) {
        writer.withMaxRows(rows);
      }
      if (bytes != null) {
        writer.withMaxBytes(bytes);
      }
      for (DataFrame next = frames.next(); next != null; next = frames.next()) {
        try (DataFrame frame = next) {
          writer.writeBatch(frame);
        }
      }
      writer.finish();
      return writer.files().size();
    } catch (PolarsException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }
}
