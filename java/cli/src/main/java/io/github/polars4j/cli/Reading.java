package io.github.polars4j.cli;

import io.github.polars4j.IpcReader;
import io.github.polars4j.ParquetReader;
import io.github.polars4j.PolarsException;
import io.github.polars4j.RecordBatchInfo;
import io.github.polars4j.RowGroupInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which commands that show or check read their files. */
final class Reading {
  /** Enough to keep the threads busy, and little memory. */
  static final int BATCH_ROWS = 100_000;

  private static final long BATCH_BYTES = 32 << 20;

  @Option(
      names = "--from",
      paramLabel = "FORMAT",
      description = "The format of FILE: ${COMPLETION-CANDIDATES}.")
  private @Nullable Format from;

  @Mixin private TextOptions text = new TextOptions();

  @Mixin private JsonOptions json = new JsonOptions();

  @Mixin private SchemaOption schema = new SchemaOption();

  /** What is done with the frames of a file. */
  interface Use<T> {
    T of(FileFrames frames) throws IOException, SQLException;
  }

  /**
   * Has the frames of {@code rows} rows at the most (-1 for all) used, in frames of {@code most}.
   */
  <T> T read(Path file, long rows, int most, Stdio stdio, Use<T> use)
      throws IOException, SQLException {
    return read(Inputs.of(location(file)), rows, most, stdio, use);
  }

  /** The same of what {@link #inputs} gives. */
  <T> T read(Inputs inputs, long rows, int most, Stdio stdio, Use<T> use)
      throws IOException, SQLException {
    ReadOptions options = options(inputs.location(), null, rows);
    Source source = new Source(inputs, stdio);
    try {
      return read(source, options, most, use);
    } catch (NarrowTypesException e) {
      return read(new Source(inputs, stdio), options.byAllRows(), most, use);
    }
  }

  /** Files, folders and patterns as one input. */
  Inputs inputs(List<Path> files, FolderOption folders) throws IOException {
    return Inputs.of(files, from, folders);
  }

  private ReadOptions options(Location location, @Nullable Format to, long rows)
      throws IOException {
    check(location.format(), to);
    return options(rows);
  }

  private ReadOptions options(long rows) throws IOException {
    return new ReadOptions(List.of(), rows, text, json, schema.types(), text.inferRows());
  }

  private void check(Format from, @Nullable Format to) {
    text.check(from);
    json.check(from, to);
    schema.check(from);
  }

  /** Refuses options that are for none of these inputs. */
  void checkAny(List<Inputs> all) {
    @Nullable UsageException refused = null;
    for (Inputs inputs : all) {
      try {
        check(inputs.location().format(), null);
        return;
      } catch (UsageException e) {
        refused = e;
      }
    }
    if (refused != null) {
      throw refused;
    }
  }

  /** How values are written that text has no form of its own for. */
  JsonOptions json() {
    return json;
  }

  /** Has the frames used once, of text with the types that all rows have. */
  <T> T readOnce(Path file, int most, Stdio stdio, Use<T> use) throws IOException, SQLException {
    Inputs inputs = Inputs.of(location(file));
    check(inputs.location().format(), null);
    return readOnce(inputs, most, stdio, use);
  }

  /** The same of what {@link #inputs} gives, with options that are checked. */
  <T> T readOnce(Inputs inputs, int most, Stdio stdio, Use<T> use)
      throws IOException, SQLException {
    return read(
        new Source(inputs, stdio),
        inputs.hasText() ? options(-1).byAllRows() : options(-1),
        most,
        use);
  }

  /**
   * Has the frames of {@code rows} rows at the most (-1 for all) used once, to write them as {@code
   * to}: text files have the types of all rows, text from a stream those of its first ones.
   */
  <T> T readToWrite(Inputs inputs, long rows, Format to, Stdio stdio, Use<T> use)
      throws IOException, SQLException {
    ReadOptions options = options(inputs.location(), to, rows);
    Source source = new Source(inputs, stdio);
    return read(
        source,
        source.isTextFile() ? options.byAllRows() : options,
        BATCH_ROWS,
        frames -> {
          frames.limitBytes(BATCH_BYTES);
          return use.of(frames);
        });
  }

  private static <T> T read(Source source, ReadOptions options, int most, Use<T> use)
      throws IOException, SQLException {
    try (FileFrames frames = source.open(options, most)) {
      if (options.rows() < 0) {
        frames.limitBytes(BATCH_BYTES);
      }
      return use.of(frames);
    }
  }

  /** How many rows a file says that it has, or -1 where its rows have to be read. */
  long said(Path file) throws IOException {
    Location location = location(file);
    if (location.path() == null || !Files.isRegularFile(location.path())) {
      return -1;
    }
    LongBinaryOperator sum = Math::addExact;
    try {
      return switch (location.format()) {
        case ARROW -> {
          try (IpcReader reader = new IpcReader(location.path())) {
            yield reader.layout().recordBatches().stream()
                .mapToLong(RecordBatchInfo::rows)
                .reduce(0, sum);
          }
        }
        case PARQUET -> {
          try (ParquetReader reader = new ParquetReader(location.path())) {
            yield reader.layout().rowGroups().stream().mapToLong(RowGroupInfo::rows).reduce(0, sum);
          }
        }
        default -> -1;
      };
    } catch (PolarsException e) {
      throw new CommandException(Advice.of(e, location), e);
    }
  }

  /** The format of a file, by the option or its name. */
  Format format(Path file) throws IOException {
    return location(file).format();
  }

  private Location location(Path file) throws IOException {
    return Location.of(file, from, "--from");
  }
}
